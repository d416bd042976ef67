"""What a film still needs before it may be published: the one place that decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from films.models import CaptionTrack, Consent, Contributor, FilmPage, Video


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to do. ``field`` is the form's field, or the formset, that it is about.

    ``is_must`` blocks publishing; other things are advice.
    """

    field: str
    sentence: str
    is_must: bool = True


class NotReady(Exception):
    """A film may not be published yet. The message names the film and says what there is to do."""

    def __init__(self, film: FilmPage, missing: list[Missing]) -> None:
        self.film_id = film.pk
        steps = " ".join(item.sentence for item in missing)
        super().__init__(f"“{film.title}”: {heading(len(missing))} {steps}")


def require_ready(film: FilmPage) -> None:
    """Raise ``NotReady`` unless ``film`` has all that it must have today."""
    if missing := musts(missing_for_publication(film)):
        raise NotReady(film, missing)


def missing_for_publication(film: FilmPage, *, on: dt.date | None = None) -> list[Missing]:
    """What ``film`` lacks to be public from the day ``on`` (today by default), in the order of its form.

    The film's rows may be unsaved, as they are while its form is being checked. Words are those of the video in use.
    """
    day = on or timezone.localdate()
    return [
        *_withdrawal(film),
        *_film_file(film.video),
        *_text(film),
        *_words(film),
        *_consents(film, day),
        *_areas(film),
        *_access(film),
        *_law(film, day),
        *_advice(film),
    ]


def missing_consents(film: FilmPage) -> list[Missing]:
    """The agreements that ``film`` lacks today, whatever else it may lack."""
    return list(_consents(film, timezone.localdate()))


def musts(missing: list[Missing]) -> list[Missing]:
    return [item for item in missing if item.is_must]


def heading(count: int) -> str:
    """Above the list of musts."""
    return f"You cannot publish yet. {count} {'thing' if count == 1 else 'things'} to do:"


def _withdrawal(film: FilmPage) -> Iterator[Missing]:
    if film.is_withdrawn:
        yield Missing("withdrawal", "This film was withdrawn. Restore it first, or replace it by another cut.")


def _film_file(video: Video | None) -> Iterator[Missing]:
    if video is None:
        yield Missing("video", "Upload the film, or choose one that is here already.")
    elif video.is_withdrawn:
        yield Missing("video", "This film file was withdrawn. Upload another one.")
    elif video.status == Video.Status.FAILED:
        yield Missing("video", f"The film file could not be prepared. {video.problem}".strip())
    elif not video.is_ready:
        yield Missing("video", "Wait until the film file is ready. We are still preparing it.")


def _text(film: FilmPage) -> Iterator[Missing]:
    if not film.title.strip():
        yield Missing("title", "Write a title.")
    if not film.summary.strip():
        yield Missing("summary", "Write the one-line summary.")
    if film.poster_id is None:
        yield Missing("poster", "Choose a picture for the poster, and describe it.")
    elif not film.poster_description.strip():
        yield Missing("poster_description", "Describe the poster for people who do not see it.")


def _words(film: FilmPage) -> Iterator[Missing]:
    """Captions that a person has checked; the transcript is made from them (WCAG 2.2, 1.2.2 and 1.2.3)."""
    checked, drafts = film.caption_track, [track for track in film.own_caption_tracks if not track.is_checked]
    if checked is not None and checked.has_words:
        return
    if any(track.status == CaptionTrack.Status.IMPORTING for track in drafts):
        yield Missing("words", "Wait until the captions have been read in, then check every line.")
    elif any(track.has_words for track in drafts):
        yield Missing("words", "Check every line of the captions, then mark them as checked.")
    else:
        yield Missing("words", "Add captions. The transcript is made from them.")


def _consents(film: FilmPage, day: dt.date) -> Iterator[Missing]:
    consents = {consent.contributor_id: consent for consent in film.consents.all()}
    people: dict[int, Contributor] = {
        credit.contributor_id: credit.contributor for credit in film.credits.all() if credit.contributor_id
    }
    for consent in consents.values():  # somebody who is seen, but not named, in the film
        if consent.not_shown_since is None:
            people.setdefault(consent.contributor_id, consent.contributor)
    for contributor_id, person in people.items():
        problem = _consent_problem(person, consents.get(contributor_id), day)
        if problem:
            yield Missing("consents", problem)


def _consent_problem(person: Contributor, consent: Consent | None, day: dt.date) -> str:
    if consent is None:
        return f"Record the consent of {person}."
    if consent.withdrawn_at is not None:
        return f"{person} has withdrawn consent. The film cannot be shown."
    if consent.given_on > day:
        return f"The consent of {person} starts after the day of publication."
    if not consent.is_in_force_on(day):
        return f"The consent of {person} has ended. Renew it first."
    if not consent.may_stream:
        return f"{person} has not agreed to be shown on this site."
    if person.needs_second_sign_off and consent.second_sign_off_by_id is None:
        return f"A second person has to sign off the consent of {person}."
    return ""


def _areas(film: FilmPage) -> Iterator[Missing]:
    if not film.practice_areas.all():
        yield Missing("practice_areas", "Choose at least 1 practice area.")


def _access(film: FilmPage) -> Iterator[Missing]:
    if not film.audio_description:
        yield Missing("audio_description", "Say whether the film needs audio description.")
    elif film.audio_description == film.AudioDescription.AVAILABLE and not film.is_described:
        yield Missing("audio_description", "Upload the audio description as a caption file, and check it.")


def _law(film: FilmPage, day: dt.date) -> Iterator[Missing]:
    if not film.states_the_law:
        return
    if film.law_checked_on is None:
        yield Missing("law_checked_on", "Say when the law in this film was last checked.")
    elif film.law_checked_on > timezone.localdate():
        yield Missing("law_checked_on", "The day on which the law was checked is in the future.")


def _advice(film: FilmPage) -> Iterator[Missing]:
    if film.caption_track is not None and len(film.own_caption_tracks) > 1:
        yield Missing(
            "words", "New captions wait to be checked. Until then the film keeps the old ones.", is_must=False
        )
    if not film.synopsis.strip():
        yield Missing("synopsis", "A synopsis helps people decide whether to watch.", is_must=False)
    if not film.chapters.all():
        yield Missing("chapters", "Chapters help people to find their place.", is_must=False)
    if not film.credits.all():
        yield Missing("credits", "Say who is in the film.", is_must=False)
