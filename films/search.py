"""Search over films, people, practice areas, pages, and every line spoken. The only module that knows the backend.

Pages and snippets go through Wagtail's search. Lines of transcripts have an index of their own, for three reasons:
Wagtail's index on SQLite has no stemmer, so that "recover" would not find "recovering"; deleting a track would send
a signal and start an index task for each of its lines; and a phrase often runs over two captions. Here a line is
indexed with the line after it, in one SQL statement a track. docs/decisions/0005-transcript-search.md says more.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache
from django.db import connection
from django.db.models import QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from films.models import CaptionTrack, Contributor, Cue, FilmPage, PracticeArea

MAX_QUERY = 200
MAX_WORDS = 12
MAX_FOUND = 200
MOMENTS_PER_FILM = 3
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Delimiters that the database puts around found words; control characters cannot come from a caption's plain text.
OPEN, CLOSE = "\x02", "\x03"
# Stands between a line and the one after it, which is indexed with it; no letter, so that words end there.
NEXT = "\x1f"
SUGGESTION_SECONDS = 600
VOCABULARY_SIZE = 8000


@dataclass(frozen=True, slots=True)
class FoundMoment:
    """A line in which the words were said; ``marked`` is safe HTML with the found words in ``<mark>``."""

    film_id: int
    cue_id: int
    start_ms: int
    marked: SafeString


def query_words(text: str) -> list[str]:
    """The words of a search, lower case, at most 12; whatever else was typed is left out."""
    return [word.lower() for word in WORD.findall(text[:MAX_QUERY])][:MAX_WORDS]


# ------------------------------------------------------------------ the index of spoken lines
def index_track(track_id: int) -> None:
    """Write a track's lines into the index afresh. Words that nobody has checked stay out of it."""
    forget_tracks([track_id])
    track = CaptionTrack.objects.for_readers().filter(pk=track_id).first()
    if track is None:
        return
    following = "LEAD(plain_text) OVER (ORDER BY start_ms, position)"
    text = f"plain_text || %s || COALESCE({following}, '')"
    if connection.vendor == "postgresql":
        config = "english" if track.language.startswith("en") else "simple"
        sql = (
            f"INSERT INTO films_spoken_line (cue_id, track_id, document) "  # noqa: S608
            f"SELECT id, track_id, to_tsvector('{config}', {text}) FROM films_cue WHERE track_id = %s"
        )
    else:
        sql = (
            f"INSERT INTO films_spoken_line (rowid, text, track_id) "  # noqa: S608
            f"SELECT id, {text}, track_id FROM films_cue WHERE track_id = %s"
        )
    with connection.cursor() as cursor:
        cursor.execute(sql, [NEXT, track_id])


def forget_tracks(track_ids: Iterable[int]) -> None:
    """Take tracks out of the index."""
    ids = list(track_ids)
    if not ids:
        return
    marks = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM films_spoken_line WHERE track_id IN ({marks})", ids)  # noqa: S608


def find_moments(text: str, *, limit: int = MAX_FOUND) -> list[FoundMoment]:
    """Lines of public films in which all the words are said close together, best first.

    Words match by their stem in English; the last one also by its beginning, as it may still be being typed.
    """
    words = query_words(text)
    if not words:
        return []
    public = list(FilmPage.objects.for_readers().exclude(video=None).values_list("pk", flat=True))
    if not public:
        return []
    find = _postgresql_rows if connection.vendor == "postgresql" else _sqlite_rows
    moments = []
    for cue, film, start, found in find(words, public, limit):
        line, _, following = found.partition(NEXT)
        if OPEN not in line:
            continue  # said in the next line alone, which is found itself
        runs_on = OPEN in following and line.count(OPEN) < len(words)
        moments.append(FoundMoment(film, cue, start, mark_found(f"{line} {following}" if runs_on else line)))
    return moments


# Which films are public is said once, in FilmQuerySet.for_readers, and given to both statements as their ids.
_PUBLIC = """
    JOIN films_cue cue ON cue.id = line.{cue}
    JOIN films_captiontrack track
      ON track.id = cue.track_id AND track.kind <> 'descriptions' AND track.status = 'checked'
    JOIN films_filmpage film ON film.video_id = track.video_id
"""


