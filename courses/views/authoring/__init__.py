"""Pages of those who write courses. The access table lets authors alone come here."""
