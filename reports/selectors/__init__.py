"""Reads for HR and managers: `tracking` (figures), `rows` (what is behind them), `team`."""
