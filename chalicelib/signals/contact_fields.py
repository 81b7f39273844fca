"""The fields of an uploaded contact that a rule names: the customer, the topic, when, solved."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from chalicelib.inspections.frame_source import day_in
from chalicelib.reading import ColumnSpec, Row
from chalicelib.reading.words import name_key
from chalicelib.reading.yes_no import folded
from chalicelib.schemes.compiled import existing
from chalicelib.scoring.scheme import ContactField
from chalicelib.signals.rules import CameAgain
from chalicelib.tenancy.context import Context
from chalicelib.uploads.records import Upload

#: A time of day after the day: 09:05, 9:05:30.
_TIME: Final = re.compile(r"\D(\d{1,2}):(\d{2})(?::(\d{2}))?(?!\d)")


class Said(NamedTuple):
    """What a contact says. ``time`` is empty where it says the day alone."""

    customer: str
    topic: str
    day: str
    time: str
    solved: bool


@dataclass(frozen=True, slots=True)
class ContactFields:
    """The columns of a file that a rule reads, by the codes that they are asked for with.

    ``key_code``: that of the field that identifies a contact; None: none does.
    """

    specs: tuple[ColumnSpec, ...]
    customer: str
    topic: str | None
    at: str
    solved: str
    says: frozenset[str]
    key_code: str | None

    def key(self, row: Row) -> str | None:
        """Return what identifies the contact; None where nothing does."""
        return None if self.key_code is None else _text(row, self.key_code)

    def said(self, row: Row) -> Said | None:
        """Return what a contact says; None without a customer or a day."""
        customer, at = _text(row, self.customer), _text(row, self.at)
        day = None if at is None else _day(at)
        if customer is None or at is None or day is None:
            return None
        topic = None if self.topic is None else _text(row, self.topic)
        solved = _text(row, self.solved)
        return Said(
            folded(customer),
            folded(topic or ""),
            day,
            _time(at),
            solved is not None and folded(solved) in self.says,
        )


def fields_of(context: Context, rule: CameAgain, upload: Upload) -> ContactFields:
    """Return the columns of an uploaded file that a rule reads.

    A rule names a heading, or a field of contacts that the scheme's version of the file declares.
    """
    version = existing(context.table, context.scope, upload.scheme, upload.version or 0)
    declared = {one.code: one for one in version.scheme.contacts.fields}
    key = upload.contact_key or version.scheme.contacts.key
    needed = [rule.customer, rule.at, rule.solved, *([rule.topic] if rule.topic else [])]
    specs: dict[str, ColumnSpec] = {}
    for heading in needed:
        code = _called(heading, declared)
        specs[code] = _spec(code, declared.get(code), required=True)
    key_code = None if key is None else _called(key, declared)
    if key_code is not None and key_code not in specs:
        specs[key_code] = _spec(key_code, declared.get(key_code), required=False)
    return ContactFields(
        specs=tuple(specs.values()),
        customer=_called(rule.customer, declared),
        topic=None if rule.topic is None else _called(rule.topic, declared),
        at=_called(rule.at, declared),
        solved=_called(rule.solved, declared),
        says=frozenset(map(folded, rule.says)),
        key_code=key_code,
    )


def _called(heading: str, declared: Mapping[str, ContactField]) -> str:
    """Return the code of the field that a heading names, or the heading itself."""
    wanted = name_key(heading)
    for one in declared.values():
        if wanted in map(name_key, (one.code, one.name["zh"], one.name["en"])):
            return one.code
    return heading


def _spec(code: str, declared: ContactField | None, *, required: bool) -> ColumnSpec:
    names = () if declared is None else (declared.name["zh"], declared.name["en"])
    return ColumnSpec(code, tuple(dict.fromkeys(filter(None, names))), "text", required=required)


def _text(row: Row, code: str) -> str | None:
    cell = row.cells.get(code)
    return cell if isinstance(cell, str) else None


def _day(text: str) -> str | None:
    """Return the calendar day that a cell begins with; None when it begins with none."""
    found = day_in(text)
    try:
        return date.fromisoformat(found).isoformat() if found else None
    except ValueError:
        return None


def _time(text: str) -> str:
    match = _TIME.search(text)
    if match is None:
        return ""
    hour, minute, second = (int(part or 0) for part in match.groups())
    return f"{hour:02d}:{minute:02d}:{second:02d}"
