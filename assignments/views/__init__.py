"""HR's campaigns, and giving one more attempt."""
