"""A company's calendar as the API shows it, and as an iCalendar stream."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from chalicelib.calendars import icalendar_text as ical
from chalicelib.calendars import words
from chalicelib.calendars.entries import Entry
from chalicelib.calendars.reading import Calendar
from chalicelib.language import Language, Text
from chalicelib.version import VERSION

#: How long a reader may wait before it reads a feed again.
REFRESH: Final = "PT6H"


def described(found: Calendar) -> dict[str, Any]:
    """Return the calendar as JSON values."""
    return {
        "time_zone": found.time_zone,
        "late": sum(one.late for one in found.entries),
        "more_schemes": found.more_schemes,
        "entries": [_entry(one) for one in found.entries],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    record = entry.month.record
    return {
        "scheme": record.scheme,
        "period": record.period,
        "kind": entry.kind,
        "source": entry.part if entry.names is not None else None,
        "round": entry.part if entry.part and entry.names is None else None,
        "due_on": entry.due_on,
        "due_at": entry.due_at,
        "basis": entry.basis,
        "done": entry.done,
        "late": entry.late,
        "words": words.said(entry).as_names(),
    }


def stream(found: Calendar, tenant: str, language: Language | None) -> str:
    """Return the calendar as an iCalendar stream. ``language`` None: texts are in both.

    The same state gives the same bytes: a stamp is when what the entry follows from changed last.
    """
    name = _text(words.FEED, language)
    return ical.component(
        "VCALENDAR",
        (
            ("VERSION", "2.0"),
            ("PRODID", f"-//servicescore//{VERSION}//ZH"),
            ("CALSCALE", "GREGORIAN"),
            ("METHOD", "PUBLISH"),
            ("NAME", name),
            ("X-WR-CALNAME", name),
            ("X-WR-TIMEZONE", ical.escaped(found.time_zone)),
            (ical.parameters("REFRESH-INTERVAL", VALUE="DURATION"), REFRESH),
            ("X-PUBLISHED-TTL", REFRESH),
        ),
        _events(found.entries, tenant, language),
    )


def _events(entries: Iterable[Entry], tenant: str, language: Language | None) -> Iterable[str]:
    for entry in entries:
        stamp = ical.instant(entry.month.changed_at)
        summary = words.said(entry)
        if entry.done:
            zh, en = (f"{summary.zh}（{words.DONE.zh}）", f"{summary.en} ({words.DONE.en})")
            summary = Text(zh, en)
        yield ical.component(
            "VEVENT",
            (
                ("UID", ical.escaped(_uid(entry, tenant))),
                ("DTSTAMP", stamp),
                ("LAST-MODIFIED", stamp),
                *_when(entry),
                ("SUMMARY", _text(summary, language)),
                ("DESCRIPTION", _text(words.BASES[entry.basis], language)),
                ("CATEGORIES", ical.escaped(entry.month.record.scheme)),
                ("TRANSP", "TRANSPARENT"),
            ),
        )


def _uid(entry: Entry, tenant: str) -> str:
    """Return what an entry is called for ever, whatever its day."""
    record = entry.month.record
    parts = (record.period, record.scheme, entry.kind, entry.part)
    return f"{'.'.join(part for part in parts if part)}@{tenant}.servicescore"


def _when(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Return the properties of the time: a whole day, or an instant of what has an hour."""
    if entry.due_at is not None:
        return (("DTSTART", ical.instant(entry.due_at)),)
    after = date.fromisoformat(entry.due_on) + timedelta(days=1)
    return (
        (ical.parameters("DTSTART", VALUE="DATE"), ical.day(entry.due_on)),
        (ical.parameters("DTEND", VALUE="DATE"), ical.day(after.isoformat())),
    )


def _text(text: Text, language: Language | None) -> str:
    if language is not None:
        return ical.escaped(text.to(language))
    return ical.escaped(text.zh if text.zh == text.en else f"{text.zh} · {text.en}")
