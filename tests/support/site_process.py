"""Runs manage.py in a process of its own, with nothing of this one's environment: what a fresh machine would see."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.support.machine import ROOT

TIMEOUT_S = 300
SECRET = "f3nS8-a-long-random-looking-secret-for-checks-Q7xW2vB9kL4"

# A site as it would run in public: https, a proxy in front, PostgreSQL, Redis, mail by SMTP.
PRODUCTION = {
    "SECRET_KEY": SECRET,
    "SITE_URL": "https://films.example.org",
    "ALLOWED_HOSTS": "films.example.org",
    "TRUSTED_PROXY_COUNT": "1",
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
}


def manage(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """``manage.py arguments`` with the site's own settings and just this environment."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "cms.settings", **environment},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )


def setting(expression: str, environment: dict[str, str]) -> str:
    """What an expression over ``settings`` prints in such a process."""
    code = f"from django.conf import settings; print({expression})"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "cms.settings", **environment},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
