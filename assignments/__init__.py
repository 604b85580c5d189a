"""Who must finish which course by when, and the reminders that follow."""
