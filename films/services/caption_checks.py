"""What is still wrong in captions, and a person's word that they are right, which puts them in use."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from films.captions import rules
from films.captions.matching import match
from films.captions.rules import Finding, Severity
from films.captions.times import format_clock
from films.models import CaptionTrack, Cue, FilmPage
from films.services.captions import moment_of

# Descriptions are read in the transcript, and nobody has to read them while the film goes on.
RULES_FOR_DESCRIPTIONS = frozenset({"empty", "past-end", "unknown-tag"})
# As many faults as one sentence names.
MOST_NAMED = 3
BATCH = 500


class CannotCheck(Exception):
    """The track cannot be marked as checked. The message is a sentence for an editor."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """A whole track by the rules: its cues in order, and what was found; a finding's ``cue`` is a place in ``cues``."""

    cues: list[Cue]
    findings: list[Finding]

    @property
    def errors(self) -> list[Finding]:
        """What has to be mended before the track can be checked."""
        return [finding for finding in self.findings if finding.severity == Severity.ERROR]

    @property
    def others(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity != Severity.ERROR]


def inspect(track: CaptionTrack) -> Inspection:
    """Check all of a track's lines, against each other and the film's length."""
    cues = list(track.cues.in_order())
    video = track.video
    findings = rules.check(cues, is_portrait=video.is_portrait, duration_ms=video.duration_ms)
    if track.kind == CaptionTrack.Kind.DESCRIPTIONS:
        findings = [finding for finding in findings if finding.rule in RULES_FOR_DESCRIPTIONS]
    return Inspection(cues, findings)


def mark_checked(track: CaptionTrack, *, by: Any, seen_at: dt.datetime | None = None) -> CaptionTrack:
    """A person has read every line against the film: from now on captions, transcript and search have these words.

    A draft that waits beside checked words takes their place, all at once; a line that is kept keeps its id, so that
    links to it stay true. ``seen_at`` is the track's ``updated_at`` as the person saw it. Returns the checked track.
    Raises ``CannotCheck``.
    """
    with transaction.atomic():
        # The checked track first, as everywhere: two people at once then wait for each other, not for ever.
        wanted = [pk for pk in (track.replaces_id, track.pk) if pk is not None]
        locked = CaptionTrack.objects.select_for_update().filter(pk__in=wanted).order_by("pk").in_bulk()
        draft = locked.get(track.pk)
        if draft is None:
            raise CannotCheck("This draft is no longer here. Somebody has checked or discarded it.")
        if draft.is_checked:
            return draft
        _require_sound(draft, seen_at)
        checked = draft
        if draft.replaces_id is not None:
            checked = locked[draft.replaces_id]
            _hand_over(draft, checked)
        checked.status = CaptionTrack.Status.CHECKED
        checked.checked_by = by
        checked.checked_by_name = str(by)[:150]
        checked.checked_at = timezone.now()
        checked.save()  # which brings the search index and the kept pages up to date
        _move_quotes(checked)
        log(instance=checked, action="films.captions_check", user=by, title=f"{checked}: {checked.video.title}")
    return checked


def films_with_a_lost_quote(track: CaptionTrack) -> list[FilmPage]:
    """Films whose pull quote is not among the words of their captions."""
    return [film for film in _quoting(track) if moment_of(track, film.pull_quote) is None]


def _require_sound(track: CaptionTrack, seen_at: dt.datetime | None) -> None:
    if track.status == CaptionTrack.Status.IMPORTING:
        raise CannotCheck("We are still reading this file in. Wait until all lines are here, then check them.")
    if seen_at is not None and seen_at != track.updated_at:
        raise CannotCheck("Somebody has changed these captions since you opened this page. Look at them again.")
    inspection = inspect(track)
    if not inspection.cues:
        raise CannotCheck("There are no captions to check yet.")
    if errors := inspection.errors:
        named = [f"At {format_clock(inspection.cues[e.cue].start_ms)}: {e.message}" for e in errors[:MOST_NAMED]]
        count = "1 thing has" if len(errors) == 1 else f"{len(errors):,} things have"
        more = f" And {len(errors) - MOST_NAMED:,} more." if len(errors) > MOST_NAMED else ""
        raise CannotCheck(
            f"{count} to be mended before these captions can be marked as checked. {' '.join(named)}{more}"
        )


def _hand_over(draft: CaptionTrack, checked: CaptionTrack) -> None:
    """Put a draft's words in the place of checked ones, and end the draft."""
    old, new = list(checked.cues.in_order()), list(draft.cues.in_order())
    kept = match(old, new)
    for place, cue in enumerate(new):
        cue.track = checked
        if place in kept:
            cue.pk = old[kept[place]].pk
    checked.take_surroundings(draft)
    checked.cues.all().delete()
    draft.delete()
    Cue.objects.bulk_create(new, batch_size=BATCH)


def _quoting(track: CaptionTrack) -> list[FilmPage]:
    films = FilmPage.objects.filter(video_id=track.video_id).exclude(pull_quote="")
    own = track.language.split("-")[0]
    is_captions = track.kind == CaptionTrack.Kind.CAPTIONS
    return [film for film in films if is_captions and film.language.split("-")[0] == own]


def _move_quotes(track: CaptionTrack) -> None:
    """A pull quote leads to where it is said now."""
    for film in _quoting(track):
        moment = moment_of(track, film.pull_quote)
        FilmPage.objects.filter(pk=film.pk).update(pull_quote_start_ms=moment)
