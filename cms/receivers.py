"""Keeps the cached menus and help lines true."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.models import HelpLine, NavigationLink, SiteSettings
from cms.selectors import furniture_key


@receiver([post_save, post_delete], sender=SiteSettings)
@receiver([post_save, post_delete], sender=HelpLine)
@receiver([post_save, post_delete], sender=NavigationLink)
@receiver([post_save, post_delete], sender=Site)
@receiver([page_published, page_unpublished, page_slug_changed, post_page_move])
def forget_furniture(**kwargs: Any) -> None:
    """The next page reads menus and help lines afresh."""
    cache.delete_many([furniture_key(pk) for pk in Site.objects.values_list("pk", flat=True)])
