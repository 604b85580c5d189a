"""Policies: their versions and texts, who signed exactly what, and what people asked about them."""
