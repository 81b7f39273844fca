"""A workbook that is opened in many steps, though it is small."""

from dataclasses import replace

import pytest

from chalicelib.jobs import fair_share
from chalicelib.reading import DEFAULT_LIMITS, package
from tests.api.uploads.sharing import a_step_is_a_share
from tests.reading.crafted import package as workbook
from tests.reading.crafted import row, sheet_xml

HEADINGS = "employee_id,employee_name,team,wait_seconds,contacts,solved,raised"


def people(number: int) -> list[str]:
    return [f"{1001 + n},P{n},red,{4000 + n},100,88,100" for n in range(number)]


def xlsx(*rows: str) -> bytes:
    lines = [HEADINGS, *rows]
    return workbook(sheet_xml("".join(row(n, *one.split(",")) for n, one in enumerate(lines, 1))))


FILE = xlsx(*people(12))


def short_steps(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """A step ends at the first row after 600 bytes when others wait: the first of the answer."""
    waiting = [True]
    monkeypatch.setattr(package, "_CHUNK", 600)
    limits = replace(DEFAULT_LIMITS, step_bytes=1)
    monkeypatch.setattr("chalicelib.uploads.stored_file.DEFAULT_LIMITS", limits)
    a_step_is_a_share(monkeypatch)
    monkeypatch.setattr(fair_share, "others_wait", lambda *_: waiting[0])
    return waiting
