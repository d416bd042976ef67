"""Builds the demo through the site's own services and marks all of it; ``home.demo.removal`` takes it away again.

Rows are matched by slug or by their text, so a second run changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.files import File
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.utils.html import format_html, format_html_join
from wagtail.models import Collection, Page, Site

from accounts.models import User
from cms.models import Picture, SiteSettings
from comments.models import Comment, CommentSettings, Decision
from comments.services import decide, reply_officially, submit_comment
from films.models import (
    CaptionTrack,
    Chapter,
    Consent,
    Contributor,
    Credit,
    FilmIndexPage,
    FilmPage,
    PracticeArea,
    SeriesPage,
    Topic,
    Video,
)
from films.services.captions import import_captions, mark_checked
from films.services.videos import create_video
from home.demo import logins
from home.demo.content import (
    DEMO_NETWORK,
    MEDIA,
    captions_file,
    demo_content,
    description_file,
    in_london,
    teaching,
    timings,
)
from home.layout import lay_out_site
from home.models import AccessibilityStatementPage, HomePage

Say = Callable[[str], None]
COLLECTION = "Demo"
DEMO_ORGANISATION = "a made-up publisher, for this demo"
TESTED_ON = dt.date(2026, 11, 22)
CLOSING_SCENE = "The people of the films stand together, drawn in flat shapes."
# Their good comments stay in the queue, so that a moderator has something to decide.
UNDECIDED_FILMS = {"early-help", "still-me"}
REPLIES = {
    "f2-2": "Thank you for asking. The law names a start for each part of the reform in turn, and this part has not "
    "started. We change the film's note on the law as soon as it does.",
    "f4-2": "Yes. Below the film, under Downloads, you find the film and its captions as files.",
}


def seed(say: Say) -> None:
    """Lay out the site where needed, then add whatever of the demo is missing."""
    home = lay_out_site()
    if (
        FilmPage.objects.filter(is_demo=True).count() == len(demo_content()["films"])
        and Comment.objects.filter(is_demo=True).count() >= _comment_count()
    ):
        logins.ensure()
        say("The demo is already here. Nothing was changed.")
        return
    people_of = logins.ensure()
    editor, moderator = people_of["editor"], people_of["moderator"]
    _statements(home, logins.ON_CALL_EMAIL)
    collection = _collection()
    contributors = _contributors(collection)
    series = _series()
    for entry in demo_content()["films"]:
        if FilmPage.objects.filter(slug=entry["slug"]).exists():
            continue
        say(f"Film: {entry['title']}")
        _film(entry, series, contributors, collection, editor)
    _front(home, collection)
    say("Comments")
    for number, entry, film in _comments():
        _comment(number, entry, film, moderator)


def _statements(home: HomePage, moderator_email: str) -> None:
    """What a real publisher fills in, filled in for a made-up one, where nobody has filled it in yet.

    Not the day the help numbers were checked: nobody has rung them for the demo, and the admin goes on saying so.
    """
    site = Site.objects.get(is_default_site=True)
    chosen = SiteSettings.for_site(site)
    chosen.demo_notice = demo_content()["demo_notice"]
    chosen.publisher_name = chosen.publisher_name or DEMO_ORGANISATION
    chosen.save()
    comments = CommentSettings.for_site(site)
    comments.on_call_email = comments.on_call_email or moderator_email
    comments.save()
    statement = AccessibilityStatementPage.objects.child_of(home).first()
    if statement is not None and not statement.organisation and not statement.live:
        statement.organisation = DEMO_ORGANISATION
        statement.contact_other = "the contact form on this site"
        statement.tested_on = statement.prepared_on = statement.reviewed_on = TESTED_ON
        statement.tested_by = "the people who built the site"
        statement.save_revision().publish()


def _front(home: HomePage, collection: Collection) -> None:
    """The lead film and the picture at the end of the home page, unless an editor has chosen others."""
    lead = FilmPage.objects.filter(slug=demo_content()["films"][0]["slug"]).first()
    if home.lead_film_id is None and home.closing_picture_id is None:
        home.lead_film = lead
        home.closing_picture = _picture("scenes/everyone.jpg", "Scene: everyone", CLOSING_SCENE, collection)
        home.closing_picture_alt = CLOSING_SCENE
        home.save_revision().publish()


def _collection() -> Collection:
    existing = Collection.objects.filter(name=COLLECTION, depth=2).first()
    return existing or Collection.get_first_root_node().add_child(name=COLLECTION)


def _picture(path: str, title: str, description: str, collection: Collection) -> Picture:
    existing = Picture.objects.filter(is_demo=True, title=title).first()
    if existing:
        return existing
    source = MEDIA / path
    with source.open("rb") as file:
        picture = Picture(
            title=title,
            description=description,
            credit="Drawn for this site",
            collection=collection,
            is_demo=True,
            file=ImageFile(file, name=source.name),
        )
        picture.save()
    return picture


def _contributors(collection: Collection) -> dict[str, Contributor]:
    areas = {area.slug: area for area in PracticeArea.objects.all()}
    found = {}
    for entry in demo_content()["contributors"]:
        slug = _slug(entry["name"])
        person = Contributor.objects.filter(slug=slug).first()
        if person is None:
            portrait = _picture(
                f"portraits/{entry['id']}.jpg", f"Portrait: {entry['name']}", "A drawn portrait", collection
            )
            person = Contributor.objects.create(
                slug=slug,
                name=entry["name"],
                type=entry["type"],
                role=entry["role"],
                team=entry["team"],
                organisation=entry["organisation"],
                practice_area=areas[entry["practice_area"]],
                bio=entry["bio"],
                portrait=portrait,
                is_demo=True,
            )
        found[entry["id"]] = person
    return found


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def _series() -> dict[str, SeriesPage]:
    index = FilmIndexPage.objects.get()
    found = {}
    for entry in demo_content()["series"]:
        page = SeriesPage.objects.child_of(index).filter(slug=entry["slug"]).first()
        if page is None:
            page = SeriesPage(title=entry["title"], slug=entry["slug"], introduction=entry["description"], is_demo=True)
            Page.objects.get(pk=index.pk).add_child(instance=page)
            page.save_revision().publish()
        found[entry["id"]] = page
    return found


def _film(
    entry: dict[str, Any],
    series: dict[str, SeriesPage],
    contributors: dict[str, Contributor],
    collection: Collection,
    editor: User,
) -> None:
    slug = entry["slug"]
    video = _video(entry, collection, editor)
    measured = timings(slug)
    taught = teaching()[slug]
    quote = entry["pull_quote"]
    film = FilmPage(
        slug=slug,
        title=entry["title"],
        summary=entry["summary"],
        synopsis=entry["synopsis"],
        content_note=entry["content_note"],
        video=video,
        poster=_picture(f"{slug}.poster.jpg", f"Poster: {entry['title']}", taught["poster"], collection),
        poster_description=taught["poster"],
        series=series[entry["series"]],
        series_position=_place_in_series(entry),
        audio_description=entry["audio_description"],
        pull_quote=quote["text"],
        pull_quote_speaker=contributors[quote["speaker"]],
        pull_quote_start_ms=_when_said(measured["cues"], quote["text"], quote["speaker"]),
        states_the_law="law_checked_on" in entry,
        law_checked_on=entry.get("law_checked_on"),
        law_checked_by="Demo: nobody. A real film names a person here." if "law_checked_on" in entry else "",
        trainer_notes=_questions(taught["questions"]),
        is_demo=True,
        owner=editor,
        live=False,
    )
    Page.objects.get(pk=FilmIndexPage.objects.get().pk).add_child(instance=film)
    film.practice_areas.set(PracticeArea.objects.filter(slug__in=entry["practice_areas"]))
    film.topics.set(Topic.objects.filter(slug__in=entry["topics"]))
    film.chapters = [Chapter(title=c["title"], start_ms=c["start_ms"]) for c in measured["chapters"]]
    film.credits = [Credit(contributor=contributors[cid], sort_order=n) for n, cid in enumerate(entry["contributors"])]
    film.save()
    for contributor_id in entry["contributors"]:
        _consent(film, contributor_id, contributors[contributor_id], editor)
    film = FilmPage.objects.get(pk=film.pk)
    film.save_revision(user=editor).publish(user=editor)
    published = in_london(entry["published"])
    FilmPage.objects.filter(pk=film.pk).update(first_published_at=published, last_published_at=published)


def _video(entry: dict[str, Any], collection: Collection, editor: User) -> Video:
    """The film's file, prepared by the same steps as any upload, and its captions, checked."""
    video = Video.objects.filter(is_demo=True, title=entry["title"]).first()
    if video is None:
        source = MEDIA / f"{entry['slug']}.mp4"
        with source.open("rb") as file:
            video = create_video(
                upload=File(file, name=source.name),
                title=entry["title"],
                uploaded_by=editor,
                collection=collection,
                is_demo=True,
            )
        call_command("process_videos", verbosity=0)
        video.refresh_from_db()
    if not video.caption_tracks.exists():
        name, words = captions_file(entry["slug"])
        track = import_captions(video, data=words, filename=name)
        mark_checked(track, by=editor)
        if "audio_description_cues" in entry:
            words = description_file(entry["slug"], entry["audio_description_cues"])
            seen = import_captions(video, data=words, filename="descriptions.vtt", kind=CaptionTrack.Kind.DESCRIPTIONS)
            mark_checked(seen, by=editor)
    return video


