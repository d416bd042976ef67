"""What the project as a whole adds to the Wagtail admin."""

from __future__ import annotations

from typing import Any

from wagtail import hooks

from cms.models.second_look import APPROVED_OWN_WORK


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action(
        APPROVED_OWN_WORK, "Approve own work", "Approved their own work, as a superuser may, without a second person"
    )
