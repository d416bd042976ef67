"""Build the demo site, or take it away."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.demo import removal, seed

LOCAL_HOSTS = {"127.0.0.1", "localhost", "::1"}


class Command(BaseCommand):
    help = "Builds the demo site: six films, the people in them, and comments in every queue. All of it is invented."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--remove", action="store_true", help="take every trace of the demo away")
        parser.add_argument("--force", action="store_true", help="also on a site that others can reach")

    def handle(self, *args: Any, **options: Any) -> None:
        say = self.stdout.write if options["verbosity"] else (lambda text: None)
        if options["remove"]:
            removal.remove(say)
            return
        if urlsplit(settings.SITE_URL).hostname not in LOCAL_HOSTS and not options["force"]:
            raise CommandError(
                "This site has a public address, and the demo brings log-ins with it. Add --force if you mean it."
            )
        seed.seed(say)
