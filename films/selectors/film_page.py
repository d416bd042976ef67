"""Everything a film's page shows, but for the comments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone

from cms.selectors import site_furniture
from cms.seo import absolute, build_head, page_trail, picture_url
from films import pictures
from films.captions.times import format_clock, format_duration_words
from films.models import CaptionTrack, Consent, FilmPage, Rendition
from films.selectors.addresses import Addresses, at_moment, find_addresses
from films.selectors.cards import FilmCard, NamedLink, PersonCard, film_cards, person_card
from films.selectors.transcript import SectionView, said_and_seen, sections, tracks_of
from films.selectors.watching import Quality, Still, moments, qualities, still_at, stream_url

RELATED = 3
# Also forgotten at once on every change that shows (see films.receivers).
VIEW_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Source:
    """A film file for ``<source>``."""

    src: str
    type: str


@dataclass(frozen=True, slots=True)
class TextTrack:
    """A caption track for ``<track>``."""

    src: str
    kind: str
    srclang: str
    label: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class Player:
    """What the player needs. ``state``: ready, preparing, or missing."""

    state: str
    sources: tuple[Source, ...] = ()
    tracks: tuple[TextTrack, ...] = ()
    poster_url: str = ""
    width: int = 1280
    height: int = 720
    audio_url: str = ""
    download_url: str = ""
    hls_url: str = ""
    qualities: tuple[Quality, ...] = ()


@dataclass(frozen=True, slots=True)
class WayIn:
    """A way into the film; ``kind`` picks the icon: bsl, ad, listen, read, download, data.

    One that ``is_missing`` says so, and leads to where it can be asked for.
    """

    kind: str
    label: str
    url: str
    size_text: str = ""
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Download:
    label: str
    url: str
    size_text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChapterView:
    title: str
    start_ms: int
    start_text: str
    url: str
    still: Still | None = None


@dataclass(frozen=True, slots=True)
class CreditView:
    person: PersonCard
    role: str
    area: NamedLink | None


@dataclass(frozen=True, slots=True)
class TranscriptLanguage:
    code: str
    label: str
    url: str
    is_current: bool


def film_view_key(film_id: int, language: str = "") -> str:
    """Cache key of a film's view."""
    return f"films.view.{film_id}.{language}"


def film_page_context(film: FilmPage, request: HttpRequest) -> dict[str, Any]:
    """The page's context. What readers get is kept for a minute; a preview is always made afresh."""
    language = request.GET.get("words", "")
    language = language if language in {"en-GB", "cy"} else ""
    is_preview = getattr(request, "is_preview", False) or film.pk is None
    if not is_preview and isinstance(kept := cache.get(film_view_key(film.pk, language)), dict):
        return kept
    view = _film_view(film, request, language, with_drafts=is_preview)
    if not is_preview:
        cache.set(film_view_key(film.pk, language), view, VIEW_SECONDS)
    return view


