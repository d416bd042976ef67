"""The Nu HTML checker, the one behind validator.w3.org, over many pages in one start of Java."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.support import machine
from tests.support.not_run import not_run

TIMEOUT_S = 180


def nu(pages: Mapping[str, str | bytes], *, ignore: tuple[str, ...] = ()) -> None:
    """Fail with a readable list unless every page is valid HTML.

    ``pages`` maps a name, such as the address, to the page's source. ``ignore`` holds parts of messages that do not
    count. Where Java or the checker is missing the test counts as not run.
    """
    java, jar = machine.java(), machine.vnu_jar()
    if java is None or jar is None:
        not_run("the Nu HTML checker needs Java and npm (scripts/test fetches the checker)")
    with tempfile.TemporaryDirectory(prefix="nu-") as folder:
        names = {}
        for number, (name, source) in enumerate(pages.items()):
            file = Path(folder) / f"{number:04}.html"
            file.write_bytes(source if isinstance(source, bytes) else source.encode())
            names[file.name] = name
        command = [java, "-jar", str(jar), "--format", "json", "--exit-zero-always", "--also-check-css", folder]
        checked = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
    messages = json.loads(checked.stderr)["messages"]
    wrong = [
        f"{names.get(message.get('url', '').rpartition('/')[2], '?')}:{message.get('lastLine', '?')}: "
        f"{message['message']}\n"
        f"    {' '.join(message.get('extract', '').split())}"
        for message in messages
        if (message["type"] != "info" or message.get("subType") == "warning")
        and not any(part in message["message"] for part in ignore)
    ]
    assert not wrong, f"{len(wrong)} findings of the HTML checker\n" + "\n".join(wrong)
