"""Who may fetch which file, and in which parts."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.test import TestCase
from django.utils import timezone

from accounts.models import User
from films.models import FilmPage, Rendition, Withdrawal
from films.selectors.film_page import caption_url
from films.services.withdrawal import withdraw
from tests.films.factories import FilmPageFactory, PictureFactory, RenditionFactory, VideoFactory

FILM = bytes(range(256)) * 4  # 1,024 bytes that tell where they stand


def film_of_bytes(**fields) -> FilmPage:
    video = VideoFactory(ready=True)
    Rendition.objects.filter(video=video).delete()
    RenditionFactory(video=video, file=ContentFile(FILM, name="film.mp4"), size_bytes=len(FILM))
    return FilmPageFactory(video=video, **fields)


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


class RangeTests(TestCase):
    def setUp(self):
        self.url = film_of_bytes().video.mp4.url

    def test_the_whole_film_says_that_it_can_be_had_in_parts(self):
        answer = self.client.get(self.url)
        self.assertEqual((answer.status_code, body(answer)), (200, FILM))
        self.assertEqual(answer["Accept-Ranges"], "bytes")
        self.assertEqual(answer["Content-Length"], "1024")
        self.assertEqual(answer["Content-Type"], "video/mp4")
        self.assertEqual(answer["X-Content-Type-Options"], "nosniff")

    def test_parts_are_the_bytes_asked_for(self):
        table = {
            "bytes=0-0": (0, 0),
            "bytes=100-199": (100, 199),
            "bytes=1000-": (1000, 1023),
            "bytes=1000-99999": (1000, 1023),
            "bytes=-24": (1000, 1023),
            "bytes=-5000": (0, 1023),
        }
        for header, (start, end) in table.items():
            with self.subTest(header):
                answer = self.client.get(self.url, headers={"Range": header})
                self.assertEqual(answer.status_code, 206)
                self.assertEqual(answer["Content-Range"], f"bytes {start}-{end}/1024")
                self.assertEqual(body(answer), FILM[start : end + 1])
                self.assertEqual(answer["Content-Length"], str(end - start + 1))

    def test_parts_beyond_the_end_are_refused_with_the_length(self):
        for header in ("bytes=1024-", "bytes=5000-6000", "bytes=-0"):
            with self.subTest(header):
                answer = self.client.get(self.url, headers={"Range": header})
                self.assertEqual((answer.status_code, answer["Content-Range"]), (416, "bytes */1024"))

    def test_several_parts_and_nonsense_give_the_whole(self):
        for header in ("bytes=0-1,5-6", "bytes=9-3", "bytes=-", "bytes=a-b", "pages=1-2", "bytes=0-1;", "bytes=１-２"):
            with self.subTest(header):
                answer = self.client.get(self.url, headers={"Range": header})
                self.assertEqual((answer.status_code, len(body(answer))), (200, 1024))

    def test_numbers_of_any_length_never_fail(self):
        answer = self.client.get(self.url, headers={"Range": f"bytes={'9' * 4000}-"})
        self.assertEqual(answer.status_code, 416)
        answer = self.client.get(self.url, headers={"Range": f"bytes={'9' * 9000}-"})
        self.assertIn(answer.status_code, (200, 416))

    def test_head_gives_the_headers_alone(self):
        answer = self.client.head(self.url)
        self.assertEqual((answer.status_code, answer["Content-Length"], answer.content), (200, "1024", b""))
        answer = self.client.head(self.url, headers={"Range": "bytes=0-9"})
        self.assertEqual((answer.status_code, answer["Content-Length"]), (206, "10"))

    def test_a_reader_who_has_the_file_gets_nothing_again(self):
        first = self.client.get(self.url)
        for name, value in {"If-None-Match": first["ETag"], "If-Modified-Since": first["Last-Modified"]}.items():
            with self.subTest(name):
                self.assertEqual(self.client.get(self.url, headers={name: value}).status_code, 304)
        self.assertEqual(self.client.get(self.url, headers={"If-None-Match": '"another"'}).status_code, 200)

    def test_a_part_is_sent_only_of_the_file_the_reader_began(self):
        first = self.client.get(self.url)
        same = {first["ETag"]: 206, first["Last-Modified"]: 206, '"another"': 200, f"W/{first['ETag']}": 200, "x": 200}
        for condition, status in same.items():
            with self.subTest(condition):
                answer = self.client.get(self.url, headers={"Range": "bytes=0-9", "If-Range": condition})
                self.assertEqual(answer.status_code, status)

    def test_nobody_may_post_to_a_file(self):
        self.assertEqual(self.client.post(self.url).status_code, 405)


class WhoMayFetchTests(TestCase):
    def colleague(self) -> None:
        editor = User.objects.filter(username="editor").first() or User.objects.create_superuser("editor")
        self.client.force_login(editor)

    def test_a_public_film_may_be_kept_for_five_minutes_at_most(self):
        answer = self.client.get(film_of_bytes().video.mp4.url)
        self.assertEqual(answer["Cache-Control"], "public, max-age=300")
        self.assertFalse(answer.cookies)

    def test_films_that_are_not_public_are_unknown_to_readers_and_open_to_colleagues(self):
        for name, fields in {"draft": {"live": False}, "withdrawn": {"withdrawn_at": timezone.now()}}.items():
            with self.subTest(name):
                self.client.logout()
                film = film_of_bytes(**fields)
                track = film.video.caption_tracks.get()
                for address in (film.video.mp4.url, caption_url(track, "vtt"), caption_url(track, "txt")):
                    self.assertEqual(self.client.get(address).status_code, 404, address)
                    self.assertEqual(self.client.get(address, headers={"Range": "bytes=0-1"}).status_code, 404)
                self.colleague()
                for address in (film.video.mp4.url, caption_url(track, "vtt")):
                    answer = self.client.get(address)
                    self.assertEqual(answer.status_code, 200)
                    self.assertEqual(answer["Cache-Control"], "private, no-store")

    def test_withdrawing_takes_the_file_away_from_those_who_know_its_address(self):
        film = film_of_bytes()
        url, etag = film.video.mp4.url, self.client.get(film.video.mp4.url)["ETag"]
        withdraw(film, cause=Withdrawal.Cause.EDITORIAL)
        for headers in ({}, {"If-None-Match": etag}, {"Range": "bytes=0-1"}):
            self.assertEqual(self.client.get(url, headers=headers).status_code, 404)

    def test_sizes_of_a_picture_are_public_and_its_original_is_not(self):
        picture = PictureFactory()
        FilmPageFactory(poster=picture)
        size = picture.get_rendition("fill-160x160|format-webp")
        self.assertEqual(self.client.get(size.url)["Content-Type"], "image/webp")
        self.assertEqual(self.client.get(picture.file.url).status_code, 404)

    def test_tricks_with_paths_find_nothing(self):
        secret = Path(settings.MEDIA_ROOT).parent / "private"
        secret.mkdir(parents=True, exist_ok=True)
        (secret / "master.txt").write_text("secret")
        images = Path(settings.MEDIA_ROOT) / "images"
        images.mkdir(parents=True, exist_ok=True)
        tricks = [
            "images/../../private/master.txt",
            "images/..%2f..%2fprivate/master.txt",
            "images/%2e%2e/%2e%2e/private/master.txt",
            "images//etc/passwd",
            "/etc/passwd",
            "images/a%00.webp",
            "images/..\\..\\private\\master.txt",
            "films/../images/..",
            "films/1e3/x/film.mp4",
            "films/٣/x/film.mp4",
            "films/99999999999999999999999/x/film.mp4",
            "images/",
            "images",
            f"images/{'a' * 5000}",
        ]
        for trick in tricks:
            with self.subTest(trick[:60]):
                self.assertEqual(self.client.get(f"/media/{trick}").status_code, 404)

    def test_no_way_round_through_the_folders_opens_what_its_own_address_does_not(self):
        hidden, shown = film_of_bytes(live=False).video, film_of_bytes().video
        picture = PictureFactory()
        for folder in ("images", f"films/{hidden.pk}x"):
            (Path(settings.MEDIA_ROOT) / folder).mkdir(parents=True, exist_ok=True)
        film, original = hidden.mp4.file.name, picture.file.name
        rest = film.removeprefix("films/")
        ways = [
            f"images/../{film}",
            f"images/%2e%2e/{film}",
            f"images/%2E%2E%2F{film}",
            f"images/..%5C{film}",
            f"films/{shown.pk}/../{rest}",
            f"films/{shown.pk}/%2e%2e/{rest}",
            f"films/{shown.pk}/../../{original}",
            f"images/../{original}",
            f"images/.././{film}",
            f"./{film}",
            f"films//{rest}",
            f"images/../{shown.mp4.file.name}",
        ]
        for way in ways:
            with self.subTest(way):
                self.assertEqual(self.client.get(f"/media/{way}").status_code, 404)

    def test_a_link_among_the_pictures_opens_a_film_to_those_alone_who_may_see_the_film(self):
        hidden = film_of_bytes(live=False).video
        images = Path(settings.MEDIA_ROOT) / "images"
        images.mkdir(parents=True, exist_ok=True)
        os.symlink(Path(settings.MEDIA_ROOT) / hidden.mp4.file.name, images / "film-by-link.mp4")
        self.assertEqual(self.client.get("/media/images/film-by-link.mp4").status_code, 404)

    def test_a_link_that_leads_out_of_the_folder_is_not_followed(self):
        outside = Path(settings.MEDIA_ROOT).parent / "outside.txt"
        outside.parent.mkdir(parents=True, exist_ok=True)
        outside.write_text("secret")
        images = Path(settings.MEDIA_ROOT) / "images"
        images.mkdir(parents=True, exist_ok=True)
        os.symlink(outside, images / "link.webp")
        self.assertEqual(self.client.get("/media/images/link.webp").status_code, 404)


class CaptionFileTests(TestCase):
    def test_readers_take_the_words_in_three_formats(self):
        film = FilmPageFactory(ready=True, title="Home again")
        track = film.video.caption_tracks.get()
        starts = {"vtt": "WEBVTT", "srt": "1\r\n00:00:00,000", "txt": ""}
        for suffix, start in starts.items():
            with self.subTest(suffix):
                answer = self.client.get(caption_url(track, suffix))
                text = answer.content.decode().replace("\r\n", "\n")
                self.assertTrue(text.startswith(start.replace("\r\n", "\n")), text[:40])
                self.assertIn("My name is Ann.", text)
        self.assertIn("home-again", self.client.get(caption_url(track, "txt"))["Content-Disposition"])

    def test_unknown_tracks_are_not_found(self):
        for address in ("/captions/999999-1.vtt", "/captions/1-zz.vtt", f"/captions/{'9' * 18}-1.vtt"):
            self.assertEqual(self.client.get(address).status_code, 404)