def _film_view(film: FilmPage, request: HttpRequest, language: str, *, with_drafts: bool) -> dict[str, Any]:
    """``with_drafts`` is for previews; readers get words that a person has checked, and no others."""
    addresses = find_addresses()
    url = addresses.of_film(film)
    video = film.video
    if video:
        prefetch_related_objects([video], "caption_tracks")
    tracks = tracks_of(video, with_drafts=with_drafts) if video else []
    renditions = list(video.renditions.all()) if video else []
    track = _transcript_track(film, tracks, language)
    chapters = sorted(film.chapters.all(), key=lambda chapter: chapter.start_ms or 0)
    credits = list(
        film.credits.select_related("contributor__practice_area", "contributor__portrait").prefetch_related(
            "contributor__portrait__renditions"
        )
    )
    roles = {credit.contributor.name: credit.role for credit in credits}
    may_download = _may_download(film, [credit.contributor_id for credit in credits])
    description = track.description_among(tracks) if track else None
    cues = said_and_seen(track, description) if track else []
    words = sections(cues, [(c.start_ms or 0, c.title) for c in chapters], roles, url)
    caption_files = _caption_files(track, description)
    player = _player(film, renditions, tracks, may_download=may_download)
    storyboard = next((r for r in renditions if r.kind == Rendition.Kind.STORYBOARD), None)
    trail = page_trail(film, request)
    related = _related(film, addresses)
    # Kept with the view, so that the next readers' pages need not look them up.
    for card in related:
        pictures.make_sizes(card.poster, pictures.POSTERS)
    for credit in credits:
        pictures.make_sizes(credit.contributor.portrait, pictures.PORTRAITS)
    return {
        "breadcrumb": trail,
        "head": build_head(film, request, trail),
        "film_url": url,
        "full_url": absolute(url),
        "player": player,
        "ways_in": _ways_in(
            player,
            renditions,
            has_words=bool(words),
            is_described=description is not None,
            may_download=may_download,
            ask_url=site_furniture(request).pages.get("contact", ""),
        ),
        "chapters": [
            _chapter_view(c.title, c.start_ms, words, url, still_at(storyboard, c.start_ms or 0)) for c in chapters
        ],
        "moments": () if chapters else moments(storyboard, film.duration_ms, url),
        "transcript": words,
        "transcript_lang": "" if track is None or track.language.startswith("en") else track.language,
        "transcript_languages": _languages(tracks, track, url),
        "transcript_note": "" if track is None or track.is_checked else track.get_status_display(),
        "downloads": _downloads(renditions, caption_files, may_download=may_download),
        "may_download": may_download,
        "credits": [
            CreditView(card := person_card(c.contributor, addresses, role=c.role), c.role, card.area) for c in credits
        ],
        "areas": [NamedLink(a.name, addresses.of_area(a), a.slug) for a in film.practice_areas.all()],
        "length_text": format_duration_words(film.duration_ms) if film.duration_ms else "",
        "published_on": film.first_published_at,
        "series": NamedLink(series.title, series.get_url(request) or "")
        if (series := film.series) and series.live
        else None,
        "change_notes": list(film.change_notes.all()),
        "audio_description_text": film.get_audio_description_display() if film.audio_description else "",
        "related_films": related,
        "pull_quote_role": roles.get(film.pull_quote_speaker.name, "") if film.pull_quote_speaker else "",
    }


def _series_link(film: FilmPage, request: HttpRequest) -> NamedLink | None:
    series = film.series
    return NamedLink(series.title, series.get_url(request) or "") if series and series.live else None


def _transcript_track(film: FilmPage, tracks: list[CaptionTrack], language: str) -> CaptionTrack | None:
    """The track to read: the language asked for, else the film's own, else any with words."""
    wanted = (language or film.language).split("-")[0]
    readable = [t for t in tracks if t.kind != CaptionTrack.Kind.DESCRIPTIONS]
    readable.sort(key=lambda t: (t.language.split("-")[0] != wanted, t.kind != CaptionTrack.Kind.CAPTIONS))
    return readable[0] if readable else None


def _chapter_view(
    title: str, start_ms: int, words: list[SectionView], url: str, still: Still | None = None
) -> ChapterView:
    address = f"{at_moment(url, start_ms)}#{_anchor(words, start_ms)}"
    return ChapterView(title, start_ms, format_clock(start_ms), address, still)


def _anchor(words: list[SectionView], start_ms: int) -> str:
    """The first transcript line at or after a moment, for readers without scripts."""
    lines = (line for section in words for line in section.lines)
    return next((line.id for line in lines if line.end_ms > start_ms), "transcript")


def _player(film: FilmPage, renditions: list[Rendition], tracks: list[CaptionTrack], *, may_download: bool) -> Player:
    video = film.video
    if video is None:
        return Player("missing")
    by_kind = {r.kind: r for r in renditions}
    mp4 = by_kind.get(Rendition.Kind.MP4)
    if mp4 is None:
        return Player("preparing")
    shown = [t for t in tracks if t.kind in (CaptionTrack.Kind.CAPTIONS, CaptionTrack.Kind.SUBTITLES)]
    audio = by_kind.get(Rendition.Kind.AUDIO)
    spec = pictures.UPRIGHT_POSTER if video.is_portrait else pictures.POSTER
    return Player(
        state="ready",
        sources=tuple(Source(r.url, r.media_type) for r in (mp4, by_kind.get(Rendition.Kind.MP4_LOW)) if r is not None),
        tracks=tuple(TextTrack(caption_url(t), str(t.kind), t.language, t.menu_label, is_default=False) for t in shown),
        poster_url=picture_url(film.poster, spec),
        width=mp4.width or 1280,
        height=mp4.height or 720,
        audio_url=audio.url if audio else "",
        download_url=mp4.url if may_download else "",
        hls_url=stream_url(video, video.rungs),
        qualities=qualities(video, renditions),
    )


