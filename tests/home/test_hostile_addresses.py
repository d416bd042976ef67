"""No address that a stranger makes up reaches the database as words it cannot hold."""

from django.test import TestCase
from django.urls import URLPattern, get_resolver
from django.urls.converters import SlugConverter, StringConverter

from tests.comments.factories import CommentFactory
from tests.films.factories import FilmPageFactory

# Files are looked for by a path that has been looked over first.
LOOKED_OVER = {"media"}
HOSTILE = ("%00", "a%00b", "%00" * 32, "%ff%fe", "%F0%9F%8E%AC", "..", "%2e%2e%2f", "a" * 3000, "'\"<>", "%0d%0aX:1")
# {} stands for what a stranger puts there.
PLACES = (
    "/comments/r/{}/",
    "/comments/r/{}/withdraw/",
    "/comments/report/{}/",
    "/comments/report/sent/{}/",
    "/comments/{}/",
    "/comments/1/{}/",
    "/accounts/{}/login/",
    "/captions/{}-1.vtt",
    "/captions/1-{}.vtt",
    "/stream/{}/0123456789ab/master.m3u8",
    "/stream/1/{}/master.m3u8",
    "/media/{}",
    "/media/images/{}",
    "/media/original_images/{}",
    "/media/films/{}/film.mp4",
    "/messages/{}/",
    "/documents/{}/a.pdf",
    "/documents/1/{}",
    "/people/{}/",
    "/practice-areas/{}/",
    "/films/{}/",
    "/{}/",
)


def own_patterns(resolver=None, where=""):
    """Every address of the site that is not the admin's."""
    for pattern in (resolver or get_resolver()).url_patterns:
        address = where + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield address, pattern
        elif address != "admin/":
            yield from own_patterns(pattern, address)


class HostileAddressTests(TestCase):
    def test_no_address_takes_just_any_words(self):
        takes_anything = {
            pattern.name
            for _, pattern in own_patterns()
            for converter in pattern.pattern.converters.values()
            if isinstance(converter, StringConverter) and not isinstance(converter, SlugConverter)
        }
        self.assertEqual(takes_anything, LOOKED_OVER)

    def test_made_up_addresses_are_not_found(self):
        FilmPageFactory(ready=True)
        for place in PLACES:
            for words in HOSTILE:
                with self.subTest(place=place, words=words[:12]):
                    self.assertIn(self.client.get(place.format(words)).status_code, (400, 404, 405))

    def test_made_up_questions_get_an_answer(self):
        film = FilmPageFactory(ready=True)
        for name in ("q", "page", "area", "topic", "series", "length", "access", "words", "t", "reference", "next"):
            for address in ("/search/", "/films/", film.url, "/people/", "/practice-areas/"):
                for words in ("%00", "a%00", "%ff"):
                    with self.subTest(address=address, name=name, words=words):
                        self.assertLess(self.client.get(f"{address}?{name}={words}").status_code, 500)

    def test_real_ones_are_found(self):
        comment = CommentFactory(page=FilmPageFactory(), approved=True)
        for address in (f"/comments/r/{comment.access_token}/", f"/comments/report/{comment.reference}/"):
            self.assertEqual(self.client.get(address).status_code, 200)
