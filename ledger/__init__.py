"""An append-only log that an auditor can check with tools that we did not write. See docs/ledger.md."""