def caption_url(track: CaptionTrack, suffix: str = "vtt", description: CaptionTrack | None = None) -> str:
    """The track as a file; the address changes with the words, so that no cache serves old ones.

    ``description`` is the track whose words stand among those of a text file.
    """
    changed_at = max(one.updated_at for one in (track, description) if one is not None)
    version = f"{int(changed_at.timestamp()):x}"
    return reverse("films:captions", kwargs={"track_id": track.pk, "version": version, "suffix": suffix})


def size_text(size_bytes: int) -> str:
    """For people: "9.2 MB"; "" when it is not known."""
    return filesizeformat(size_bytes).replace("\xa0", " ") if size_bytes else ""


def _ways_in(
    player: Player,
    renditions: list[Rendition],
    *,
    has_words: bool,
    is_described: bool,
    may_download: bool,
    ask_url: str,
) -> list[WayIn]:
    """``ask_url`` is where a missing way in can be asked for; without one nothing is said of it."""
    by_kind = {r.kind: r for r in renditions}
    ways = []
    if ask_url:
        ways.append(WayIn("bsl", "No BSL version yet. Ask us for one.", ask_url, is_missing=True))
    if is_described:
        ways.append(WayIn("ad", "Audio description, in words", "#transcript"))
    if player.audio_url:
        ways.append(WayIn("listen", "Listen", player.audio_url, size_text(by_kind[Rendition.Kind.AUDIO].size_bytes)))
    if has_words:
        ways.append(WayIn("read", "Read transcript", "#transcript"))
    if may_download and (mp4 := by_kind.get(Rendition.Kind.MP4)):
        ways.append(WayIn("download", "Download", mp4.url, size_text(mp4.size_bytes)))
    if low := by_kind.get(Rendition.Kind.MP4_LOW):
        ways.append(WayIn("data", "Low-data version", low.url, size_text(low.size_bytes)))
    return ways


def _caption_files(track: CaptionTrack | None, description: CaptionTrack | None) -> list[Download]:
    if track is None:
        return []
    return [
        Download("Transcript as text (TXT)", caption_url(track, "txt", description)),
        Download("Captions (VTT)", caption_url(track, "vtt")),
        Download("Captions (SRT)", caption_url(track, "srt")),
    ]


def _downloads(renditions: list[Rendition], caption_files: list[Download], *, may_download: bool) -> list[Download]:
    films = [r for r in renditions if r.kind in (Rendition.Kind.MP4, Rendition.Kind.MP4_LOW)] if may_download else []
    return [Download(r.get_kind_display(), r.url, size_text(r.size_bytes)) for r in films] + caption_files


def _languages(tracks: list[CaptionTrack], current: CaptionTrack | None, url: str) -> list[TranscriptLanguage]:
    """The languages the words can be read in, when there is a choice."""
    readable = [t for t in tracks if t.kind != CaptionTrack.Kind.DESCRIPTIONS]
    return [
        TranscriptLanguage(t.language, t.language_name, f"{url}?words={t.language}#transcript", t == current)
        for t in readable
        if len(readable) > 1
    ]


def _may_download(film: FilmPage, contributor_ids: list[int]) -> bool:
    """Only when everybody in the film has agreed to downloads. A film with nobody in it may be downloaded."""
    if film.pk is None:
        return False
    agreed = Consent.objects.in_force(timezone.localdate()).filter(film_id=film.pk, may_download=True)
    return set(contributor_ids) <= set(agreed.values_list("contributor_id", flat=True))


def _related(film: FilmPage, addresses: Addresses) -> list[FilmCard]:
    """An editor's choice first; then films of the same series or area, newest first."""
    chosen = [related.other_id for related in film.related_films.all()]
    public = FilmPage.objects.for_readers().for_listing().exclude(pk=film.pk)
    by_pk = {f.pk: f for f in public.filter(pk__in=chosen)} if chosen else {}
    found = [by_pk[pk] for pk in chosen if pk in by_pk][:RELATED]
    if len(found) < RELATED:
        areas = [area.pk for area in film.practice_areas.all()]
        near = public.exclude(pk__in=[f.pk for f in found]).filter(practice_areas__in=areas).newest_first().distinct()
        found += list(near[: RELATED - len(found)])
    if len(found) < RELATED:
        rest = public.exclude(pk__in=[f.pk for f in found]).newest_first()
        found += list(rest[: RELATED - len(found)])
    return film_cards(found, addresses)
