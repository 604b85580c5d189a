"""Pages of policies.

For readers: `library`, `text`, `changes`, and `files` that are handed out; `signing`, and `signed`, one's own;
`enquiries`; `paper` for HR. For authors and approvers: `drafts` (what is being written), `importing` (from Word),
`editing` (text and preview), `marking` (what changed), `attaching` (files),
`deciding` (review, publication, withdrawal).
"""
