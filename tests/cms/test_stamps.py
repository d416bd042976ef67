"""Form stamps: how old a form is can be told, and cannot be made up."""

from __future__ import annotations

import datetime as dt

import time_machine
from django.core import signing
from django.test import SimpleTestCase, override_settings

from cms.stamps import SALT, make_stamp, read_stamp

NOON = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)


class StampTests(SimpleTestCase):
    def test_a_stamp_tells_how_long_ago_its_form_was_made(self):
        with time_machine.travel(NOON, tick=False):
            value = make_stamp("comment:12")
        with time_machine.travel(NOON + dt.timedelta(seconds=90), tick=False):
            stamp = read_stamp(value, "comment:12")
        self.assertTrue(stamp.is_genuine)
        self.assertEqual(stamp.age_s, 90)

    def test_readers_of_one_second_get_the_same_stamp_so_one_cached_page_serves_all(self):
        with time_machine.travel(NOON, tick=False):
            self.assertEqual(make_stamp("comment:12"), make_stamp("comment:12"))

    def test_a_stamp_of_one_form_is_worthless_on_another(self):
        self.assertFalse(read_stamp(make_stamp("comment:12"), "comment:13").is_genuine)

    def test_forged_stamps_read_as_missing_and_never_raise(self):
        genuine = make_stamp("comment:12")
        elsewhere = signing.TimestampSigner(salt="other").sign_object({"for": "comment:12", "at": 0})
        a_list = signing.TimestampSigner(salt=SALT).sign_object(["comment:12"])
        for value in ("", "x", genuine[:-1], genuine + "x", "a:b:c", "\x00", "ü:ü:ü", "x" * 10_000, elsewhere, a_list):
            with self.subTest(value[:20]):
                self.assertFalse(read_stamp(value, "comment:12").is_genuine)

    def test_a_stamp_signed_with_another_key_is_forged(self):
        with override_settings(SECRET_KEY="another key that is quite long enough too"):
            value = make_stamp("comment:12")
        self.assertFalse(read_stamp(value, "comment:12").is_genuine)

    def test_a_clock_set_back_makes_no_negative_age(self):
        with time_machine.travel(NOON, tick=False):
            value = make_stamp("comment:12")
        with time_machine.travel(NOON - dt.timedelta(hours=1), tick=False):
            self.assertEqual(read_stamp(value, "comment:12").age_s, 0)
