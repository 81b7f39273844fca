"""``python -m tests.formats.make_fixture``: what is stored by the last commit of this issue.

Writes ``data/issue-12.json``. Run with the last commit of an issue, under the issue's name; a file
of an issue that has ended is never written again (docs/decisions/stored-formats.md).
"""

import os
import subprocess
import sys
import time

from tests.formats.history import lived, reads
from tests.formats.recording import DATA, recorded, written
from tests.formats.seeded import process, seeded

ISSUE = "issue-12"


def made() -> str:
    """The recording's text: the same each time for the same commit."""
    with process() as here, seeded(here.clock):
        secrets = lived(here)
        # A minute on, so that building counts against nobody's rate.
        here.clock.advance(minutes=1)
        return written(recorded(here, secrets, reads(here, secrets)))


def main() -> int:
    if os.environ.get("PYTHONHASHSEED") != "0":
        # Members of stored documents stand in the order of the process's hashes.
        again = [sys.executable, "-m", "tests.formats.make_fixture"]
        return subprocess.run(again, env={**os.environ, "PYTHONHASHSEED": "0"}).returncode
    started = time.monotonic()
    text = made()
    path = DATA / f"{ISSUE}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    size = len(text.encode())
    print(f"{path.name}: {size:,} bytes in {time.monotonic() - started:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
