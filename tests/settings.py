"""The site's own settings; only speed and storage differ."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "a key for tests only, long enough to sign with")
_scratch = Path(tempfile.mkdtemp(prefix="films-tests-"))
os.environ.setdefault("VAR_DIR", str(_scratch / "var"))
os.environ.setdefault("MEDIA_DIR", str(_scratch / "media"))
(_scratch / "var").mkdir(exist_ok=True)

from cms.settings import *  # noqa: E402, F403
from cms.settings import STORAGES  # noqa: E402

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
