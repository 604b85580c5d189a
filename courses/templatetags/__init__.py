"""Template tags of the learner's pages."""
