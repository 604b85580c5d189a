"""The learner's pages: `catalog` (what there is), `steps` (overview and lessons), `quiz` (attempts)."""
