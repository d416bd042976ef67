"""The film page's form: what a draft may lack, what stops publishing, and what agreements it keeps."""

import datetime as dt

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from accounts.models import User
from films import readiness
from films.models import Consent, FilmPage
from films.readiness import NotReady
from tests.films.factories import (
    CaptionTrackFactory,
    ChapterFactory,
    ConsentFactory,
    ContributorFactory,
    CreditFactory,
    FilmPageFactory,
    PracticeAreaFactory,
    SeriesPageFactory,
    VideoFactory,
)


def form_data(film: FilmPage, **changes) -> dict:
    """What the browser sends for ``film``; rows and fields as keywords."""
    data = {
        "title": film.title,
        "slug": film.slug,
        "video": film.video_id or "",
        "poster": film.poster_id or "",
        "poster_description": film.poster_description,
        "summary": film.summary,
        "synopsis": film.synopsis,
        "language": film.language,
        "audio_description": film.audio_description,
        "comments_are": film.comments_are,
        "trainer_notes": rich_text(""),
        "chapters": inline_formset([]),
        "credits": inline_formset([]),
        "consents": inline_formset([]),
        "related_films": inline_formset([]),
        "change_notes": inline_formset([]),
        "comments": inline_formset([]),
    }
    areas = [area.pk for area in film.practice_areas.all()]
    return {**nested_form_data({**data, **changes}), "practice_areas": areas}


class FilmFormTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.editor = User.objects.create_superuser("editor", "editor@example.com", "x")

    def setUp(self):
        self.client.force_login(self.editor)

    def send(self, film, action="action-publish", **changes):
        url = reverse("wagtailadmin_pages:edit", args=[film.pk])
        response = self.client.post(url, {**form_data(film, **changes), action: "yes"})
        film.refresh_from_db()
        return response


class PublishingTests(FilmFormTestCase):
    def test_a_film_with_everything_goes_live(self):
        film = FilmPageFactory(publishable=True, draft=True)
        response = self.send(film)
        self.assertEqual(response.status_code, 302)
        self.assertTrue(film.live)

    def test_two_things_missing_are_counted_named_and_linked(self):
        film = FilmPageFactory(publishable=True, draft=True)
        response = self.send(film, summary="", audio_description="")
        self.assertContains(response, "You cannot publish yet. 2 things to do:")
        self.assertContains(response, '<a href="#id_summary" data-film-goes-to>Write the one-line summary.</a>')
        self.assertContains(response, '<a href="#id_audio_description" data-film-goes-to>')
        self.assertFalse(film.live)

    def test_a_draft_may_lack_all_of_it(self):
        film = FilmPageFactory(draft=True)
        self.assertEqual(self.send(film, "action-save", summary="").status_code, 302)

    def test_a_time_to_go_live_is_refused_as_publishing_is(self):
        film = FilmPageFactory(publishable=True, draft=True)
        tomorrow = timezone.localtime() + dt.timedelta(days=1)
        response = self.send(film, summary="", go_live_at=tomorrow.strftime("%Y-%m-%d %H:%M"))
        self.assertContains(response, "You cannot publish yet. 1 thing to do:")
        self.assertIsNone(film.scheduled_revision)

    def test_consent_has_to_last_until_the_day_of_publication(self):
        film = FilmPageFactory(publishable=True, draft=True)
        credit = CreditFactory(film=film)
        ConsentFactory(film=film, contributor=credit.contributor, ending=True)
        on = timezone.localdate() + dt.timedelta(days=31)
        self.assertEqual(readiness.missing_for_publication(film, on=timezone.localdate())[0].is_must, False)
        self.assertIn("has ended", readiness.musts(readiness.missing_for_publication(film, on=on))[0].sentence)

    def test_publishing_several_at_once_stops_at_an_unready_one(self):
        film = FilmPageFactory(draft=True)
        film.save_revision()
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        response = self.client.post(f"{url}?id={film.pk}", follow=True)
        film.refresh_from_db()
        self.assertFalse(film.live)
        self.assertContains(response, "Nothing has been published.")


