"""Random rosters, and random files of them as people and programs damage them."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

#: Ids with zeros, letters, signs and other widths; no two of them are near each other.
IDS = ("007", "0012", "1009", "AB34", "c-5", "王五 3", "MAR1", "600000000000000123", "Li.Na", "42")
TEAMS = ("red", "Blue", None)
#: What is in the employee's cell and is nobody's.
NOBODY = (
    *("合计", "红组 小计", "Total", "Grand Total", "Red Average", "TRUE", "2026-03-05", "NaN"),
    *("#N/A", "", "12.5", "600000000000000000"),
)
#: Ids that the register does not have, which a file may make.
STRANGERS = ("9901", "Z-77", "0800")


@dataclass(frozen=True, slots=True)
class Registered:
    """A person of the register. ``fate``: present, renamed, left or deleted before the month."""

    id: str
    team: str | None
    fate: str

    @property
    def now(self) -> str:
        """The id of today."""
        return f"{self.id}N" if self.fate == "renamed" else self.id

    @property
    def external(self) -> str:
        return f"x{IDS.index(self.id)}"


@dataclass(frozen=True, slots=True)
class File:
    """Rows of id, name, team, seconds waited, contacts, percent solved; and how it is sent."""

    rows: tuple[tuple[str, ...], ...]
    settings: dict[str, Any]

    def content(self) -> bytes:
        head = "employee_id,employee_name,team,wait_seconds,contacts,solved"
        return "\n".join([head, *(",".join(row) for row in self.rows), ""]).encode()

    def names(self, person: Registered) -> bool:
        """Return whether a row has the person's id, as a person reads it."""
        external = self.settings.get("employee_key") == "external:crm"
        own = person.external if external else person.now
        return any(_read(row[0]) == own for row in self.rows)


def _read(written: str) -> str:
    return unicodedata.normalize("NFKC", written).strip().removeprefix("'")


registered = st.builds(
    Registered,
    st.sampled_from(IDS),
    st.sampled_from(TEAMS),
    st.sampled_from(("present", "present", "present", "renamed", "left", "deleted")),
)
rosters = st.lists(registered, min_size=2, max_size=5, unique_by=lambda one: one.id)


def spellings(person: Registered) -> st.SearchStrategy[str]:
    """Return how the person's id may stand in a file, right ones mostly."""
    own = person.now
    wide = own.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)})
    damaged = (
        *(own.lstrip("0") or "0", f"00{own}", own.lower(), own.upper(), f" {own} ", f"'{own}"),
        *(wide, f"{own}.0", f"{own}*", person.id, person.external),
    )
    return st.one_of(*[st.just(own)] * 3, st.sampled_from(damaged))


def figures() -> st.SearchStrategy[tuple[str, str, str]]:
    return st.tuples(
        st.sampled_from(("3000", "4000", "9000", "", "x", "1:30")),
        st.just("100"),
        st.sampled_from(("90", "80", "80%", "0.9", "", "100")),
    )


@st.composite
def files(draw: st.DrawFn, roster: list[Registered]) -> File:
    """Return a file of some of the roster, with strangers, totals and repeated people."""
    ids = st.one_of(
        *[st.sampled_from(roster).flatmap(spellings)] * 4,
        st.sampled_from(NOBODY),
        st.sampled_from(STRANGERS),
    )
    said = st.tuples(
        st.sampled_from(("", "", "Ann", "合计")),
        st.sampled_from(("", "", "red", " Red ", "ＢＬＵＥ", "green", "Red Total")),
    )
    row = st.tuples(ids, said, figures()).map(lambda found: (found[0], *found[1], *found[2]))
    settings: dict[str, Any] = {
        "unknown_employees": draw(st.sampled_from(("reject", "create"))),
        "on_error": draw(st.sampled_from(("continue", "continue", "continue", "reject"))),
    }
    source = draw(st.sampled_from((None, None, "chat", "qa")))
    if source is not None:
        settings["source"] = source
    if draw(st.integers(0, 5)) == 5:
        settings |= {"employee_key": "external:crm", "unknown_employees": "reject"}
    return File(tuple(draw(st.lists(row, min_size=1, max_size=6))), settings)
