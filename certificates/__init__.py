"""Issued proof of a completion: number, rendered file, public verification."""
