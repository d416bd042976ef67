"""Another cut at a film's address: the old one's files go, links and teaching plans stay."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from comments.models import Comment
from films import readiness, search
from films.captions.times import format_clock
from films.models import CaptionTrack, ChangeNote, Consent, Cue, FilmPage, Video, Withdrawal
from films.readiness import Missing
from films.services import captions, videos, withdrawal

MAX_NOTE = 250


class CannotReplace(Exception):
    """The film stays as it is. The message is a sentence for an editor."""


def missing_for_cut(film: FilmPage, video: Video, *, people_gone: Collection[int] = ()) -> list[Missing]:
    """What must still be done before ``video`` can take the film's place, as if it had.

    ``people_gone`` are ids of contributors who are no longer in this cut.
    """
    candidate = FilmPage.objects.get(pk=film.pk)
    candidate.withdrawn_at = None
    candidate.video = video
    candidate.credits = [credit for credit in candidate.credits.all() if credit.contributor_id not in people_gone]
    candidate.consents = [row for row in candidate.consents.all() if row.contributor_id not in people_gone]
    return readiness.musts(readiness.missing_for_publication(candidate))


def replace(
    film: FilmPage,
    *,
    video: Video,
    note: str,
    by: Any,
    people_gone: Collection[int] = (),
    poster_description: str = "",
) -> Withdrawal | None:
    """Put ``video`` at the film's address and take the old cut's files down, in one transaction.

    The film is public after that, also when it was withdrawn. Its other words are those that are public now; a draft
    in work stays a draft, of the new cut. With a ``poster_description`` the poster is taken from the new cut, and the
    former one is taken down with the old cut. Returns the withdrawal of the old cut, None when there was none. Raises
    ``CannotReplace``, and ``films.readiness.NotReady`` when something is missing for the new cut.
    """
    note = note.strip()
    if not note or len(note) > MAX_NOTE:
        raise CannotReplace(f"Say in {MAX_NOTE} characters or fewer what has changed. Readers see it.")
    with transaction.atomic():
        film = FilmPage.objects.select_for_update().get(pk=film.pk)
        video = Video.objects.select_for_update().get(pk=video.pk)
        old, poster = film.video, film.poster
        _require_usable(film, video)
        to_review = list(comments_to_review(film, old, video)) if old else []
        draft = film.get_latest_revision() if film.live and film.has_unpublished_changes else None
        Consent.objects.filter(film=film, contributor__in=people_gone).update(not_shown_since=timezone.now())
        Withdrawal.objects.in_force().filter(film=film).exclude(cause=Withdrawal.Cause.REPLACED).update(
            restored_at=timezone.now(), restored_by=by
        )
        FilmPage.objects.filter(pk=film.pk).update(video=video, withdrawn_at=None)
        public = FilmPage.objects.get(pk=film.pk)
        _fit(public, video, note, people_gone, poster_description)
        public.save_revision(user=by, log_action=False).publish(user=by, log_action="films.replace")
        if draft is not None:
            in_work = Revision.objects.get(pk=draft.pk).as_object()
            _fit(in_work, video, note, people_gone, poster_description)
            in_work.save_revision(user=by, log_action=False)
        if old is None or FilmPage.objects.filter(video=old).exists():
            return None
        return withdrawal.withdraw_cut(
            public, old, asked_by=by, comments_to_review=to_review, poster=poster if poster_description else None
        )


def copy_words(old: Video, new: Video) -> int:
    """Copy the old cut's tracks to the new one as drafts, which somebody has to check. Returns how many.

    Tracks that the new cut has already are left alone, and so is what would start after its end.
    """
    present = set(new.caption_tracks.values_list("kind", "language"))
    count = 0
    with transaction.atomic():
        for track in old.caption_tracks.all():
            if (track.kind, track.language) in present:
                continue
            copy = CaptionTrack.objects.create(
                video=new,
                kind=track.kind,
                language=track.language,
                label=track.label,
                status=CaptionTrack.Status.DRAFT,
                header=track.header,
                styles=track.styles,
                regions=track.regions,
                notes=track.notes,
                source_name=track.source_name,
            )
            Cue.objects.bulk_create(_copied_cues(track, copy, new.duration_ms), batch_size=1000)
            search.index_track(copy.pk)
            count += 1
    return count


def comments_to_review(film: FilmPage, old: Video, new: Video) -> Iterator[int]:
    """Ids of public comments on a moment that the new cut no longer has, or in which other words are said now."""
    pinned = list(
        Comment.objects.public().filter(page=film.pk).exclude(at_ms=None).oldest_first().values_list("pk", "at_ms")
    )
    if not pinned:
        return
    before, after = _spoken(film, old), {words for _, _, words in _spoken(film, new)}
    for pk, at_ms in pinned:
        said = {words for start, end, words in before if start <= at_ms < end}
        is_past_the_end = new.duration_ms is not None and at_ms >= new.duration_ms
        if is_past_the_end or (said and not said & after):
            yield pk


def changes_by(film: FilmPage, video: Video) -> list[str]:
    """What putting ``video`` in place changes by itself, as sentences for the editor who confirms."""
    changes = []
    end = video.duration_ms
    for chapter in film.chapters.all():
        if end is not None and (chapter.start_ms or 0) >= end:
            changes.append(f"The chapter “{chapter.title}” goes: it starts after the new end, {format_clock(end)}.")
    if film.pull_quote and _moment_of_quote(film, video) is None:
        changes.append("The pull quote goes: its words are not in the captions of the new cut.")
    return changes


def _require_usable(film: FilmPage, video: Video) -> None:
    if film.video_id == video.pk and not film.is_withdrawn:
        raise CannotReplace("This is the film file that is there now. Choose another one.")
    if video.is_withdrawn:
        raise CannotReplace("This film file was withdrawn. Upload the new cut as another file.")
    other = FilmPage.objects.filter(video=video).exclude(pk=film.pk).first()
    if other is not None:
        raise CannotReplace(f"“{other.title}” shows this film file. Upload the new cut as another file.")


def _fit(film: FilmPage, video: Video, note: str, people_gone: Collection[int], poster_description: str) -> None:
    """Change what a film says so that it is true of the new cut."""
    film.video = video
    if poster_description:
        film.poster, film.poster_description = videos.poster_for(video), poster_description
    film.credits = [credit for credit in film.credits.all() if credit.contributor_id not in people_gone]
    if video.duration_ms is not None:
        film.chapters = [one for one in film.chapters.all() if (one.start_ms or 0) < video.duration_ms]
    film.change_notes.add(ChangeNote(changed_on=timezone.localdate(), note=note))
    if film.pull_quote:
        film.pull_quote_start_ms = _moment_of_quote(film, video)
        if film.pull_quote_start_ms is None or film.pull_quote_speaker_id in people_gone:
            film.pull_quote, film.pull_quote_speaker, film.pull_quote_start_ms = "", None, None


def _moment_of_quote(film: FilmPage, video: Video) -> int | None:
    track = _track_of(film, video)
    return captions.moment_of(track, film.pull_quote) if track else None


def _track_of(film: FilmPage, video: Video) -> CaptionTrack | None:
    language = film.language.split("-")[0]
    tracks = video.caption_tracks.filter(kind=CaptionTrack.Kind.CAPTIONS)
    return next((track for track in tracks if track.language.split("-")[0] == language), None)


def _spoken(film: FilmPage, video: Video) -> list[tuple[int, int, str]]:
    """(start, end, words) of each caption; case and spaces do not count."""
    track = _track_of(film, video)
    cues = track.cues.values_list("start_ms", "end_ms", "plain_text") if track else ()
    return [(start, end, " ".join(text.lower().split())) for start, end, text in cues]


def _copied_cues(track: CaptionTrack, copy: CaptionTrack, end_ms: int | None) -> Iterator[Cue]:
    for cue in track.cues.in_order():
        if end_ms is not None and cue.start_ms >= end_ms:
            continue
        cue.pk, cue.track = None, copy
        if end_ms is not None:
            cue.end_ms = min(cue.end_ms, end_ms)
        yield cue
