"""Static files as production serves them."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import HttpResponse
from django.test import RequestFactory, SimpleTestCase, override_settings
from whitenoise.middleware import WhiteNoiseMiddleware


class StaticAnswerTests(SimpleTestCase):
    def test_a_static_file_is_not_lent_to_other_sites(self):
        with TemporaryDirectory() as folder, override_settings(STATIC_ROOT=folder):
            (Path(folder) / "site.0123456789ab.css").write_text("p { color: red }", encoding="utf-8")
            server = WhiteNoiseMiddleware(lambda request: HttpResponse(status=404))
            answer = server(RequestFactory().get("/static/site.0123456789ab.css"))
        self.assertEqual(answer.status_code, 200)
        self.assertNotIn("Access-Control-Allow-Origin", answer)
