"""Tracking for HR, the rows behind it, and the manager's team page."""
