"""Debian's packages that the tests can use; installed only by root, who may, and only where apt-get is there."""

from __future__ import annotations

import os
import shutil
import subprocess

from scripts.bootstrap import say

TIMEOUT_S = 300


def install_with_apt(package: str) -> bool:
    """Install one package; False when this user may not, the system is another, or it failed."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    say(f"Installing Debian's package {package}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", package]):
        try:
            done = subprocess.run(
                ["apt-get", "-qq", *arguments], env=environment, capture_output=True, timeout=TIMEOUT_S, check=False
            )
        except subprocess.TimeoutExpired:
            return False
        if done.returncode != 0:
            say(f"apt-get {arguments[0]} failed: {done.stderr.decode(errors='replace').strip()[-300:]}")
            return False
    return True
