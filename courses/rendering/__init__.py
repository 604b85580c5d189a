"""What is made of the text of lessons to be shown. Nothing here asks the database."""

from courses.rendering.lessons import Part, Picture, parts_of

__all__ = ["Part", "Picture", "parts_of"]
