"""Refuse stored data of another format, and move it aside to start with nothing.

A home is the local stage's directory (``.local``). Its stamp, the file ``data-format``, holds the
format's number. On AWS a tag of the stack holds it (``infra.stack``).
"""

from datetime import date
from pathlib import Path

from chalicelib.store.formats import DATA_FORMAT
from infra import local_aws

STAMP = "data-format"
#: The local stage's data, the stamp first: an interrupted move leaves data without a stamp, which
#: is refused. Other stages' directories and former data are not moved.
DATA = (STAMP, "stack.json", "operator-key", "demo.json", "sample-data", "coefficients", "aws")


class OtherFormatError(RuntimeError):
    """The stored data has another format than this version reads, or an unreadable stamp."""


def require(home: Path) -> None:
    """Check that this version reads the data under ``home``; stamp a home without data.

    Raises OtherFormatError, which says what was found and how to start with new data.
    """
    if not holds_data(home):
        home.mkdir(parents=True, exist_ok=True)
        (home / STAMP).write_text(f"{DATA_FORMAT}\n", encoding="utf-8")
        return
    found = _stamp(home)
    if found != str(DATA_FORMAT):
        raise OtherFormatError(_refusal(home, found))


def holds_data(home: Path) -> bool:
    """Tell whether anything was ever deployed from ``home``, or is stored there."""
    if (home / "stack.json").exists():
        return True
    stored = (home / "aws" / "state", home / "aws" / "s3")
    return any(path.is_file() for place in stored for path in place.rglob("*"))


def set_aside(home: Path, today: date) -> Path | None:
    """Move the data under ``home`` to ``old-<date>`` in it; return that path, None without data.

    A running local AWS is stopped first, so that it writes its state. Raises
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
    has = "no format recorded (an older version wrote it)" if found is None else f"format {found}"
    return (
        f"The data under {home} has {has}; this version reads format {DATA_FORMAT}.\n"
        "Nothing was started, and the data was neither read nor changed.\n"
        "To start anew: make up ANEW=yes\n"
        f"  (python -m infra.up --home {home} --anew)\n"
        f"The old data is moved to {home}/old-<date>/ then; nothing is deleted.\n"
        "To go on with it, use the version that wrote it. UPGRADING.md tells more."
    )