def _place_in_series(entry: dict[str, Any]) -> int:
    members = next(s["films"] for s in demo_content()["series"] if s["id"] == entry["series"])
    return members.index(entry["slug"]) + 1


def _when_said(cues: list[dict[str, Any]], quote: str, speaker: str) -> int | None:
    """When a quotation starts: the cue of this speaker that opens it."""
    opening = quote.split()[0:3]
    for cue in cues:
        if cue["speaker"] == speaker and " ".join(opening) in " ".join(cue["text"].split()):
            return int(cue["start_ms"])
    return None


def _questions(questions: list[str]) -> str:
    return format_html("<ol>{}</ol>", format_html_join("", "<li>{}</li>", ((question,) for question in questions)))


def _consent(film: FilmPage, contributor_id: str, contributor: Contributor, editor: User) -> None:
    given = demo_content()["consents"]
    terms = dict(given["defaults"])
    for exception in given["exceptions"]:
        if (exception["contributor"], exception["film"]) == (contributor_id, film.slug):
            terms |= exception
    expires = terms["expires"]
    if isinstance(expires, str) and expires.startswith("today+"):
        expires = dt.date.today() + dt.timedelta(days=int(expires.removeprefix("today+").rstrip("d")))
    signs = contributor.needs_second_sign_off
    Consent.objects.get_or_create(
        film=film,
        contributor=contributor,
        defaults={
            "may_stream": "web_stream" in terms["scope"],
            "may_download": "download" in terms["scope"],
            "may_use_in_class": "classroom_use" in terms["scope"],
            "given_on": terms["given"],
            "review_on": terms["review"],
            "expires_on": expires,
            "evidence": terms["evidence"],
            "note": terms.get("note", ""),
            "second_sign_off_by": editor if signs else None,
            "second_sign_off_at": in_london(terms["given"]) if signs else None,
            "is_demo": True,
        },
    )


