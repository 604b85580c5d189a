"""Every write of this app."""

from ledger.services.recording import record, record_fact, record_facts

__all__ = ["record", "record_fact", "record_facts"]
