"""Pages of policies: `library`, `text`, `changes`, and `files` that are handed out."""
