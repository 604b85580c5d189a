"""People: the employee (who signs in), the places of work, and the dated history of who was where."""

from people.models.employee import Employee
from people.models.placement import Placement
from people.models.places import Department, Site

__all__ = ["Department", "Employee", "Placement", "Site"]
