"""The site's own settings; only speed and storage differ."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "a key for tests only, long enough to sign with")
if "FILMS_TEST_DIR" not in os.environ:
    # The first process makes the folder and takes it away; parallel workers inherit it.
    os.environ["FILMS_TEST_DIR"] = tempfile.mkdtemp(prefix="films-tests-")
    atexit.register(shutil.rmtree, os.environ["FILMS_TEST_DIR"], ignore_errors=True)
_scratch = Path(os.environ["FILMS_TEST_DIR"])
os.environ["VAR_DIR"] = str(_scratch / "var")
os.environ["MEDIA_DIR"] = str(_scratch / "media")
os.environ["STATIC_ROOT"] = str(_scratch / "static")
(_scratch / "var").mkdir(exist_ok=True)
(_scratch / "static").mkdir(exist_ok=True)

from cms.settings import *  # noqa: E402, F403
from cms.settings import DATABASES, STORAGES  # noqa: E402

ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "background": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": []},
}
LOGGING = {"version": 1, "disable_existing_loggers": False}

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, so that the threads of a live server and of a worker share it as processes do in production.
    DATABASES["default"]["TEST"] = {"NAME": str(_scratch / "tests.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
