"""The lock under which everything about one person changes."""

from people.models import Employee


def locked(employee: Employee) -> Employee:
    """The person's row as it is now, held until the end of the transaction: two changes at once wait for each other."""
    return Employee.objects.select_for_update().get(pk=employee.pk)
