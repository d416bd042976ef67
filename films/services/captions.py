"""Reading caption files in, changing lines, and giving tracks out again.

Checked words are never changed here: a new file, or a change of a line, goes to a draft beside them, which takes
their place when a person has checked it (``films.services.caption_checks``).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Max
from wagtail.log_actions import log

from films.captions import cue_text, export, srt, webvtt
from films.captions.cues import Block, BlockKind, CaptionFile, NotACaptionFile, ParsedCue, ParseResult
from films.captions.detect import read_caption_file
from films.captions.times import MAX_TIME_MS
from films.models import CaptionTrack, Cue, FilmPage, Video
from films.selectors.transcript import said_and_seen

# As many captions as a web request reads in; an hour of speech has about a thousand.
MAX_CUES_AT_ONCE = 2_000
BATCH = 2_000
FORMATS = {"vtt": "text/vtt", "srt": "application/x-subrip", "txt": "text/plain"}


class CannotChange(Exception):
    """The line, or the track, cannot be changed so. The message is a sentence for an editor."""


class NotHere(CannotChange):
    """The line is not to be changed in this track: it has gone, or a draft waits beside the track."""


def import_captions(
    video: Video,
    *,
    data: bytes,
    filename: str = "",
    language: str = "en-GB",
    kind: str = CaptionTrack.Kind.CAPTIONS,
) -> CaptionTrack:
    """Read a caption file into the video's track of that kind and language, or the draft beside it once it is checked.

    What the draft held is replaced; checked words stay as they are. Returns the track the file went to.
    A long file is only looked at and kept; a background task reads it in. Raises ``NotACaptionFile`` with a
    sentence, and then nothing has changed.
    """
    is_long = data.count(b"-->") > MAX_CUES_AT_ONCE or data.count(b"-\0-\0>\0") > MAX_CUES_AT_ONCE
    result = None if is_long else read_caption_file(data, filename)
    if result is not None and not result.file.cues:
        raise NotACaptionFile("We found no captions in this file. Nothing has been changed.")
    with transaction.atomic():
        track, _ = CaptionTrack.objects.select_for_update().get_or_create(
            video=video, kind=kind, language=language, replaces=None
        )
        if track.is_checked:
            track = _draft_beside(track)
        track.source_name = filename[:255]
        if result is None:
            track.status = CaptionTrack.Status.IMPORTING
            track.pending_source = data
            track.import_problems = []
            track.save()
            transaction.on_commit(partial(_queue_reading, track.pk))
        else:
            replace_cues(track, result)
    return track


def read_pending(track_id: int) -> None:
    """Read in the file that a track keeps. Does nothing when it was read already, or removed."""
    track = CaptionTrack.objects.filter(pk=track_id, status=CaptionTrack.Status.IMPORTING).first()
    if track is None or track.pending_source is None:
        return
    source = bytes(track.pending_source)
    try:
        result = read_caption_file(source, track.source_name)
    except NotACaptionFile as error:
        CaptionTrack.objects.filter(pk=track_id, pending_source=source).update(
            status=CaptionTrack.Status.FAILED, import_problems=[[0, str(error)]], pending_source=None
        )
        return
    with transaction.atomic():
        # Another file may have been sent meanwhile: then that one's task does the work.
        current = CaptionTrack.objects.select_for_update().filter(pk=track_id).first()
        if current is None or current.pending_source is None or bytes(current.pending_source) != source:
            return
        replace_cues(current, result)


def replace_cues(track: CaptionTrack, result: ParseResult) -> None:
    """Put a file's captions in the place of a draft's; to be called inside a transaction."""
    file = result.file
    track.cues.all().delete()
    _insert(track, file.cues)
    track.header = "\n".join(filter(None, (file.header, file.metadata)))
    track.styles = file.styles
    track.regions = file.regions
    track.notes = [[block.before_cue, block.text] for block in file.blocks if block.kind is BlockKind.NOTE]
    track.import_problems = [[problem.line, problem.message] for problem in result.problems]
    if result.unlisted:
        track.import_problems.append([0, f"There are {result.unlisted:,} more lines like these."])
    track.pending_source = None
    track.status = CaptionTrack.Status.DRAFT
    track.save()


def change_cue(cue: Cue, *, start_ms: int, end_ms: int, payload: str) -> Cue:
    """Change one line, and return it; a line of checked words is changed in a draft beside them.

    Raises ``CannotChange``.
    """
    change = _sound_change(start_ms, end_ms, payload)
    with transaction.atomic():
        track, cue = _locked(cue)
        if (cue.start_ms, cue.end_ms, cue.payload) == (change.start_ms, change.end_ms, change.payload):
            return cue
        if track.is_checked:
            track, cue = _copy_to_draft(track, cue)
        _write(cue, change)
        track.save()
    return cue


def add_cue(track: CaptionTrack, *, start_ms: int, end_ms: int, payload: str) -> Cue:
    """One more line, in a draft where the words are checked. Raises ``CannotChange``."""
    change = _sound_change(start_ms, end_ms, payload)
    with transaction.atomic():
        track = CaptionTrack.objects.select_for_update().get(pk=track.pk)
        if track.is_checked:
            track, _ = _copy_to_draft(track)
        last = track.cues.aggregate(last=Max("position"))["last"]
        cue = Cue(track=track, position=0 if last is None else last + 1)
        _write(cue, change)
        track.save()
    return cue


def remove_cue(cue: Cue) -> CaptionTrack:
    """Take one line out; those after it close up. Returns the track without it: a draft where the words are checked.

    Raises ``CannotChange``.
    """
    with transaction.atomic():
        track, cue = _locked(cue)
        if track.is_checked:
            track, cue = _copy_to_draft(track, cue)
        cue.delete()
        track.cues.filter(position__gt=cue.position).update(position=F("position") - 1)
        track.save()
    return track


def discard(track: CaptionTrack, *, by: Any) -> None:
    """Throw words away that nobody has checked. Checked ones stay. Raises ``CannotChange``."""
    with transaction.atomic():
        current = (
            CaptionTrack.objects.select_for_update(of=("self",)).select_related("replaces").filter(pk=track.pk).first()
        )
        if current is None:
            return
        if current.is_checked:
            raise CannotChange("These captions are in use. Replace them with others instead.")
        log(
            instance=current.replaces or current.video,
            action="films.captions_discard",
            user=by,
            title=f"{current}: {current.video.title}",
        )
        current.delete()


def to_file(track: CaptionTrack) -> CaptionFile:
    """The track as a caption file, with what stood outside its captions."""
    header, _, metadata = track.header.partition("\n")
    blocks = [
        *(Block(BlockKind.REGION, text) for text in track.regions),
        *(Block(BlockKind.STYLE, text) for text in track.styles),
        *(Block(BlockKind.NOTE, text, before_cue) for before_cue, text in track.notes),
    ]
    cues = tuple(cue.as_parsed() for cue in track.cues.in_order().iterator(chunk_size=BATCH))
    return CaptionFile(cues=cues, header=header, metadata=metadata, blocks=tuple(blocks))


def write_track(track: CaptionTrack, format: str, film: FilmPage | None = None) -> str:
    """The track as text: ``vtt``, ``srt`` or ``txt`` (a transcript). Raises ``KeyError`` on another format.

    A transcript says what is to be seen where there is a track of that, and has the title and chapters of ``film``.
    """
    if format == "txt":
        description = track.description_among(track.video.caption_tracks.all())
        return export.to_text(
            said_and_seen(track, description),
            title=film.title if film else track.video.title,
            chapters=[export.ChapterHeading(c.start_ms or 0, c.title) for c in film.chapters.all()] if film else (),
        )
    return {"vtt": webvtt.write, "srt": srt.write_srt}[format](to_file(track))


def moment_of(track: CaptionTrack, words: str) -> int | None:
    """When ``words`` begin to be said, in milliseconds; None where the captions do not hold them, word for word.

    Line breaks and runs of spaces count as one space, and a quote may run over several captions.
    """
    wanted = " ".join(words.split())
    text, starts = "", []
    for start_ms, plain_text in track.cues.in_order().values_list("start_ms", "plain_text"):
        starts.append((len(text), start_ms))
        text += " ".join(plain_text.split()) + " "
    at = text.find(wanted) if wanted else -1
    return None if at < 0 else max((offset, start_ms) for offset, start_ms in starts if offset <= at)[1]


def _insert(track: CaptionTrack, cues: Sequence[ParsedCue]) -> None:
    """Write many lines at once. Model instances would take three times as long for the longest files."""
    columns = (
        "track_id",
        "position",
        "start_ms",
        "end_ms",
        "payload",
        "identifier",
        "settings",
        "speaker",
        "plain_text",
    )
    sql = (
        f"INSERT INTO {connection.ops.quote_name(Cue._meta.db_table)} "  # noqa: S608
        f"({', '.join(map(connection.ops.quote_name, columns))}) VALUES ({', '.join(['%s'] * len(columns))})"
    )
    rows = (
        (
            track.pk,
            position,
            cue.start_ms,
            cue.end_ms,
            cue.payload,
            cue.identifier[:255],
            cue.settings[:255],
            cue.speaker[:120],
            cue.plain_text,
        )
        for position, cue in enumerate(cues)
    )
    with connection.cursor() as cursor:
        while batch := list(islice(rows, BATCH)):
            cursor.executemany(sql, batch)


def _draft_beside(track: CaptionTrack) -> CaptionTrack:
    """The draft that waits beside checked words, made where there is none; to be called with ``track`` locked."""
    draft, _ = CaptionTrack.objects.select_for_update().get_or_create(
        replaces=track,
        defaults={"video": track.video, "kind": track.kind, "language": track.language, "label": track.label},
    )
    return draft


def _copy_to_draft(track: CaptionTrack, cue: Cue | None = None) -> tuple[CaptionTrack, Cue | None]:
    """Checked words as a draft to change, and ``cue``'s copy in it; to be called with ``track`` locked.

    Raises ``CannotChange``.
    """
    if track.waiting_draft is not None:
        raise NotHere("These captions are in use, and a draft waits beside them. Change the draft.")
    draft = _draft_beside(track)
    draft.take_surroundings(track)
    cues = list(track.cues.order_by("position", "pk"))
    _insert(draft, [one.as_parsed() for one in cues])
    return draft, draft.cues.get(position=cues.index(cue)) if cue is not None else None


def _locked(cue: Cue) -> tuple[CaptionTrack, Cue]:
    """The line and its track as they are now, the track locked. Raises ``CannotChange`` where the line has gone."""
    track = CaptionTrack.objects.select_for_update().filter(pk=cue.track_id).first()
    now = track.cues.filter(pk=cue.pk).first() if track is not None else None
    if track is None or now is None:
        raise NotHere("This caption is no longer here. Somebody has removed or replaced it.")
    return track, now


def _sound_change(start_ms: int, end_ms: int, payload: str) -> ParsedCue:
    payload = cue_text.clean_payload(payload.strip())
    if not cue_text.plain_text(payload).strip():
        raise CannotChange("Write the words of this caption, or remove it.")
    if end_ms <= start_ms:
        raise CannotChange("A caption has to end after it starts.")
    if end_ms > MAX_TIME_MS:
        raise CannotChange("This time is too long.")
    return ParsedCue(start_ms, end_ms, payload)


def _write(cue: Cue, change: ParsedCue) -> None:
    cue.start_ms, cue.end_ms, cue.payload = change.start_ms, change.end_ms, change.payload
    cue.speaker, cue.plain_text = change.speaker[:120], change.plain_text
    cue.save()


def _queue_reading(track_id: int) -> None:
    from films.tasks import read_captions

    read_captions.enqueue(track_id)
