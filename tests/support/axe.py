"""An accessibility scan of the page as it stands in the browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parent / "vendor" / "axe-core" / "4.14.1" / "axe.min.js"
# WCAG 2.0 to 2.2, levels A and AA, and what axe-core calls best practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
MAX_NODES_SHOWN = 5
SETTLED = """() => {
  const ends = (animation) => animation.effect?.getComputedTiming().endTime !== Infinity;
  const running = document.getAnimations().filter((each) => each.playState === "running" && ends(each));
  return Promise.allSettled(running.map((animation) => animation.finished));
}"""


def axe(page: Page, *, within: str | None = None, without: tuple[str, ...] = ()) -> None:
    """Fail with a readable list unless the page has no violation.

    ``within`` limits the scan to a CSS selector; ``without`` leaves selectors out. The scanner goes in through the
    debugging protocol, since a page with a strict content policy lets no script in by any other door.
    """
    context: dict[str, Any] = {"include": [[within]] if within else [["html"]]}
    if without:
        context["exclude"] = [[selector] for selector in without]
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    # Colours of what is still fading in are nobody's choice. What moves for ever is judged as it stands.
    page.evaluate(SETTLED)
    protocol = page.context.new_cdp_session(page)
    try:
        _evaluate(protocol, AXE.read_text(encoding="utf-8") + ";void 0")
        run = f"axe.run({json.dumps(context)}, {json.dumps(options)}).then((found) => JSON.stringify(found.violations))"
        violations = json.loads(_evaluate(protocol, run))
    finally:
        protocol.detach()
    assert not violations, _report(page.url, violations)


def _evaluate(protocol: Any, expression: str) -> Any:
    answer = protocol.send("Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True})
    if "exceptionDetails" in answer:
        raise RuntimeError(f"The accessibility scan broke: {answer['exceptionDetails']}")
    return answer["result"].get("value")


def _report(url: str, violations: list[dict[str, Any]]) -> str:
    lines = [f"{len(violations)} accessibility violations at {url}"]
    for violation in violations:
        nodes = violation["nodes"]
        lines.append(f"\n{violation['id']} ({violation['impact']}): {violation['help']}\n  {violation['helpUrl']}")
        for node in nodes[:MAX_NODES_SHOWN]:
            why = " ".join(node.get("failureSummary", "").split())
            lines.append(f"  - {' '.join(map(str, node['target']))}\n      {node['html'][:200]}\n      {why}")
        if len(nodes) > MAX_NODES_SHOWN:
            lines.append(f"  … and {len(nodes) - MAX_NODES_SHOWN} more")
    return "\n".join(lines)
