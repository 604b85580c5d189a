"""The one thing that courses tell the floors above. Receivers are listed in docs/architecture.md."""

from django.dispatch import Signal

# Sent inside the completing transaction, with completion=Completion and now=datetime.
course_completed = Signal()