class ReadinessTests(TestCase):
    def sentences(self, film) -> str:
        return " ".join(item.sentence for item in readiness.musts(readiness.missing_for_publication(film)))

    def test_each_must_has_its_sentence(self):
        ready = {"publishable": True}
        cases = (
            (FilmPageFactory(video=None), "Upload the film"),
            (FilmPageFactory(video=VideoFactory()), "still preparing"),
            (FilmPageFactory(video=VideoFactory(failed=True)), "The end of this film is missing."),
            (FilmPageFactory(**ready, summary=""), "one-line summary"),
            (FilmPageFactory(**ready, poster=None), "Choose a picture"),
            (FilmPageFactory(**ready, poster_description=""), "Describe the poster"),
            (FilmPageFactory(**ready, audio_description=""), "audio description"),
            (FilmPageFactory(**ready, audio_description="available"), "Upload the audio description"),
            (FilmPageFactory(**ready, states_the_law=True), "last checked"),
        )
        for film, expected in cases:
            with self.subTest(expected):
                self.assertIn(expected, self.sentences(film))

    def test_nothing_is_missing_from_a_complete_film(self):
        self.assertEqual(self.sentences(FilmPageFactory(publishable=True)), "")

    def test_captions_have_to_be_there_and_checked_by_a_person(self):
        video = VideoFactory(ready=True)
        film = FilmPageFactory(video=video)
        video.caption_tracks.all().delete()
        self.assertIn("Add captions", self.sentences(FilmPage.objects.get(pk=film.pk)))
        CaptionTrackFactory(video=video, words=["One."])
        self.assertIn("Check every line", self.sentences(FilmPage.objects.get(pk=film.pk)))

    def test_everybody_named_needs_consent_in_force_and_some_a_second_pair_of_eyes(self):
        for traits, person, expected in (
            (None, {}, "Record the consent of"),
            ({"withdrawn": True}, {}, "has withdrawn consent"),
            ({"expired": True}, {}, "has ended"),
            ({"may_stream": False}, {}, "not agreed to be shown"),
            ({}, {"type": "carer"}, "second person"),
            ({}, {}, ""),
        ):
            with self.subTest(expected):
                film = FilmPageFactory(publishable=True)
                contributor = ContributorFactory(**person)
                CreditFactory(film=film, contributor=contributor)
                if traits is not None:
                    ConsentFactory(film=film, contributor=contributor, **traits)
                found = self.sentences(FilmPage.objects.get(pk=film.pk))
                self.assertIn(expected, found)
                self.assertEqual(bool(expected), bool(found))


class RulesTests(FilmFormTestCase):
    def test_a_title_has_sixty_characters_at_most(self):
        film = FilmPageFactory(draft=True)
        response = self.send(film, "action-save", title="x" * 61)
        self.assertContains(response, "The title must be 60 characters or fewer. It has 61.")

    def test_chapters_start_at_different_times_within_the_film(self):
        film = FilmPageFactory(ready=True, draft=True)
        rows = [{"start_ms": start, "title": "Part"} for start in ("0:10", "0:10", "2:00")]
        response = self.send(film, "action-save", chapters=inline_formset(rows))
        self.assertContains(response, "Another chapter starts at this time.")
        self.assertContains(response, "The film ends at 1:00.")

    def test_a_place_in_a_series_is_taken_once(self):
        series = SeriesPageFactory()
        FilmPageFactory(series=series, series_position=1, title="The first one")
        film = FilmPageFactory(draft=True)
        response = self.send(film, "action-save", series=series.pk, series_position="1")
        self.assertContains(response, "“The first one” is number 1 in this series already.")

    def test_a_pull_quote_is_found_in_the_captions_with_its_moment(self):
        film = FilmPageFactory(ready=True, draft=True)
        response = self.send(film, "action-save", pull_quote="I never said this.")
        self.assertContains(response, "These words are not in the captions.")
        self.send(film, "action-save", pull_quote="Ann. I am a social worker.")
        self.assertEqual(film.get_latest_revision_as_object().pull_quote_start_ms, 0)

    def test_the_tabs_and_the_help_an_editor_is_promised_are_there(self):
        film = FilmPageFactory(draft=True)
        response = self.client.get(reverse("wagtailadmin_pages:edit", args=[film.pk]))
        for words in (
            "Any film from a phone or camera. You can leave this page while it uploads.",
            "Only if people may want to know first",
            "People and consent",
            "Ready to publish?",
            "Does this film state the law?",
            "Choose or upload a film",
        ):
            self.assertContains(response, words)

    def test_hostile_titles_are_shown_as_text(self):
        film = FilmPageFactory(draft=True, title="<script>alert(1)</script>")
        for url in (reverse("wagtailadmin_pages:edit", args=[film.pk]), reverse("film_listing:index")):
            self.assertNotContains(self.client.get(url), "<script>alert(1)")


