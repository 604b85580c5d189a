"""Holds `verify.py`, which goes into every evidence pack. It stands alone: it imports nothing of the product."""
