"""Puts limits on itself, then becomes the tool it was asked to start.

Run as a script by ``child.run``: ``python -I -S launcher.py '{limits as JSON}' tool argument...``. Being a
program of its own, it needs no ``preexec_fn``, which runs Python between fork and exec and can deadlock in a
worker with threads: a lock that another thread held at the fork is never released in the child.
It imports the standard library only and never returns.
"""

import contextlib
import ctypes
import json
import os
import resource
import signal
import sys

PR_SET_PDEATHSIG = 1  # prctl(2)
PR_SET_NO_NEW_PRIVS = 38
CLONE_NEWUSER = 0x10000000  # unshare(2)
CLONE_NEWNET = 0x40000000


def main() -> None:
    asked = json.loads(sys.argv[1])
    command = sys.argv[2:]
    libc = ctypes.CDLL(None, use_errno=True)
    leave_the_network(libc)
    # After unshare, because a change of credentials clears it.
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != asked["parent"]:
        os._exit(125)  # the worker died before we could ask to die with it
    os.umask(0o077)
    os.nice(asked["niceness"])
    keep_to_cores(asked["cores"])
    for name, value in asked["limits"].items():
        set_limit(getattr(resource, name), value)
    # Python ignores these two, and a child inherits that; with them ignored, a file that grows past its limit
    # would read as an ordinary write error.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    os.execve(command[0], command, os.environ)  # noqa: S606 - no shell: that is the point


def leave_the_network(libc: ctypes.CDLL) -> None:
    """Move to a network namespace with no interfaces, where the system lets us; elsewhere nothing changes."""
    with contextlib.suppress(AttributeError):
        if libc.unshare(CLONE_NEWNET) != 0:
            libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)


def keep_to_cores(count: int) -> None:
    """Run on ``count`` of the cores we may use, drawn by lot so that two films seldom share; 0 leaves them all.

    An encoder starts threads as it likes, one a picture size and more; this bounds what they take together.
    """
    ours = sorted(os.sched_getaffinity(0))
    if 0 < count < len(ours):
        os.sched_setaffinity(0, sorted(ours, key=lambda _: os.urandom(4))[:count])


def set_limit(kind: int, value: int) -> None:
    """Set a soft and a hard limit. Processor time keeps five seconds between: SIGXCPU, then SIGKILL."""
    _, ceiling = resource.getrlimit(kind)
    hard = value + 5 if kind == resource.RLIMIT_CPU else value
    if ceiling != resource.RLIM_INFINITY:
        hard = min(hard, ceiling)
    resource.setrlimit(kind, (min(value, hard), hard))


if __name__ == "__main__":
    main()
