"""Data of another make is never read: which format a home's data has, and starting anew.

A home is the local stage's directory (``.local``). Its stamp is the file ``data-format``; on AWS a
tag of the stack says the same (``infra.stack``).
"""

from datetime import date
from pathlib import Path

from chalicelib.store.formats import DATA_FORMAT
from infra import local_aws

STAMP = "data-format"
#: What belongs to the local stage's data, the stamp first: a move that is cut short leaves data
#: without a stamp, which is refused. Other stages' directories and former data stay where they are.
DATA = (STAMP, "stack.json", "operator-key", "demo.json", "sample-data", "aws")


class OtherFormatError(RuntimeError):
    """The data there has another format than this make reads, or one that nobody can tell."""


def require(home: Path) -> None:
    """Return when this make reads the data under ``home``; stamp a home that has none yet.

    Raises OtherFormatError, which says what is there and how to start anew.
    """
    if not holds_data(home):
        home.mkdir(parents=True, exist_ok=True)
        (home / STAMP).write_text(f"{DATA_FORMAT}\n", encoding="utf-8")
        return
    found = _stamp(home)
    if found != str(DATA_FORMAT):
        raise OtherFormatError(_refusal(home, found))


def holds_data(home: Path) -> bool:
    """Whether anything was ever deployed from ``home``, or is stored there."""
    if (home / "stack.json").exists():
        return True
    stored = (home / "aws" / "state", home / "aws" / "s3")
    return any(path.is_file() for place in stored for path in place.rglob("*"))


def set_aside(home: Path, today: date) -> Path | None:
    """Move the data under ``home`` to ``old-<date>`` in it; None when there is none.

    A local AWS that runs on it is stopped first, so that it writes its state. Raises
    local_aws.LocalAwsError when it does not stop.
    """
    local_aws.stop(home / "aws")
    found = [home / name for name in DATA if (home / name).exists()]
    if not holds_data(home):
        return None
    place = _free_place(home, f"old-{today.isoformat()}")
    place.mkdir()
    for path in found:
        path.rename(place / path.name)
    return place


def _free_place(home: Path, name: str) -> Path:
    place, number = home / name, 1
    while place.exists():
        number += 1
        place = home / f"{name}-{number}"
    return place


def _stamp(home: Path) -> str | None:
    try:
        return (home / STAMP).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None


def _refusal(home: Path, found: str | None) -> str:
    has = "no format recorded (an older make wrote it)" if found is None else f"format {found}"
    return (
        f"The data under {home} has {has}; this make reads format {DATA_FORMAT}.\n"
        "Nothing was started, and the data was neither read nor changed.\n"
        "To start anew: make up ANEW=yes\n"
        f"  (python -m infra.up --home {home} --anew)\n"
        f"The old data is moved to {home}/old-<date>/ then; nothing is deleted.\n"
        "To go on with it, use the version that wrote it. UPGRADING.md tells more."
    )
