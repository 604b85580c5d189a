"""The names of languages on pages."""

from django import template

from policies.languages import language_name

register = template.Library()
register.filter("language_name", language_name)
