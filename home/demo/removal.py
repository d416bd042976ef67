"""Takes away every trace of the demo: its rows, its files, its log-ins, and what it filled in for a publisher.

What others wrote below demo films goes with the films. What an editor has filled in or changed since stays.
"""

from __future__ import annotations

from collections.abc import Callable

from django_tasks_db.models import DBTaskResult
from wagtail.models import Collection, ModelLogEntry, Page, PageLogEntry, Revision

from accounts.models import User
from cms.models import Picture, SiteSettings
from comments.models import Comment, CommentSettings
from comments.tasks import alert_on_call
from films.models import Contributor, FilmPage, ProcessingStep, SeriesPage, Video
from films.services.videos import remove_video
from films.tasks import run_step
from home.demo import logins
from home.demo.seed import COLLECTION, DEMO_ORGANISATION
from home.models import AccessibilityStatementPage, HomePage

Say = Callable[[str], None]


def remove(say: Say) -> None:
    """Safe to repeat, and safe where there is no demo."""
    people = set(User.objects.filter(is_demo=True).values_list("pk", flat=True))
    pages = [*FilmPage.objects.filter(is_demo=True), *SeriesPage.objects.filter(is_demo=True)]
    page_ids = {page.pk for page in pages}
    comments = Comment.objects.filter(is_demo=True)
    steps = ProcessingStep.objects.filter(video__is_demo=True)
    _forget_tasks(alert_on_call, set(comments.values_list("pk", flat=True)))
    _forget_tasks(run_step, set(steps.values_list("pk", flat=True)))
    comments.delete()
    for page in pages:
        Page.objects.get(pk=page.pk).specific.delete()
    _empty_front()
    for video in Video.objects.filter(is_demo=True):
        remove_video(video)
    Contributor.objects.filter(is_demo=True).delete()
    for picture in Picture.objects.filter(is_demo=True):
        picture.delete()
    Collection.objects.filter(name=COLLECTION, depth=2).delete()
    _empty_statements()
    PageLogEntry.objects.filter(page_id__in=page_ids).delete()
    for log in (PageLogEntry, ModelLogEntry):
        log.objects.filter(user_id__in=people).delete()
    logins.remove()
    say("The demo is gone.")


def _forget_tasks(task: object, ids: set[int]) -> None:
    """Background work that names rows of the demo first: waiting or done, it has nothing left to do."""
    path = f"{task.func.__module__}.{task.func.__qualname__}"  # type: ignore[attr-defined]
    done = [row.pk for row in DBTaskResult.objects.filter(task_path=path) if set(row.args_kwargs["args"][:1]) & ids]
    DBTaskResult.objects.filter(pk__in=done).delete()


def _empty_front() -> None:
    """The front page without what the demo put there."""
    home = HomePage.objects.first()
    if home is None or home.closing_picture is None or not home.closing_picture.is_demo:
        return
    home.closing_picture, home.closing_picture_alt = None, ""
    home.save()  # the lead film went with its page
    _step_back(home)


def _empty_statements() -> None:
    for statement in AccessibilityStatementPage.objects.filter(organisation=DEMO_ORGANISATION):
        statement.organisation, statement.contact_other, statement.tested_by = "", "", ""
        statement.tested_on = statement.prepared_on = statement.reviewed_on = None
        statement.first_published_at = statement.last_published_at = None
        statement.live = False
        statement.save()
        _step_back(statement)
    SiteSettings.objects.filter(publisher_name=DEMO_ORGANISATION).update(publisher_name="")
    SiteSettings.objects.exclude(demo_notice="").update(demo_notice="")
    for chosen in SiteSettings.objects.all():
        chosen.save()  # tells caches
    CommentSettings.objects.filter(on_call_email=logins.ON_CALL_EMAIL).update(on_call_email="")


def _step_back(page: Page) -> None:
    """The page's history as it was before the demo: what it shows now in one revision, none of the demo's own.

    An editor's revisions stay. Without them the page has the one it was laid out with.
    """
    demo_made = page.latest_revision
    earlier = Revision.objects.for_instance(page).exclude(pk=page.latest_revision_id).order_by("-pk").first()
    if demo_made is None or earlier is None or demo_made.user_id is not None:
        return
    Page.objects.filter(pk=page.pk).update(
        latest_revision=earlier,
        latest_revision_created_at=earlier.created_at,
        live_revision=earlier if page.live else None,
        has_unpublished_changes=not page.live,
    )
    PageLogEntry.objects.filter(revision=demo_made).delete()
    demo_made.delete()
