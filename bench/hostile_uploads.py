"""Runs bad uploads through sniff, probe and a full decode, then through the site itself: the upload view an editor's
browser talks to, and every step the worker would run. Prints what became of them.

    scripts/bench hostile_uploads

Ends with 1 when a tool crashed or hung, when a file that must stay shut was handed to a tool, when the site
answered with an error of its own, or when anything but a sentence came back.
``tests/support/hostile_films.py`` builds the same films every time. A line for each file:
``.venv/bin/python -m bench.hostile_uploads -v``.
"""

import base64
import io
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from bench._site import TUS, set_up
from films.models import FilmUpload, Video
from films.processing import ffmpeg, probe, sniff, verify
from films.processing.errors import Damaged, FfmpegTimedOut, FilmError, NotAFilm, Refused, Unreadable
from films.processing.limits import Limits
from tests.support.hostile_films import Upload, build

LIMITS = Limits(wall_seconds=30, cpu_seconds=30, probe_wall_seconds=20, probe_cpu_seconds=15)
OUTCOMES = ("refused unopened", "refused by limits", "unreadable", "damaged", "decoded", "ffmpeg failed")
HUNG_S = 120  # of all steps for one short film
SITE_OUTCOMES = ("refused at the door", "refused by the worker", "became a film")
SITE_FAULTS = ("5xx", "hung", "crashed", "no sentence")
BAD_OUTCOMES = ("timed out", "crashed", "no sentence", "opened")


def outcome(upload: Upload, folder: Path) -> tuple[str, str]:
    """What became of one upload, as one of the words above, and the sentence its owner would read."""
    try:
        source = sniff.source_at(upload.path)
        if upload.is_refused_unopened:
            return "opened", f"taken for {source.container.value}"
        facts = probe.probe(source, LIMITS)
        verify.verify(source, facts, folder=folder, limits=LIMITS)
    except NotAFilm as error:
        return "refused unopened", error.sentence
    except Damaged as error:
        return "damaged", error.sentence
    except FilmError as error:
        if "killed by a signal" in error.detail:
            return "crashed", error.detail
        if isinstance(error, FfmpegTimedOut) or "timed out" in error.detail or "out of processor" in error.detail:
            return "timed out", error.detail
        if isinstance(error, Unreadable):
            return "unreadable", error.sentence
        return ("refused by limits" if isinstance(error, Refused) else "ffmpeg failed"), error.sentence
    except Exception as error:
        return "no sentence", repr(error)
    return "decoded", ""


def through_the_site(client: Client, upload: Upload) -> tuple[str, str]:
    """What the site made of one upload, as one of the words above, and the sentence its owner would read."""
    data, started = upload.path.read_bytes(), time.monotonic()
    name = base64.b64encode(upload.path.name.encode("utf-8", "replace")).decode()
    given = {"Upload-Length": str(len(data)), "Upload-Metadata": f"filename {name}", **TUS}
    response = client.post(reverse("film_uploads:list"), headers=given)
    if response.status_code == 201:
        response = client.generic(
            "PATCH",
            response["Location"],
            data,
            content_type="application/offset+octet-stream",
            headers={"Upload-Offset": "0", **TUS},
        )
    if response.status_code >= 500:
        return "5xx", f"status {response.status_code}"
    if response.status_code >= 400:
        words = response.content.decode()
        return ("refused at the door" if words.endswith(".") else "no sentence"), words
    video = FilmUpload.objects.latest("created_at").video
    try:
        call_command("process_videos", video.pk, verbosity=0, stdout=io.StringIO())
    except Exception as error:
        return "crashed", repr(error)
    video.refresh_from_db()
    if any("killed by a signal" in step.detail for step in video.steps.all()):
        return "crashed", video.problem
    if time.monotonic() - started > HUNG_S:
        return "hung", video.problem
    if video.status == Video.Status.READY:
        return "became a film", ""
    if video.status != Video.Status.FAILED or not video.problem.endswith("."):
        return "no sentence", f"{video.status}: {video.problem}"
    return "refused by the worker", video.problem


def table(counts: dict[str, Counter[str]], words: tuple[str, ...]) -> None:
    print(f"{'kind':19}" + "".join(f"{word:>22}" for word in words))
    for kind, counted in [*counts.items(), ("all", sum(counts.values(), Counter()))]:
        print(f"{kind:19}" + "".join(f"{counted[word] or '-':>22}" for word in words))


def main() -> int:
    client = set_up()
    at_the_site: dict[str, Counter[str]] = {}
    counts: dict[str, Counter[str]] = {}
    slowest, bad = (0.0, ""), []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "uploads").mkdir()
        with ffmpeg.private_folder(folder) as work:
            uploads = build(folder / "uploads")
            for upload in uploads:
                started = time.monotonic()
                word, sentence = outcome(upload, work)
                slowest = max(slowest, (time.monotonic() - started, upload.path.name))
                counts.setdefault(upload.kind, Counter())[word] += 1
                if word in BAD_OUTCOMES:
                    bad.append(f"{upload.path.name!r}: {word}: {sentence}")
                answer, told = through_the_site(client, upload)
                at_the_site.setdefault(upload.kind, Counter())[answer] += 1
                if answer in SITE_FAULTS or (upload.is_refused_unopened and answer != "refused at the door"):
                    bad.append(f"{upload.path.name!r} at the site: {answer}: {told}")
                if "-v" in sys.argv:
                    print(f"{upload.kind:18} {upload.path.name[:30]!r:34} {word:17} {sentence} | {answer}: {told}")
    table(counts, OUTCOMES + BAD_OUTCOMES)
    print("Through the upload view and the worker's steps:")
    table(at_the_site, SITE_OUTCOMES + SITE_FAULTS)
    print(f"{len(uploads)} files; slowest {slowest[0]:.1f} s ({slowest[1]!r})")
    for line in bad:
        print("BAD", line)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