def _sqlite_rows(words: list[str], public: list[int], limit: int) -> list[tuple[int, int, int, str]]:
    """(cue id, film id, start, line and next line with delimiters), best first."""
    # Each word is a quoted string, so nothing typed is read as an operator.
    quoted = [f'"{word}"' for word in words]
    match = " AND ".join([*quoted[:-1], f"({quoted[-1]} OR {quoted[-1]}*)"])
    sql = (
        "SELECT cue.id, film.page_ptr_id, cue.start_ms, highlight(films_spoken_line, 0, %s, %s) "
        "FROM films_spoken_line line" + _PUBLIC.format(cue="rowid") + "WHERE films_spoken_line MATCH %s "
        f"AND film.page_ptr_id IN ({', '.join(['%s'] * len(public))}) "
        "ORDER BY bm25(films_spoken_line), cue.start_ms LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [OPEN, CLOSE, match, *public, limit])
        return list(cursor.fetchall())


def _postgresql_rows(words: list[str], public: list[int], limit: int) -> list[tuple[int, int, int, str]]:
    """As ``_sqlite_rows``. English words match by their stem, those of other languages as they are typed."""
    # Each word is a quoted lexeme; a quotation mark inside it ends a word, as it does in the index.
    safe = [f"'{word.replace(chr(39), ' ').replace('’', ' ')}'" for word in words]
    query = " & ".join([*safe[:-1], f"({safe[-1]} | {safe[-1]}:*)"])
    headline = f'StartSel="{OPEN}", StopSel="{CLOSE}", HighlightAll=true'
    sql = (  # what stands in it is said in this file; what was typed goes in as parameters
        "SELECT found.id, found.film_id, found.start_ms, ts_headline('english', found.plain_text || %s || COALESCE(("  # noqa: S608
        "  SELECT following.plain_text FROM films_cue following WHERE following.track_id = found.track_id "
        "  AND (following.start_ms, following.position) > (found.start_ms, found.position) "
        "  ORDER BY following.start_ms, following.position LIMIT 1), ''), found.query, %s) "
        "FROM (SELECT cue.id, film.page_ptr_id AS film_id, cue.start_ms, cue.position, cue.plain_text, cue.track_id, "
        "  query, ts_rank_cd(line.document, query) AS rank FROM films_spoken_line line"
        + _PUBLIC.format(cue="cue_id")
        + "  CROSS JOIN (SELECT to_tsquery('english', %s) || to_tsquery('simple', %s) AS query) asked "
        "  WHERE line.document @@ query AND film.page_ptr_id = ANY(%s) "
        "  ORDER BY rank DESC, cue.start_ms LIMIT %s) found "
        "ORDER BY found.rank DESC, found.start_ms"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [NEXT, headline, query, query, public, limit])
        return list(cursor.fetchall())


def mark_found(text: str) -> SafeString:
    """Escape a line and turn the database's delimiters into ``<mark>``; unpaired ones disappear."""
    parts = []
    for piece in re.split(f"({OPEN}[^{OPEN}{CLOSE}]*{CLOSE})", text):
        is_found = piece.startswith(OPEN) and piece.endswith(CLOSE)
        clean = escape(piece.replace(OPEN, "").replace(CLOSE, ""))
        parts.append(f"<mark>{clean}</mark>" if is_found and clean else clean)
    return mark_safe("".join(parts))  # noqa: S308 – every piece was escaped above


# ------------------------------------------------------------------ pages, people, areas
def _search(text: str, queryset: QuerySet) -> list:
    """Best first: whole words by the index, and by their beginning where the backend has no stemmer."""
    backend = get_search_backend()
    found = list(backend.search(text, queryset)[:MAX_FOUND])
    if connection.vendor != "postgresql" or not found:
        seen = {obj.pk for obj in found}
        found += [obj for obj in backend.autocomplete(text, queryset)[:MAX_FOUND] if obj.pk not in seen]
    return found


def find_films(text: str) -> list[int]:
    """Ids of public films whose title, summary or synopsis holds the words."""
    words = " ".join(query_words(text))
    return [film.pk for film in _search(words, FilmPage.objects.for_readers())] if words else []


def find_people(text: str) -> list[Contributor]:
    """People in public films, by name, role or what is told of them."""
    words = " ".join(query_words(text))
    if not words:
        return []
    visible = set(Contributor.objects.with_public_film().values_list("pk", flat=True))
    found = [person.pk for person in _search(words, Contributor.objects.all()) if person.pk in visible]
    people = Contributor.objects.select_related("practice_area", "portrait").prefetch_related("portrait__renditions")
    by_pk = people.in_bulk(found)
    return [by_pk[pk] for pk in found]


def find_areas(text: str) -> list[PracticeArea]:
    words = " ".join(query_words(text))
    return _search(words, PracticeArea.objects.all()) if words else []


def find_other_pages(text: str) -> list[Page]:
    """Public pages other than films: roles, help, rules, statements."""
    words = " ".join(query_words(text))
    if not words:
        return []
    pages = Page.objects.live().public().not_type(FilmPage).filter(depth__gt=2)
    return _search(words, pages)[:10]


# ------------------------------------------------------------------ "did you mean"
def suggestion_for(text: str) -> str:
    """The search with misspelt words put right by the site's own vocabulary; "" when there is nothing better."""
    words = query_words(text)
    vocabulary = _vocabulary()
    mended = []
    for word in words:
        near = [word] if word in vocabulary or len(word) < 4 else difflib.get_close_matches(word, vocabulary, 1, 0.75)
        mended.append(near[0] if near else word)
    return " ".join(mended) if mended != words else ""


def _vocabulary() -> dict[str, int]:
    """The words most used in titles, names, areas and what is said, with their counts; kept for 10 minutes."""
    kept = cache.get("films.vocabulary")
    if isinstance(kept, dict):
        return kept
    counts: Counter[str] = Counter()
    films = FilmPage.objects.for_readers()
    for values in films.values_list("title", "summary", "synopsis"):
        counts.update(word for value in values for word in query_words_of(value))
    for name, role in Contributor.objects.with_public_film().values_list("name", "role"):
        counts.update(query_words_of(f"{name} {role}"))
    for name, description in PracticeArea.objects.values_list("name", "description"):
        counts.update(query_words_of(f"{name} {description}"))
    tracks = CaptionTrack.objects.for_readers().filter(video__films__in=films.values("pk"))
    spoken = Cue.objects.filter(track__in=tracks).values_list("plain_text", flat=True)
    for line in spoken[:20_000].iterator():
        counts.update(query_words_of(line))
    vocabulary = dict(counts.most_common(VOCABULARY_SIZE))
    cache.set("films.vocabulary", vocabulary, SUGGESTION_SECONDS)
    return vocabulary


def query_words_of(text: str) -> list[str]:
    """All words of a text of our own, lower case, of 4 letters and more."""
    return [word.lower() for word in WORD.findall(text) if len(word) >= 4]
