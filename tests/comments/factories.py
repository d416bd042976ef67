"""Comments in every state, the people who decide about them, and pages to comment on.

``CommentFactory(waiting=True)``, ``CommentFactory(page=film, approved=True)``: a decided comment brings the decision
of a named moderator with it, as it would on the site.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import factory
from django.contrib.auth.models import Permission
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import User
from comments.models import Comment, Decision, ModerationDecision, Reason, Report, State, StoredFinding
from films.models import FilmPage
from tests.films.factories import FilmPageFactory


def commentable_page(**fields: Any) -> FilmPage:
    """A live film page that takes comments."""
    return FilmPageFactory(**fields)


class UserFactory(DjangoModelFactory):
    """Somebody with an account and no rights."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    first_name = "Sam"
    last_name = factory.Sequence(lambda n: f"Okafor {n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password("correct horse battery")


class ModeratorFactory(UserFactory):
    """Somebody who may decide about comments, and nothing else in the admin."""

    @factory.post_generation
    def rights(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create:
            self.user_permissions.add(
                Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
                Permission.objects.get(content_type__app_label="comments", codename="moderate_comment"),
            )


class CommentFactory(DjangoModelFactory):
    """One comment. Without a trait it waits to be read."""

    class Meta:
        model = Comment
        skip_postgeneration_save = True

    class Params:
        received = factory.Trait(state=State.RECEIVED)
        waiting = factory.Trait(state=State.WAITING)
        urgent = factory.Trait(state=State.URGENT)
        on_hold = factory.Trait(state=State.ON_HOLD)
        spam = factory.Trait(state=State.LIKELY_SPAM)
        approved = factory.Trait(
            state=State.APPROVED,
            published_at=factory.SelfAttribute("state_changed_at"),
        )
        not_published = factory.Trait(state=State.NOT_PUBLISHED)
        removed = factory.Trait(state=State.REMOVED)
        withdrawn = factory.Trait(state=State.WITHDRAWN)
        erased = factory.Trait(state=State.ERASED, author_name="", author_email="", body="")
        official = factory.Trait(is_official=True, author_name="The film team")

    page = factory.LazyFunction(commentable_page)
    state = State.WAITING
    author_name = factory.Sequence(lambda n: f"Reader {n}")
    body = factory.Sequence(lambda n: f"The part about the family meeting helped me. ({n})")
    submitted_at = factory.LazyFunction(timezone.now)
    state_changed_at = factory.SelfAttribute("submitted_at")

    @factory.post_generation
    def decision(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        """The act behind a decided state. ``decision__reason`` and ``decision__moderator`` override its parts."""
        acts = {
            State.APPROVED: (Decision.APPROVE, ""),
            State.NOT_PUBLISHED: (Decision.DO_NOT_PUBLISH, Reason.OFF_TOPIC),
            State.REMOVED: (Decision.REMOVE, Reason.ABUSE),
        }
        if not create or self.state not in acts:
            return
        act, reason = acts[State(self.state)]
        moderator = kwargs.get("moderator") or _a_moderator()
        ModerationDecision.objects.create(
            comment=self,
            moderator=moderator,
            moderator_name=str(moderator),
            decision=act,
            reason=kwargs.get("reason", reason),
            from_state=State.APPROVED if act == Decision.REMOVE else State.WAITING,
            to_state=self.state,
            decided_at=self.state_changed_at,
        )


class FindingFactory(DjangoModelFactory):
    """What a check left behind."""

    class Meta:
        model = StoredFinding

    comment = factory.SubFactory(CommentFactory)
    check_name = "links"
    concern = "spam"
    score = 0.6
    reason = "3 links"
    spans = factory.LazyFunction(list)


class ReportFactory(DjangoModelFactory):
    """A reader's report nobody has answered."""

    class Meta:
        model = Report

    comment = factory.SubFactory(CommentFactory, approved=True)
    why = Report.Why.ABUSE


def days_ago(days: float) -> dt.datetime:
    """A moment in the past, with its time zone."""
    return timezone.now() - dt.timedelta(days=days)


def _a_moderator() -> User:
    """One moderator for all comments that came decided, so that large batches stay quick."""
    return User.objects.filter(username="deciding-moderator").first() or ModeratorFactory(username="deciding-moderator")