class ConsentInTheFormTests(FilmFormTestCase):
    def rows(self, consent=None, **fields):
        row = {
            "id": consent.pk if consent else "",
            "contributor": (consent.contributor if consent else ContributorFactory()).pk,
            "may_stream": "on",
            "given_on": "2026-01-05",
            **fields,
        }
        return inline_formset([row], initial=1 if consent else 0)

    def test_consent_is_stored_at_once_even_with_a_draft_of_a_live_film(self):
        film = FilmPageFactory(publishable=True)
        response = self.send(film, "action-save", consents=self.rows())
        self.assertEqual(response.status_code, 302)
        self.assertEqual(Consent.objects.get(film=film).recorded_by, self.editor)

    def test_no_revision_holds_it_so_no_draft_brings_it_back(self):
        film = FilmPageFactory(draft=True)
        consent = ConsentFactory(film=film)
        revision = FilmPage.objects.get(pk=film.pk).save_revision()
        self.assertNotIn("consents", revision.content)
        Consent.objects.update(withdrawn_at=timezone.now())
        with self.assertRaises(NotReady):
            revision.publish()
        consent.refresh_from_db()
        self.assertIsNotNone(consent.withdrawn_at)

    def test_the_record_that_somebody_withdrew_cannot_be_removed(self):
        film = FilmPageFactory(draft=True)
        consent = ConsentFactory(film=film, withdrawn=True)
        rows = self.as_it_is(consent, DELETE="on")
        response = self.send(film, "action-save", consents=rows)
        self.assertContains(response, "has withdrawn consent. That record has to stay.")
        self.assertTrue(Consent.objects.filter(pk=consent.pk).exists())

    def test_the_second_person_is_somebody_else(self):
        film = FilmPageFactory(draft=True)
        response = self.send(film, "action-save", consents=self.rows(has_second_sign_off="on"))
        self.assertContains(response, "You recorded this consent yourself. Somebody else has to sign it off.")
        other = User.objects.create_superuser("other", "other@example.com", "x")
        consent = ConsentFactory(film=film, recorded_by=other)
        self.send(film, "action-save", consents=self.as_it_is(consent, has_second_sign_off="on"))
        consent.refresh_from_db()
        self.assertEqual(consent.second_sign_off_by, self.editor)

    def as_it_is(self, consent, **changes):
        return self.rows(consent, **{"given_on": str(consent.given_on), "evidence": consent.evidence, **changes})

    def signed_off(self, film):
        recorder, second = (User.objects.create_superuser(name, f"{name}@example.com", "x") for name in ("ann", "bea"))
        return ConsentFactory(
            film=film,
            contributor__name="Ann Other",
            recorded_by=recorder,
            second_sign_off_by=second,
            second_sign_off_at=timezone.now(),
        )

    def test_a_sign_off_falls_when_what_was_signed_changes_and_the_editor_is_told(self):
        film = FilmPageFactory(draft=True)
        consent = self.signed_off(film)
        second = consent.second_sign_off_by
        changes = (
            {"may_download": "on"},
            {"may_stream": ""},
            {"given_on": "2026-01-05"},
            {"expires_on": "2031-01-05"},
            {"evidence": "Elsewhere"},
            {"contributor": ContributorFactory().pk},
        )
        for change in changes:
            with self.subTest(change):
                Consent.objects.update(second_sign_off_by=second, second_sign_off_at=timezone.now())
                rows = self.as_it_is(Consent.objects.get(), has_second_sign_off="on", **change)
                self.assertEqual(self.send(film, "action-save", consents=rows).status_code, 302)
                consent.refresh_from_db()
                self.assertEqual((consent.second_sign_off_by, consent.second_sign_off_at), (None, None))
                self.assertContains(self.client.get("/admin/"), "sign-off no longer counts")

    def test_a_note_leaves_the_sign_off_as_it_is(self):
        film = FilmPageFactory(draft=True)
        consent = self.signed_off(film)
        second = consent.second_sign_off_by
        self.send(film, "action-save", consents=self.as_it_is(consent, has_second_sign_off="on", note="Rang on Monday"))
        consent.refresh_from_db()
        self.assertEqual((consent.note, consent.second_sign_off_by), ("Rang on Monday", second))
        self.assertNotContains(self.client.get("/admin/"), "sign-off no longer counts")

    def test_whoever_changes_a_consent_cannot_sign_their_change_off(self):
        film = FilmPageFactory(draft=True)
        consent = self.signed_off(film)
        changed = self.as_it_is(consent, has_second_sign_off="on", may_download="on")
        self.send(film, "action-save", consents=changed)
        answer = self.send(film, "action-save", consents=changed)
        self.assertContains(answer, "You recorded this consent yourself. Somebody else has to sign it off.")
        consent.refresh_from_db()
        self.assertIsNone(consent.second_sign_off_by)
        self.client.force_login(User.objects.get(username="ann"))
        self.send(film, "action-save", consents=changed)
        consent.refresh_from_db()
        self.assertEqual(consent.second_sign_off_by.username, "ann")

    def test_a_change_and_its_sign_off_do_not_come_from_one_person_in_one_go(self):
        film = FilmPageFactory(draft=True)
        consent = ConsentFactory(film=film, recorded_by=User.objects.create_superuser("ann", "ann@example.com", "x"))
        rows = self.as_it_is(consent, has_second_sign_off="on", may_download="on")
        answer = self.send(film, "action-save", consents=rows)
        self.assertContains(answer, "You changed this consent yourself. Somebody else has to sign it off.")

    def test_publishing_with_a_changed_consent_asks_for_another_sign_off(self):
        film = FilmPageFactory(publishable=True, draft=True)
        consent = self.signed_off(film)
        consent.contributor.type = consent.contributor.Type.LIVED_EXPERIENCE
        consent.contributor.save()
        CreditFactory(film=film, contributor=consent.contributor)
        rows = self.as_it_is(consent, has_second_sign_off="on", may_download="on")
        answer = self.send(film, consents=rows)
        self.assertContains(answer, "A second person has to sign off the consent of Ann Other.")
        self.assertFalse(film.live)

    def test_a_withdrawn_consent_cannot_be_changed(self):
        film = FilmPageFactory(draft=True)
        consent = ConsentFactory(film=film, withdrawn=True)
        response = self.send(film, "action-save", consents=self.rows(consent, evidence="Elsewhere"))
        self.assertContains(response, "The record cannot be changed.")


class FilmListTests(FilmFormTestCase):
    def queries(self) -> int:
        url = reverse("film_listing:index")
        self.client.get(url)
        with CaptureQueriesContext(connection) as captured:
            self.client.get(url)
        return len(captured)

    def make(self, count):
        for _ in range(count):
            film = FilmPageFactory(ready=True)
            credit = CreditFactory(film=film)
            ConsentFactory(film=film, contributor=credit.contributor)
            ChapterFactory(film=film)
            film.practice_areas.add(PracticeAreaFactory())
            film.save()

    def test_the_list_says_what_is_missing_and_costs_no_more_for_more_films(self):
        self.make(2)
        response = self.client.get(reverse("film_listing:index"))
        self.assertContains(response, "Choose a picture for the poster, and describe it.")
        few = self.queries()
        self.make(4)
        self.assertEqual(self.queries(), few)
