"""The invented organization that shows what the site does: `names`, `organization`, `people`,
`policies`, `learning`, `signatures` and `accounts`."""
