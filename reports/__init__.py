"""The read side for HR and managers. It writes nothing."""
