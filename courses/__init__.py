"""What can be learned, and who learned it: courses, versions, quizzes, enrollments, completions."""
