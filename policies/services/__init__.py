"""Every write about policies: `signing`."""
