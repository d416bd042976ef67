"""The settings as a production machine would load them, each time in a fresh process."""

from __future__ import annotations

from unittest import skipUnless

from django.db import connection
from django.test import SimpleTestCase, TestCase

from tests.support.site_process import PRODUCTION, SECRET, manage, setting

BASE = {"SECRET_KEY": SECRET}


class StartTests(SimpleTestCase):
    def test_production_settings_pass_every_deployment_check(self):
        checked = manage("check", "--deploy", "--fail-level", "WARNING", environment=PRODUCTION)
        self.assertEqual(checked.returncode, 0, checked.stderr)
        self.assertIn("no issues (0 silenced)", checked.stdout + checked.stderr)

    def test_a_missing_secret_stops_the_start_with_one_sentence(self):
        stopped = manage("check", environment={})
        self.assertNotEqual(stopped.returncode, 0)
        self.assertIn("Set SECRET_KEY in the environment.", stopped.stderr)

    def test_a_short_secret_and_plain_http_are_told_by_the_deployment_check(self):
        told = manage("check", "--deploy", environment={"SECRET_KEY": "short"}).stderr
        self.assertIn("cms.E001", told)
        self.assertIn("cms.W001", told)
        self.assertIn("cms.W002", told, "mail that is written to files")

    def test_a_bucket_is_told_to_answer_without_asking_the_site(self):
        told = manage(
            "check", "--deploy", environment={**PRODUCTION, "S3_BUCKET": "films", "S3_PRIVATE_BUCKET": "masters"}
        )
        self.assertIn("cms.W003", told.stderr)
        self.assertIn("Unpublishing a film does not close the addresses of its files.", told.stderr)

    def test_debugging_is_off_unless_asked_for(self):
        self.assertEqual(setting("settings.DEBUG", {"SECRET_KEY": SECRET}), "False")

    def test_a_proxy_is_believed_only_when_it_is_named(self):
        header = "getattr(settings, 'SECURE_PROXY_SSL_HEADER', None)"
        self.assertEqual(setting(header, {"SECRET_KEY": SECRET}), "None")
        self.assertIn("HTTP_X_FORWARDED_PROTO", setting(header, PRODUCTION))


class BackendTests(SimpleTestCase):
    """Which variables select which backends: what an expression over the settings must print."""

    CASES = (
        (
            {},
            {
                "DATABASES['default']['ENGINE']": "sqlite3",
                "CACHES['default']['BACKEND']": "DatabaseCache",
                "STORAGES['default']['BACKEND']": "FileSystemStorage",
                "STORAGES['private']['OPTIONS']['base_url']": "None",
                "SECURE_HSTS_SECONDS": "0",
            },
        ),
        (
            {"DATABASE_URL": "postgres://u:p@db/films", "REDIS_URL": "redis://cache:6379/0"},
            {"DATABASES['default']['ENGINE']": "postgresql", "CACHES['default']['BACKEND']": "django_redis"},
        ),
        (
            {"S3_BUCKET": "a", "S3_PRIVATE_BUCKET": "b", "S3_PUBLIC_ORIGIN": "https://m.example"},
            {
                "STORAGES['default']['BACKEND']": "S3Storage",
                "STORAGES['private']['OPTIONS']['bucket_name']": "b",
                "STORAGES['private']['OPTIONS'].get('querystring_auth', True)": "True",
                "CONTENT_SECURITY_POLICY['DIRECTIVES']['media-src']": "https://m.example",
            },
        ),
        (PRODUCTION, {"SESSION_COOKIE_SECURE": "True", "CSRF_COOKIE_SECURE": "True", "SECURE_SSL_REDIRECT": "True"}),
    )

    def test_variables_select_backends(self):
        for variables, expected in self.CASES:
            printed = setting(f"*({', '.join(f'settings.{name}' for name in expected)},), sep='\\n'", BASE | variables)
            for (name, part), value in zip(expected.items(), printed.splitlines(), strict=True):
                with self.subTest(variables=variables, name=name):
                    self.assertIn(part, value)

    def test_a_bucket_without_a_private_one_stops_the_start(self):
        stopped = manage("check", environment={"SECRET_KEY": SECRET, "S3_BUCKET": "a"})
        self.assertIn("Set S3_PRIVATE_BUCKET in the environment.", stopped.stderr)


@skipUnless(connection.vendor == "sqlite", "about SQLite")
class SqliteTests(TestCase):
    def test_readers_do_not_wait_for_a_writer_and_writers_queue(self):
        with connection.cursor() as cursor:
            values = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
        self.assertEqual(values, PRAGMAS)
        self.assertEqual(connection.transaction_mode, "IMMEDIATE")


PRAGMAS = {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 20_000}
