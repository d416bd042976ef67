"""Lay out a new site."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from home.layout import lay_out_site


class Command(BaseCommand):
    help = "Lays out a new site: all pages with their first words, figures, help lines, menus. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        home = lay_out_site()
        self.stdout.write(f"The site is laid out below “{home.title}”.")
        self.stdout.write("Fill in and publish: the accessibility statement. Fill in: Settings > Site settings.")
