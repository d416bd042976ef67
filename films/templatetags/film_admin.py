"""Small things the admin's templates print."""

from __future__ import annotations

from django import template

from comments.wording import when
from films.fields import format_clock

register = template.Library()

register.filter("clock", format_clock)
register.filter("when", when)
