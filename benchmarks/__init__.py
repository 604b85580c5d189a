"""Measurements against a stated bar, each in one run with what it is compared to. Start them with `bin/bench NAME`."""
