"""Periodic jobs of the site itself."""

from __future__ import annotations

from django.core.management import call_command

from cms.periodic import periodic

FINISHED_TASKS_DAYS = 14  # long enough to look into a failure that somebody reports late


@periodic(seconds=60)
def publish_scheduled() -> None:
    """Pages with a go-live or expiry date change on time, to the minute."""
    call_command("publish_scheduled", verbosity=0)


@periodic(seconds=24 * 60 * 60)
def forget_finished_tasks() -> None:
    """Results of finished tasks are kept for a while, then go, so that the table stays small."""
    age = f"--min-age-days={FINISHED_TASKS_DAYS}"
    call_command("prune_db_task_results", "--backend=background", "--queue-name=*", age, verbosity=0)


@periodic(seconds=24 * 60 * 60)
def forget_old_sessions() -> None:
    """Sessions that have ended are personal data nobody needs."""
    call_command("clearsessions", verbosity=0)
