"""Home and result pages, health, outbox, the design catalog."""
