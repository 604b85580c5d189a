"""Reads about policies: `signing`."""
