"""The invented organization that shows what the site does: `names`, `organization`, `people`,
`learning` and `accounts`."""
