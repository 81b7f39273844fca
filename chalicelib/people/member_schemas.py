"""Shapes of a person's members in requests. What a request leaves out, it does not name."""

from typing import Any

from marshmallow import ValidationError, validates_schema

from chalicelib.people.dated import MOST_ENTRIES
from chalicelib.people.records import ACTIVE, LEFT
from chalicelib.web.fields import (
    Choice,
    Code,
    Day,
    Figure,
    Mapped,
    Part,
    Schema,
    Several,
    Words,
    YesNo,
)

STAGES = ("training", "mentored", "independent")
#: Lengths of a system's name and of an id in it.
LONGEST_SYSTEM, LONGEST_ID = 32, 100
#: Systems that one request may name. A person has ids in fewer.
MOST_SYSTEMS_NAMED = 20


def _since() -> Day:
    words = "the first day; null or left out in one entry: always"
    return Day(
        data_key="from",
        attribute="from",
        load_default=None,
        allow_none=True,
        metadata={"description": words},
    )


class TeamEntry(Schema):
    """The team from a day on."""

    since = _since()
    value = Words(64, required=True, allow_none=True)


class ShareEntry(Schema):
    """The full-time share from a day on."""

    since = _since()
    value = Figure("0", "1", required=True, allow_none=True)


class LevelEntry(Schema):
    """The level of the company's ladder from a day on."""

    since = _since()
    value = Code(required=True, allow_none=True)


class StageEntry(Schema):
    """The stage from a day on."""

    since = _since()
    value = Choice(*STAGES, required=True, allow_none=True)


class SchemeEntry(Schema):
    """The scheme that scores the person from a day on."""

    since = _since()
    value = Code(required=True, allow_none=True)


class DatedMembers(Schema):
    """Facts with the days from which they hold, each whole: a correction of the past."""

    team = Several(Part(TeamEntry), MOST_ENTRIES)
    fte = Several(Part(ShareEntry), MOST_ENTRIES)
    level = Several(Part(LevelEntry), MOST_ENTRIES)
    stage = Several(Part(StageEntry), MOST_ENTRIES)
    scheme = Several(Part(SchemeEntry), MOST_ENTRIES)

    @validates_schema
    def each_day_once(self, data: dict[str, list[dict[str, Any]]], **_: object) -> None:
        for fact, entries in data.items():
            days: set[str | None] = set()
            for place, entry in enumerate(entries):
                if entry["from"] in days:
                    raise ValidationError({fact: {place: {"from": ["named_twice"]}}})
                days.add(entry["from"])


class EmploymentPart(Schema):
    """An employment: both days belong to it. Without a day it began at a day not known, or goes
    on."""

    joined_on = Day(allow_none=True)
    left_on = Day(allow_none=True)


class LeavePart(Schema):
    """A leave: both days belong to it; without `to` it goes on. Never its reason."""

    first = Day(data_key="from", attribute="from", required=True)
    to = Day(allow_none=True)
    protected = YesNo(load_default=False, metadata={"description": "protected by law"})


class PersonMembers(Schema):
    """The members of a person that a request may name. Null empties one."""

    name = Words(100, allow_none=True)
    team = Words(64, allow_none=True)
    status = Choice(
        ACTIVE,
        LEFT,
        allow_none=True,
        metadata={"description": "null or left out: it follows from the employments"},
    )
    external_ids = Mapped(
        keys=Words(LONGEST_SYSTEM),
        values=Words(LONGEST_ID, allow_none=True),
        allow_none=True,
        metadata={
            "description": (
                "the person's id in other systems, by the system's name; null removes one"
            )
        },
    )
    bonus_base = Figure(
        "0",
        "999999999999",
        allow_none=True,
        metadata={"description": "money: a month's full performance bonus, or its base"},
    )
    joined_on = Day(allow_none=True, metadata={"description": "of the last employment"})
    left_on = Day(allow_none=True, metadata={"description": "the last day of the last employment"})
    employments = Several(
        Part(EmploymentPart),
        MOST_ENTRIES,
        allow_none=True,
        metadata={"description": "all employments, in place of joined_on and left_on"},
    )
    probation_until = Day(allow_none=True, metadata={"description": "the last day of probation"})
    fte = Figure("0", "1", allow_none=True, metadata={"description": "full-time share"})
    level = Code(allow_none=True, metadata={"description": "a code of the company's job_levels"})
    stage = Choice(*STAGES, allow_none=True)
    scheme = Code(allow_none=True, metadata={"description": "the scheme that scores the person"})
    leave = Several(
        Part(LeavePart), MOST_ENTRIES, allow_none=True, metadata={"description": "all leaves"}
    )
    dated = Part(DatedMembers)
    effective_from = Day(
        allow_none=True,
        metadata={
            "description": (
                "the day from which the plain team, fte, level, stage and scheme hold, until the "
                "next entry; by default today in the company's time zone, for somebody new always; "
                "null: always"
            )
        },
    )

    @validates_schema
    def each_in_one_way(self, data: dict[str, Any], **_: object) -> None:
        doubled: dict[str, Any] = {
            name: ["named_twice"]
            for name in ("joined_on", "left_on")
            if name in data and "employments" in data
        }
        twice = {fact: ["named_twice"] for fact in data.get("dated", {}) if fact in data}
        if twice:
            doubled["dated"] = twice
        if len(data.get("external_ids") or ()) > MOST_SYSTEMS_NAMED:
            doubled["external_ids"] = [f"wrong_count:0 – {MOST_SYSTEMS_NAMED}"]
        if doubled:
            raise ValidationError(doubled)


REHIRED_WORDS = "the id was a deleted person's, who returns with all results"
NEW_PERSON_WORDS = "the id was somebody else's, and is now a newcomer's without any history"


class Comer(PersonMembers):
    """The members of a person, and who comes with an id that was used before."""

    rehired = YesNo(load_default=False, metadata={"description": REHIRED_WORDS})
    new_person = YesNo(load_default=False, metadata={"description": NEW_PERSON_WORDS})

    @validates_schema
    def one_of_both(self, data: dict[str, object], **_: object) -> None:
        if data.get("rehired") and data.get("new_person"):
            raise ValidationError({"new_person": ["rehired_or_new_person"]})
