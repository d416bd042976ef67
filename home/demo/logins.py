"""The demo's log-ins: one for each role, with pass phrases made for this installation only."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group

from accounts.models import User

# Role: user name, group, what to look at.
ROLES = {
    "editor": ("demo-editor", "Editors", "films, people, captions"),
    "moderator": ("demo-moderator", "Moderators", "the comment queue"),
    "administrator": ("demo-administrator", "Administrators", "everything, settings too"),
}
ON_CALL_EMAIL = "on-call@films.example"
WORDS = """
acorn amber bench birch bread brook candle cedar cherry chalk clover comet copper coral cotton daisy fern
field flint garden ginger hazel heron honey island ivory kettle ladder lantern lemon linen maple meadow mellow
mint morning moss orchard otter paper pebble pepper pillow plum poppy quilt rain river robin rosemary saffron
sail sparrow stone summer thistle thyme tulip velvet violet walnut willow window winter wren
""".split()  # noqa: SIM905 – a list of 64 strings is no easier to read


def file() -> Path:
    """Where the pass phrases are kept, readable by the owner only."""
    return settings.VAR_DIR / "demo-logins.txt"


def ensure() -> dict[str, User]:
    """The three people, made or completed; a pass phrase is made anew only where the file does not hold it."""
    kept = _kept()
    people = {}
    for role, (username, group, _) in ROLES.items():
        user, made = User.objects.get_or_create(
            username=username,
            defaults={
                "email": f"{username}@films.example",
                "first_name": "Demo",
                "last_name": role.capitalize(),
                "is_demo": True,
            },
        )
        user.groups.add(Group.objects.get(name=group))
        if made or username not in kept:
            kept[username] = "-".join(secrets.choice(WORDS) for _ in range(5))
            user.set_password(kept[username])
            user.save()
        people[role] = user
    _keep(kept)
    return people


def remove() -> None:
    """Take the people and the file away."""
    User.objects.filter(is_demo=True).delete()
    file().unlink(missing_ok=True)


def _kept() -> dict[str, str]:
    try:
        lines = file().read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    return dict(line.split(maxsplit=2)[:2] for line in lines if len(line.split()) >= 2)  # type: ignore[misc]


def _keep(phrases: dict[str, str]) -> None:
    rows = [f"{username:<20} {phrases[username]:<40} {shows}" for username, _, shows in ROLES.values()]
    target = file()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch(mode=0o600)
    target.write_text("\n".join(rows) + "\n", encoding="utf-8")