def _comments() -> list[tuple[int, dict[str, Any], FilmPage]]:
    films = {film.slug: film for film in FilmPage.objects.filter(is_demo=True)}
    rows = [(entry, films[film["slug"]]) for film in demo_content()["films"] for entry in film["comments"]]
    return [(number, entry, film) for number, (entry, film) in enumerate(rows, start=1)]


def _comment_count() -> int:
    return sum(len(film["comments"]) for film in demo_content()["films"])


def _comment(number: int, entry: dict[str, Any], film: FilmPage, moderator: User) -> None:
    """Sent as a reader sends it, dated as the demo says; the good ones decided by the demo's moderator."""
    if Comment.objects.filter(page_id=film.pk, is_demo=True, author_name=entry["author"]).exists():
        return
    fill_ms = entry.get("fill_time_ms", 45_000)
    comment = submit_comment(
        page=film,
        name=entry["author"],
        body=entry["text"],
        stamp_age_s=fill_ms / 1000,
        stamp=f"demo-{entry['id']}",
        language=entry.get("lang", ""),
        fill_ms=fill_ms,
        honeypot_filled=entry.get("honeypot_filled", False),
        address=f"{DEMO_NETWORK}{number}",
    )
    sent = in_london(entry["submitted"])
    Comment.objects.filter(pk=comment.pk).update(submitted_at=sent, state_changed_at=sent, is_demo=True)
    comment.refresh_from_db()
    if entry["expected"]["decision"] == "approve" and film.slug not in UNDECIDED_FILMS:
        decide(comment, moderator, Decision.APPROVE, expected_state=comment.state, is_confirmed=True)
        if entry["id"] in REPLIES:
            reply = reply_officially(comment, moderator, REPLIES[entry["id"]])
            Comment.objects.filter(pk=reply.pk).update(submitted_at=sent + dt.timedelta(days=1), is_demo=True)
