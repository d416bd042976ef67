# Sourced by the scripts beside it: goes to the checkout's root and sets PYTHON to a Python of 3.11 or newer.
# PYTHON=... in the environment is tried first, then the versions the site is tested with, then any newer one.

cd "$(dirname "$0")/.." || exit 1

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for candidate in ${PYTHON:-} python3.11 python3.12 python3.13 python3 python; do
        if is_new_enough "$candidate"; then
            PYTHON=$candidate
            return
        fi
    done
    found=$(python3 --version 2>/dev/null) || found="no python3"
    echo "This site needs Python 3.11 or newer, and this machine has $found." >&2
    echo "Install one, or name it: PYTHON=/path/to/python3.12 $0" >&2
    exit 1
}

find_python
