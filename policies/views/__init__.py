"""Pages of policies: `library`, `text`, `changes`, and `files` that are handed out; `signing`, and `signed`, one's own;
`enquiries`; `paper` for HR."""
