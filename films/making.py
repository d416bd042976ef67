"""What each step of preparing a film does: the engine's work, told as files and fields of the film."""

from __future__ import annotations

from films.fields import format_clock
from films.models import Rendition
from films.processing.audio import make_audio
from films.processing.checks import check_film
from films.processing.ladder import make_ladder
from films.processing.loudness import measure
from films.processing.poster import choose_poster, frame_at
from films.processing.probe import probe
from films.processing.results import Poster, RenditionResult, RungResult
from films.processing.storyboard import make_storyboard
from films.processing.waveform import make_waveform
from films.processing.web_mp4 import make_web_mp4
from films.work import Made, MadeFile, Work, facts_to_json

# Where in a film the further stills lie that an editor may choose from, as shares of its length.
FURTHER_FRAMES = (0.1, 0.35, 0.6, 0.85)
# Two stills closer than this look alike.
FRAMES_APART_MS = 400


def look_at(work: Work) -> Made:
    """Length, picture size, sound, and everything the other steps want to know."""
    facts = probe(work.source, work.limits)
    work.report(20)
    loudness = measure(work.source, facts, limits=work.limits, is_cancelled=work.is_cancelled)
    return Made(
        video_fields={
            "duration_ms": facts.duration_ms,
            "width": facts.width,
            "height": facts.height,
            "has_sound": facts.has_audio,
            "facts": facts_to_json(facts, loudness),
        }
    )


def take_stills(work: Work) -> Made:
    """Pictures an editor may choose the poster from. The first is the one we would take."""
    facts = work.facts
    stills = [
        choose_poster(
            work.source,
            facts,
            out_folder=work.folder,
            limits=work.limits,
            name="still-0.jpg",
            is_cancelled=work.is_cancelled,
        )
    ]
    for number, share in enumerate(FURTHER_FRAMES, start=1):
        work.report(100 * number // (len(FURTHER_FRAMES) + 1))
        at_ms = round(facts.duration_ms * share)
        if all(abs(at_ms - still.at_ms) >= FRAMES_APART_MS for still in stills):
            stills.append(
                frame_at(
                    work.source,
                    facts,
                    at_ms,
                    out_folder=work.folder,
                    limits=work.limits,
                    name=f"still-{number}.jpg",
                    is_cancelled=work.is_cancelled,
                )
            )
    by_label = {format_clock(still.at_ms): still for still in reversed(stills)}
    files = [_still_file(label, still) for label, still in reversed(by_label.items())]
    return Made(files=tuple(files), replaces=(Rendition.Kind.POSTER,))


def make_mp4(work: Work) -> Made:
    """The plain film file that plays everywhere."""
    made = make_web_mp4(
        work.source,
        work.facts,
        out_folder=work.folder,
        limits=work.limits,
        sound_level=work.loudness,
        on_progress=work.report_ms,
        is_cancelled=work.is_cancelled,
    )
    return Made(files=(_film_file(made, Rendition.Kind.MP4, "film.mp4"),), replaces=(Rendition.Kind.MP4,))


def build_ladder(work: Work) -> Made:
    """The film in several sizes for streaming, and one of them again as a small plain file."""
    made = make_ladder(
        work.source,
        work.facts,
        out_folder=work.folder,
        limits=work.limits,
        loudness=work.loudness,
        on_progress=work.report_ms,
        is_cancelled=work.is_cancelled,
    )
    low_data = _film_file(made.low_data, Rendition.Kind.MP4_LOW, "film-low-data.mp4")
    return Made(
        files=(*(_rung_file(rung) for rung in made.rungs), low_data),
        replaces=(Rendition.Kind.HLS, Rendition.Kind.MP4_LOW),
    )


def draw_storyboard(work: Work) -> Made:
    """Small pictures of the whole film on one sheet; none of a sound recording."""
    made = make_storyboard(
        work.source,
        work.facts,
        out_folder=work.folder,
        limits=work.limits,
        on_progress=work.report_ms,
        is_cancelled=work.is_cancelled,
    )
    files = ()
    if made is not None:
        sheet = MadeFile(
            path=made.path,
            kind=Rendition.Kind.STORYBOARD,
            filename="storyboard.jpg",
            width=made.width,
            height=made.height,
            details={
                "columns": made.columns,
                "rows": made.rows,
                "tile_width": made.tile_width,
                "tile_height": made.tile_height,
                "every_ms": made.every_ms,
                "count": made.count,
            },
        )
        files = (sheet,)
    return Made(files=files, replaces=(Rendition.Kind.STORYBOARD,))


def extract_audio(work: Work) -> Made:
    """The sound alone; nothing of a silent film."""
    made = make_audio(
        work.source,
        work.facts,
        out_folder=work.folder,
        limits=work.limits,
        loudness=work.loudness,
        on_progress=work.report_ms,
        is_cancelled=work.is_cancelled,
    )
    files = (_film_file(made, Rendition.Kind.AUDIO, "sound.m4a"),) if made else ()
    return Made(files=files, replaces=(Rendition.Kind.AUDIO,))


def draw_waveform(work: Work) -> Made:
    """How loud each moment is, for drawing under the film where captions are written."""
    made = make_waveform(
        work.source,
        work.facts,
        out_folder=work.folder,
        limits=work.limits,
        on_progress=work.report_ms,
        is_cancelled=work.is_cancelled,
    )
    files = ()
    if made is not None:
        details = {"every_ms": made.every_ms, "count": made.count}
        files = (MadeFile(path=made.path, kind=Rendition.Kind.WAVEFORM, filename="waveform.json", details=details),)
    return Made(files=files, replaces=(Rendition.Kind.WAVEFORM,))


def look_for_faults(work: Work) -> Made:
    """Sentences for the editor about what was seen and heard. None stops a film."""
    findings = check_film(
        work.source,
        work.facts,
        work_folder=work.folder,
        limits=work.limits,
        loudness=work.loudness,
        on_progress=work.report_ms,
        is_cancelled=work.is_cancelled,
    )
    stored = [{"code": found.code, "sentence": found.sentence, "at_ms": list(found.at_ms)} for found in findings]
    return Made(video_fields={"findings": stored})


def _film_file(made: RenditionResult, kind: Rendition.Kind, filename: str) -> MadeFile:
    return MadeFile(
        path=made.path,
        kind=kind,
        filename=filename,
        width=made.width or None,
        height=made.height or None,
        duration_ms=made.duration_ms,
        bits_per_second=made.bitrate,
        codecs=made.codecs,
    )


def _rung_file(rung: RungResult) -> MadeFile:
    return MadeFile(
        path=rung.path,
        kind=Rendition.Kind.HLS,
        filename=f"{rung.label}.mp4",
        label=rung.label,
        width=rung.width,
        height=rung.height,
        duration_ms=rung.duration_ms,
        bits_per_second=rung.peak_bits_per_second,
        codecs=rung.codecs,
        details={
            "map": list(rung.map),
            "segments": [list(segment) for segment in rung.segments],
            "frame_rate": rung.frame_rate,
            "average_bits_per_second": rung.average_bits_per_second,
        },
    )


def _still_file(label: str, still: Poster) -> MadeFile:
    return MadeFile(
        path=still.path,
        kind=Rendition.Kind.POSTER,
        filename="still.jpg",
        label=label,
        width=still.width,
        height=still.height,
    )
