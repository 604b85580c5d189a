"""Every mail: queued in the business transaction, sent once, listed for ever."""
