"""The directory and a person's page for HR; the invitation and the account page for the person."""
