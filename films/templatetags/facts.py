"""Figures inside prose."""

from __future__ import annotations

from django import template

from films.models import Fact
from films.selectors import facts

register = template.Library()


@register.simple_tag
def fact_card(fact: Fact) -> facts.FactCard:
    """The figure as ``components/fact.html`` shows it."""
    return facts.fact_card(fact)
