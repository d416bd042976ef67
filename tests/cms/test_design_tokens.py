"""The colours of the public site, read from the stylesheet that serves them."""

import re
from pathlib import Path

from django.test import SimpleTestCase

ROOT = Path(__file__).resolve().parents[2]
STYLESHEET = ROOT / "cms/static/cms/site.css"

TEXT = 4.5  # WCAG 2.2, 1.4.3: text of ordinary size
MARK = 3.0  # WCAG 2.2, 1.4.11: edges of controls, icons, focus

PAIRS = [  # foreground, ground, ratio to reach
    ("ink", "paper", TEXT),
    ("ink", "mist", TEXT),
    ("muted", "paper", TEXT),
    ("muted", "mist", TEXT),
    ("brand", "paper", TEXT),
    ("link", "paper", TEXT),
    ("link", "mist", TEXT),
    ("error", "paper", TEXT),
    ("error", "mist", TEXT),
    ("on-action", "action", TEXT),
    ("on-action", "action-hover", TEXT),
    ("on-deep", "deep", TEXT),
    ("on-deep", "deep-raised", TEXT),
    ("on-deep-muted", "deep", TEXT),
    ("on-deep-muted", "deep-raised", TEXT),
    ("on-focus", "focus", TEXT),
    ("on-focus", "cue", TEXT),
    ("border", "paper", MARK),
    ("border", "mist", MARK),
    ("on-deep-border", "deep", MARK),
    ("cue", "deep", MARK),
    ("focus", "deep", MARK),
]


def declarations(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", block))


def block_after(selector: str, css: str) -> str:
    start = css.index(selector) + len(selector)
    return css[start : css.index("}", start)]


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


class ColourTests(SimpleTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        css = STYLESHEET.read_text()
        cls.light = declarations(block_after(":root {", css))
        cls.dark_by_device = declarations(block_after(':root:not([data-theme="light"]) {', css))
        cls.dark_by_choice = declarations(block_after(':root[data-theme="dark"] {', css))

    def test_each_pair_of_colours_can_be_read_in_both_schemes(self):
        schemes = {"light": self.light, "dark": self.light | self.dark_by_choice}
        for scheme, tokens in schemes.items():
            for foreground, ground, least in PAIRS:
                with self.subTest(scheme=scheme, pair=f"{foreground} on {ground}"):
                    self.assertGreaterEqual(contrast(tokens[foreground], tokens[ground]), least)

    def test_a_reader_who_chooses_dark_sees_the_same_dark_as_the_device_would_show(self):
        self.assertEqual(self.dark_by_choice, self.dark_by_device)


class PolicyTests(SimpleTestCase):
    """The content security policy allows no inline script, no style attribute and no data: image."""

    def test_no_template_of_the_public_site_needs_what_the_policy_forbids(self):
        forbidden = re.compile(
            r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*(\ssrc=|\stype=\"application/ld\+json\"))|javascript:|data:image"
        )
        for path in (ROOT / "templates").rglob("*.html"):
            with self.subTest(template=str(path.relative_to(ROOT))):
                self.assertIsNone(forbidden.search(path.read_text()))

    def test_stylesheets_fetch_nothing_from_elsewhere(self):
        for path in (STYLESHEET, ROOT / "films/static/films/film.css"):
            with self.subTest(stylesheet=path.name):
                self.assertNotRegex(path.read_text(), r"url\(\s*[\"']?(https?:|//|data:)|@import")
