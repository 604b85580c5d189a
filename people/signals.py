"""What people tell the floors above. Receivers are listed in docs/architecture.md."""

from django.dispatch import Signal

# Somebody came, moved or left. Sent inside the transaction, with employee=Employee, today=date and now=datetime.
workforce_changed = Signal()
