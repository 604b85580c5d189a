"""What is made of lessons and of the pictures of questions to be shown. Nothing here asks the database."""

from courses.rendering.lessons import Part, parts_of
from courses.rendering.pictures import Address, Picture, picture_of

__all__ = ["Address", "Part", "Picture", "parts_of", "picture_of"]
