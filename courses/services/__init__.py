"""Every write about courses: `authoring` (content), `learning` (a passage), `attempts` (quizzes), `completing`."""
