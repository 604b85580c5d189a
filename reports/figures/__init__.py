"""Pure rules behind the figures of courses, questions and clauses: statistics, small groups, and bars to draw."""
