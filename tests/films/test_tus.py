"""Films in pieces: what the protocol promises, and what is refused."""

from __future__ import annotations

import base64
import datetime as dt
import json
from unittest import mock

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client, TestCase, override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, GroupCollectionPermission

from accounts.models import User
from films.models import FilmUpload, Video
from films.models.video import private_storage
from films.services import uploads
from films.uploads.stores import LocalStore, NoRoom
from tests.support.clips import clip

TUS = {"Tus-Resumable": "1.0.0"}
PLAYLIST = b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n"
# Begins as a film does: a file type box, then one for the rest.
FILM_LIKE = b"\x00\x00\x00\x14ftypisom\x00\x00\x02\x00isom" + b"\x00\x00\x00\x00mdat" + bytes(10_000)


def encoded(**values: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items())


class TusTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = User.objects.create_superuser("editor", "editor@example.com", "x")
        cls.list_url = reverse("film_uploads:list")

    def setUp(self):
        self.client.force_login(self.user)

    def begin(self, size: int | str = len(FILM_LIKE), metadata: str = "", **headers):
        given = {"Upload-Length": str(size), "Upload-Metadata": metadata, **TUS, **headers}
        return self.client.post(self.list_url, headers={key: value for key, value in given.items() if value})

    def begun(self, size: int = len(FILM_LIKE), **metadata: str) -> str:
        response = self.begin(size, encoded(**metadata))
        self.assertEqual(response.status_code, 201, response.content)
        return response["Location"]

    def send(self, url: str, data: bytes, at: int = 0, client: Client | None = None, **headers):
        return (client or self.client).generic(
            "PATCH",
            url,
            data,
            content_type="application/offset+octet-stream",
            headers={"Upload-Offset": str(at), **TUS, **headers},
        )

    def ask(self, url: str):
        return self.client.head(url, headers=TUS)

    def stored(self) -> list[str]:
        return [str(path) for path in _masters().rglob("*") if path.is_file()]


