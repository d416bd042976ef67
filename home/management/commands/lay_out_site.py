"""Lay out a new site."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from home.launch import gaps_before_launch
from home.layout import lay_out_site


class Command(BaseCommand):
    help = "Lays out a new site: all pages with their first words, figures, help lines, menus. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        home = lay_out_site()
        self.stdout.write(f"The site is laid out below “{home.title}”.")
        gaps = gaps_before_launch(home.get_site())
        if gaps:
            self.stdout.write("Before others see it:")
        for gap in gaps:
            self.stdout.write(f"  - {gap.sentence}")
