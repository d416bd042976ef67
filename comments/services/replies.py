"""The film team's own words under a comment."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from comments.models import Comment, Decision, State
from comments.services.decisions import decide
from comments.services.errors import NotPossible
from comments.text import clean_submitted_text, count_characters, normalised_hash
from comments.wording import OFFICIAL_NAME, too_long

MAX_REPLY = 1500


def reply_officially(comment: Comment, moderator: Any, body: str) -> Comment:
    """Publish the film team's reply under an approved comment, in the name of ``moderator``, and return it.

    Raises ``NotPossible`` when the comment is not public, is itself a reply, or the text is empty or too long.
    """
    body = clean_submitted_text(body).strip()
    if not body:
        raise NotPossible("Enter your reply.")
    if count_characters(body) > MAX_REPLY:
        raise NotPossible(too_long("Your reply", MAX_REPLY, count_characters(body)))
    with transaction.atomic():
        asked = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
        if not asked.is_public or asked.is_official:
            raise NotPossible("Approve the comment first. A reply stands under a published comment.")
        reply = Comment.objects.create(
            page_id=asked.page_id,
            replies_to=asked,
            is_official=True,
            author_name=OFFICIAL_NAME,
            body=body,
            user=moderator,
            state=State.WAITING,
            body_hash=normalised_hash(body),
            is_demo=asked.is_demo,
        )
        decide(reply, moderator, Decision.APPROVE, expected_state=State.WAITING)
    return reply