def _masters():
    from pathlib import Path

    folder = Path(private_storage().path("masters"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(autouse=True)
def _own_private_folder(settings, tmp_path):
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path / "private", "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "private": private}


class CoreTests(TusTestCase):
    def test_options_name_version_extensions_and_the_largest_size(self):
        response = self.client.options(self.list_url)
        self.assertEqual(response.status_code, 204)
        self.assertEqual(response["Tus-Version"], "1.0.0")
        self.assertEqual(response["Tus-Extension"], "creation,expiration,termination")
        self.assertEqual(response["Tus-Max-Size"], str(4096 * 1024 * 1024))

    def test_pieces_are_kept_one_behind_the_other_and_each_answer_says_how_much_is_here(self):
        url = self.begun()
        response = self.send(url, FILM_LIKE[:5000])
        self.assertEqual((response.status_code, response["Upload-Offset"]), (204, "5000"))
        asked = self.ask(url)
        self.assertEqual((asked.status_code, asked["Upload-Offset"]), (200, "5000"))
        self.assertEqual(asked["Upload-Length"], str(len(FILM_LIKE)))
        self.assertIn("no-store", asked["Cache-Control"])
        self.assertEqual(self.send(url, FILM_LIKE[5000:9000], at=5000)["Upload-Offset"], "9000")
        upload = FilmUpload.objects.get()
        with private_storage().open(upload.storage_name) as file:
            self.assertEqual(file.read(), FILM_LIKE[:9000])

    def test_a_piece_for_another_place_is_refused_and_changes_nothing(self):
        url = self.begun()
        self.send(url, FILM_LIKE[:5000])
        for at in (0, 4999, 5001):
            response = self.send(url, FILM_LIKE[:100], at=at)
            self.assertEqual((response.status_code, response["Upload-Offset"]), (409, "5000"))
        self.assertEqual(self.ask(url)["Upload-Offset"], "5000")

    def test_more_than_was_promised_is_refused(self):
        url = self.begun(100)
        self.assertEqual(self.send(url, FILM_LIKE[:101]).status_code, 413)
        self.assertEqual(self.ask(url)["Upload-Offset"], "0")

    def test_another_type_version_or_offset_than_the_protocol_s_is_refused(self):
        url = self.begun()
        wrong_type = self.client.generic(
            "PATCH", url, b"x", content_type="video/mp4", headers={"Upload-Offset": "0", **TUS}
        )
        self.assertEqual(wrong_type.status_code, 415)
        old = self.send(url, b"x", **{"Tus-Resumable": "0.2.0"})
        self.assertEqual((old.status_code, old["Tus-Version"]), (412, "1.0.0"))
        for at in ("", "-1", "five", "9" * 5000, "٣"):
            with self.subTest(at[:10]):
                self.assertEqual(self.send(url, b"x", at=at).status_code, 400)
        self.assertEqual(self.ask(url)["Upload-Offset"], "0")

    def test_a_network_that_knows_only_post_may_say_what_it_means(self):
        url = self.begun()
        response = self.client.generic(
            "POST",
            url,
            FILM_LIKE[:50],
            content_type="application/offset+octet-stream",
            headers={"Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH", **TUS},
        )
        self.assertEqual((response.status_code, response["Upload-Offset"]), (204, "50"))

    def test_an_upload_that_is_given_up_leaves_nothing(self):
        url = self.begun()
        self.send(url, FILM_LIKE[:5000])
        self.assertEqual(len(self.stored()), 1)
        self.assertEqual(self.client.delete(url, headers=TUS).status_code, 204)
        self.assertEqual((self.ask(url).status_code, self.stored()), (404, []))

    def test_a_form_of_another_site_cannot_send_for_somebody(self):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(self.user)
        self.assertEqual(strict.post(self.list_url, headers={"Upload-Length": "5", **TUS}).status_code, 403)
        url = self.begun()
        self.assertEqual(self.send(url, b"x", client=strict).status_code, 403)
        self.assertEqual(strict.delete(url, headers=TUS).status_code, 403)


class CompleteTests(TusTestCase):
    @pytest.mark.slow
    def test_the_last_piece_makes_a_film_of_the_very_file_that_grew(self):
        film = clip(seconds=1).read_bytes()
        url = self.begun(len(film), filename="IMG_2041.MOV", title="On the ward")
        half = len(film) // 2
        self.send(url, film[:half])
        with self.captureOnCommitCallbacks() as callbacks:
            self.assertEqual(self.send(url, film[half:], at=half).status_code, 204)
        upload, video = FilmUpload.objects.get(), Video.objects.get()
        self.assertEqual((upload.state, upload.video), (FilmUpload.State.COMPLETE, video))
        self.assertEqual((video.title, video.original_name), ("On the ward", "IMG_2041.MOV"))
        self.assertEqual((video.uploaded_by, video.size_bytes), (self.user, len(film)))
        self.assertEqual(video.master.name, upload.storage_name)
        self.assertEqual(len(self.stored()), 1)
        with private_storage().open(video.master.name) as file:
            self.assertEqual(file.read(), film)
        self.assertIsNotNone(video.steps.get(name="probe").queued_at)
        self.assertTrue(callbacks)

    @pytest.mark.slow
    def test_a_worker_that_died_before_the_film_was_made_costs_nothing(self):
        film = clip(seconds=1).read_bytes()
        url = self.begun(len(film))
        with (
            mock.patch("films.services.uploads._complete", side_effect=KeyboardInterrupt),
            self.assertRaises(KeyboardInterrupt),
        ):
            self.send(url, film)
        self.assertFalse(Video.objects.exists())
        self.assertEqual(self.ask(url)["Upload-Offset"], str(len(film)))
        self.assertEqual(Video.objects.get().size_bytes, len(film))
        self.ask(url)
        self.assertEqual(Video.objects.count(), 1)

    @pytest.mark.slow
    def test_the_form_describes_the_film_that_came_in_pieces(self):
        film = clip(seconds=1).read_bytes()
        self.send(self.begun(len(film), filename="a.mov"), film)
        upload = FilmUpload.objects.get()
        data = {"title": "Changed meanwhile", "collection": 1, "film_upload": str(upload.pk)}
        response = self.client.post(reverse("videos:add"), data, follow=True)
        self.assertContains(response, "“Changed meanwhile” is here. We are preparing it now")
        self.assertEqual(Video.objects.get().title, "Changed meanwhile")
        chosen = self.client.post(reverse("video_chooser:create"), data)
        self.assertEqual(chosen.json()["step"], "chosen")
        self.assertEqual(Video.objects.count(), 1)

    def test_the_form_takes_nobody_else_s_upload_and_none_that_is_not_whole(self):
        self.begun()
        data = {"title": "x", "collection": 1, "film_upload": str(FilmUpload.objects.get().pk)}
        self.assertContains(
            self.client.post(reverse("videos:add"), data), "This upload is not here any more. Choose the film again."
        )


class ContentTests(TusTestCase):
    def test_what_is_no_film_is_refused_by_its_first_bytes_and_nothing_is_kept(self):
        size = 4 * 1024**3
        url = self.begun(size)
        response = self.send(url, PLAYLIST + bytes(5000))
        self.assertEqual(response.status_code, 422)
        self.assertIn(uploads.UNREADABLE, response.content.decode())
        self.assertEqual(self.stored(), [])
        self.assertEqual(self.send(url, b"more").status_code, 410)
        self.assertEqual(self.ask(url).status_code, 410)

    def test_first_bytes_that_come_one_by_one_are_looked_at_together(self):
        text = PLAYLIST + b"x" * 100
        url = self.begun(len(text))
        for at in range(0, len(text) - 50, 50):
            self.assertEqual(self.send(url, text[at : at + 50], at=at).status_code, 204)
        at = FilmUpload.objects.get().offset
        response = self.send(url, text[at:], at=at)
        self.assertEqual(response.status_code, 422)
        self.assertContains(response, "This is a playlist that points to other files.", status_code=422)

    def test_a_film_whose_end_is_missing_is_told_so_once_all_is_here(self):
        url = self.begun()
        response = self.send(url, FILM_LIKE)
        self.assertContains(response, "The end of this film is missing", status_code=422)
        self.assertEqual((self.stored(), Video.objects.count()), ([], 0))

    def test_an_empty_file_has_its_own_sentence(self):
        self.assertContains(self.begin(0), "This file is empty.", status_code=422)


class LimitTests(TusTestCase):
    def test_a_film_past_the_limit_is_refused_before_a_byte_is_sent(self):
        self.assertContains(self.begin(4096 * 1024 * 1024 + 1), "which is the most we can take", status_code=413)
        self.assertContains(self.begin("9" * 19), "which is the most we can take", status_code=413)

    def test_a_length_that_is_none_is_refused(self):
        for length in ("", "-5", "1e3", "0x10", "9" * 5000, "five"):
            with self.subTest(length[:10]):
                self.assertEqual(self.begin(length).status_code, 400)
        self.assertEqual(self.begin("", **{"Upload-Defer-Length": "1"}).status_code, 400)

    @override_settings(FILM_UPLOAD_QUOTA_BYTES=250)
    def test_one_person_s_unfinished_uploads_have_a_limit_together(self):
        url = self.begun(200)
        response = self.begin(51)
        self.assertContains(response, "Your unfinished uploads would come to more than", status_code=413)
        self.client.delete(url, headers=TUS)
        self.assertEqual(self.begin(51).status_code, 201)

    def test_nobody_begins_uploads_without_end(self):
        with mock.patch.object(uploads, "MAX_UNFINISHED", 2):
            self.assertEqual([self.begin(5).status_code for _ in range(3)], [201, 201, 429])

    def test_a_disk_with_no_room_for_all_that_is_to_come_takes_no_more(self):
        with (
            override_settings(FILM_DISK_RESERVE_BYTES=1000),
            mock.patch.object(LocalStore, "free_bytes", return_value=1300),
        ):
            self.assertEqual(self.begin(200).status_code, 201)
            self.assertContains(self.begin(101), "There is not enough room", status_code=507)

    def test_a_disk_that_fills_up_meanwhile_keeps_what_was_stored(self):
        url = self.begun()
        self.send(url, FILM_LIKE[:5000])
        with mock.patch.object(LocalStore, "append", side_effect=NoRoom):
            response = self.send(url, FILM_LIKE[5000:6000], at=5000)
        self.assertContains(response, "Your upload is kept.", status_code=507)
        self.assertEqual(self.send(url, FILM_LIKE[5000:6000], at=5000)["Upload-Offset"], "6000")

    def test_bytes_that_storage_lost_are_not_papered_over(self):
        url = self.begun()
        self.send(url, FILM_LIKE[:5000])
        with open(self.stored()[0], "r+b") as file:
            file.truncate(100)
        self.assertEqual(self.send(url, FILM_LIKE[5000:], at=5000).status_code, 410)
        self.assertFalse(Video.objects.exists())


class MetadataTests(TusTestCase):
    def test_what_is_not_base64_or_far_too_long_is_refused(self):
        for value in ("filename !!!", "filename YQ", "a YQ==,a YQ==", "na\tme YQ==", encoded(filename="x" * 10_000)):
            with self.subTest(value[:20]):
                self.assertEqual(self.begin(metadata=value).status_code, 400)
        not_utf8 = base64.b64encode(b"\xff\xfe").decode()
        self.assertEqual(self.begin(metadata=f"filename {not_utf8}").status_code, 400)
        self.assertFalse(FilmUpload.objects.exists())

    def test_names_lose_folders_and_control_characters_and_are_never_used_for_storing(self):
        name = "../../etc/\x00pass\r\nwd\u202e<img src=x onerror=alert(1)>.mp4"
        self.begun(filename=name, title="\x00Ward\n<b>", fingerprint="\x00print")
        upload = FilmUpload.objects.get()
        self.assertEqual(upload.filename, "passwd<img src=x onerror=alert(1)>.mp4")
        self.assertEqual((upload.title, upload.fingerprint), ("Ward<b>", "print"))
        self.assertRegex(upload.storage_name, r"^masters/[0-9a-f]{32}$")
        page = self.client.get(reverse("videos:add"))
        self.assertContains(page, "Unfinished uploads")
        self.assertNotContains(page, "<img src=x")

    def test_an_unknown_collection_is_refused(self):
        for asked in ("999", "x", "9" * 19, "-1"):
            with self.subTest(asked):
                self.assertIn(self.begin(metadata=encoded(collection=asked)).status_code, (400, 403))


class RightsTests(TusTestCase):
    def setUp(self):
        super().setUp()
        self.url = self.begun(filename="mine.mov")
        self.other = User.objects.create_user("other", "other@example.com", "x")
        group = Group.objects.create(name="Wards")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        self.ward = Collection.objects.get(depth=1).add_child(name="Ward films")
        self.right = GroupCollectionPermission.objects.create(
            group=group, collection=self.ward, permission=Permission.objects.get(codename="add_video")
        )
        self.other.groups.add(group)
        self.theirs = Client()
        self.theirs.force_login(self.other)

    def test_somebody_else_s_upload_is_not_found_whatever_is_asked(self):
        for response in (
            self.theirs.head(self.url, headers=TUS),
            self.send(self.url, FILM_LIKE[:10], client=self.theirs),
            self.theirs.delete(self.url, headers=TUS),
        ):
            self.assertEqual(response.status_code, 404)
        self.assertEqual(self.theirs.get(self.list_url).json(), {"uploads": []})
        self.assertEqual(len(self.client.get(self.list_url).json()["uploads"]), 1)

    def test_films_go_where_the_person_may_upload_and_nowhere_else(self):
        def begin(**metadata):
            given = {"Upload-Length": "5", "Upload-Metadata": encoded(**metadata), **TUS}
            return self.theirs.post(self.list_url, headers=given)

        self.assertEqual(begin(collection="1").status_code, 403)
        self.assertEqual(begin().status_code, 201)
        self.assertEqual(FilmUpload.objects.get(owner=self.other).collection, self.ward)

    def test_a_right_that_is_taken_away_ends_the_upload(self):
        begun = self.theirs.post(self.list_url, headers={"Upload-Length": "50", **TUS})
        self.right.delete()
        self.assertEqual(self.send(begun["Location"], FILM_LIKE[:10], client=self.theirs).status_code, 403)
        self.assertEqual(self.theirs.post(self.list_url, headers={"Upload-Length": "50", **TUS}).status_code, 403)

    def test_signed_out_nothing_is_said(self):
        for method in ("post", "get", "options"):
            response = getattr(Client(), method)(self.list_url, headers={"X-Requested-With": "XMLHttpRequest", **TUS})
            self.assertEqual(response.status_code, 403)


class _Interrupted:
    """A connection on which something happens after the first bytes."""

    def __init__(self, data: bytes, then) -> None:
        self.data, self.then = data, then

    def read(self, size: int) -> bytes:
        data, self.data = self.data[:size], self.data[size:]
        if not data:
            self.then, then = (lambda: None), self.then
            then()
        return data


class TogetherTests(TusTestCase):
    def test_while_one_request_adds_another_is_told_to_wait(self):
        url = self.begun()
        upload = FilmUpload.objects.get()
        answers = []
        stream = _Interrupted(FILM_LIKE[:100], lambda: answers.append(self.send(url, FILM_LIKE[:50])))
        uploads.receive(upload, at=0, length=200, stream=stream)
        self.assertEqual(answers[0].status_code, 423)
        self.assertEqual(self.ask(url)["Upload-Offset"], "100")
        self.assertEqual(self.send(url, FILM_LIKE[100:200], at=100).status_code, 204)

    def test_a_worker_that_died_keeps_nobody_waiting_for_ever(self):
        url = self.begun()
        soon = timezone.now() + dt.timedelta(seconds=5)
        FilmUpload.objects.update(lease=FilmUpload.objects.get().pk, lease_until=soon)
        self.assertEqual(self.send(url, FILM_LIKE[:50]).status_code, 423)
        FilmUpload.objects.update(lease_until=timezone.now())
        self.assertEqual(self.send(url, FILM_LIKE[:50]).status_code, 204)

    def test_a_request_that_wakes_up_after_another_went_on_writes_nothing(self):
        url = self.begun()

        def go_on():
            FilmUpload.objects.update(lease_until=timezone.now())
            self.assertEqual(self.send(url, FILM_LIKE[:300]).status_code, 204)

        late = _Interrupted(b"\x00\x00\x00\x14ftypXXXX" + b"X" * 188, go_on)
        with self.assertRaises(uploads.Busy):
            uploads.receive(FilmUpload.objects.get(), at=0, length=500, stream=late)
        self.assertEqual(self.ask(url)["Upload-Offset"], "300")
        with private_storage().open(FilmUpload.objects.get().storage_name) as file:
            self.assertEqual(file.read(), FILM_LIKE[:300])

    def test_a_broken_connection_keeps_what_came(self):
        class Broken(_Interrupted):
            def read(self, size: int) -> bytes:
                data = super().read(size)
                if not data:
                    raise ConnectionResetError
                return data

        self.begun()
        upload = FilmUpload.objects.get()
        uploads.receive(upload, at=0, length=5000, stream=Broken(FILM_LIKE[:1234], lambda: None))
        self.assertEqual(FilmUpload.objects.get().offset, 1234)


class ExpiryTests(TusTestCase):
    def test_each_piece_gives_more_time_and_says_until_when(self):
        url = self.begun()
        FilmUpload.objects.update(expires_at=timezone.now() + dt.timedelta(minutes=1))
        response = self.send(url, FILM_LIKE[:100])
        until = dt.datetime.strptime(response["Upload-Expires"], "%a, %d %b %Y %H:%M:%S %Z").replace(tzinfo=dt.UTC)
        self.assertGreater(until, timezone.now() + dt.timedelta(hours=71))

    def test_what_nobody_came_back_to_is_gone_with_its_bytes(self):
        url, kept = self.begun(), self.begun(filename="kept.mov")
        self.send(url, FILM_LIKE[:100])
        self.send(kept, FILM_LIKE[:100])
        FilmUpload.objects.exclude(filename="kept.mov").update(expires_at=timezone.now())
        self.assertEqual((self.ask(url).status_code, self.send(url, b"x", at=100).status_code), (410, 410))
        self.assertEqual(uploads.sweep(), uploads.Swept(removed=1))
        self.assertEqual((self.ask(url).status_code, len(self.stored())), (404, 1))
        self.assertEqual(self.ask(kept).status_code, 200)

    def test_a_person_who_is_deleted_leaves_no_bytes_behind(self):
        self.send(self.begun(), FILM_LIKE[:100])
        FilmUpload.objects.update(owner=None, collection=None, expires_at=timezone.now())
        uploads.sweep()
        self.assertEqual((self.stored(), FilmUpload.objects.count()), ([], 0))

    @pytest.mark.slow
    def test_a_film_outlives_the_row_of_its_upload(self):
        film = clip(seconds=1).read_bytes()
        self.send(self.begun(len(film)), film)
        FilmUpload.objects.update(expires_at=timezone.now())
        uploads.sweep()
        self.assertEqual((FilmUpload.objects.count(), len(self.stored())), (0, 1))
        self.assertTrue(private_storage().exists(Video.objects.get().master.name))

    @pytest.mark.slow
    def test_the_job_makes_the_film_of_an_upload_that_nobody_asks_about_again(self):
        film = clip(seconds=1).read_bytes()
        url = self.begun(len(film))
        with mock.patch("films.services.uploads._complete"):
            self.send(url, film)
        FilmUpload.objects.update(changed_at=timezone.now() - dt.timedelta(minutes=6))
        self.assertEqual(uploads.sweep(), uploads.Swept(completed=1))
        self.assertEqual(Video.objects.count(), 1)


class ListTests(TusTestCase):
    def test_it_says_what_can_be_gone_on_with(self):
        url = self.begun(filename="ward.mov", fingerprint="10028-1-ward.mov")
        self.send(url, FILM_LIKE[:5014])
        rows = json.loads(self.client.get(self.list_url).content)["uploads"]
        self.assertEqual(
            rows,
            [
                {
                    "url": url,
                    "name": "ward.mov",
                    "size": len(FILM_LIKE),
                    "percent": 50,
                    "fingerprint": "10028-1-ward.mov",
                }
            ],
        )
