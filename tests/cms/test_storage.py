"""Static files as production serves them."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponse
from django.test import RequestFactory, SimpleTestCase, override_settings
from whitenoise.middleware import WhiteNoiseMiddleware

IMPORT = re.compile(r"""^\s*(?:import|export)\b[^;]*?from\s*["'](\.[^"']+)["']""", re.M)
OURS = ("cms", "films", "comments")


@pytest.mark.slow
class CollectedScriptsTests(SimpleTestCase):
    def test_a_script_imports_the_names_its_neighbours_were_given(self):
        root = Path(settings.VAR_DIR) / "collected"
        backends = {**settings.STORAGES, "staticfiles": {"BACKEND": "cms.storage.StaticStorage"}}
        with override_settings(STATIC_ROOT=root, STORAGES=backends):
            call_command("collectstatic", verbosity=0, interactive=False)
        scripts = [path for app in OURS for path in (root / app).rglob("*.js") if "vendor" not in path.parts]
        imports = [(path, name) for path in scripts for name in IMPORT.findall(path.read_text(encoding="utf-8"))]
        self.assertTrue(imports, "no script imports another: this test looks in the wrong place")
        for path, name in imports:
            with self.subTest(script=path.name, imports=name):
                self.assertTrue((path.parent / name).resolve().is_file())


class StaticAnswerTests(SimpleTestCase):
    def test_a_static_file_is_not_lent_to_other_sites(self):
        with TemporaryDirectory() as folder, override_settings(STATIC_ROOT=folder):
            (Path(folder) / "site.0123456789ab.css").write_text("p { color: red }", encoding="utf-8")
            server = WhiteNoiseMiddleware(lambda request: HttpResponse(status=404))
            answer = server(RequestFactory().get("/static/site.0123456789ab.css"))
        self.assertEqual(answer.status_code, 200)
        self.assertNotIn("Access-Control-Allow-Origin", answer)
