"""What the project as a whole adds to the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from cms.models.second_look import APPROVED_OWN_WORK


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action(
        APPROVED_OWN_WORK, "Approve own work", "Approved their own work, as a superuser may, without a second person"
    )


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/admin/admin.css"))


@hooks.register("insert_global_admin_js")
def admin_js() -> str:
    return format_html('<script type="module" src="{}"></script>', static("cms/admin/brand.js"))
