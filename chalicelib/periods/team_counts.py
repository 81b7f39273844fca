"""Counts of a period's results by team, so that a supervisor sees only their own team's."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.periods.pieces import divided, opened, packed


@dataclass(slots=True)
class Tally:
    """Counts of a team's results: by grade, without enough data, by version of the scheme.

    Imported results are counted apart: all, and by grade those that have one.
    """

    grades: Counter[str] = field(default_factory=Counter)
    insufficient: int = 0
    versions: Counter[int] = field(default_factory=Counter)
    imported: int = 0
    imported_grades: Counter[str] = field(default_factory=Counter)

    @property
    def scorecards(self) -> int:
        return self.grades.total() + self.insufficient

    def add(self, other: "Tally") -> None:
        """Add another tally's counts to this one."""
        self.grades.update(other.grades)
        self.insufficient += other.insufficient
        self.versions.update(other.versions)
        self.imported += other.imported
        self.imported_grades.update(other.imported_grades)

    def take(self, other: "Tally") -> None:
        """Take another tally's counts from this one. A difference may be below nothing."""
        self.grades.subtract(other.grades)
        self.insufficient -= other.insufficient
        self.versions.subtract(other.versions)
        self.imported -= other.imported
        self.imported_grades.subtract(other.imported_grades)

    @property
    def counts(self) -> bool:
        """Whether these are numbers of results: none is below nothing."""
        return min(self._numbers) >= 0

    @property
    def differs(self) -> bool:
        """Whether a difference is one: some number is not nothing."""
        return any(self._numbers)

    def without_nothing(self) -> "Tally":
        """Return the tally without grades and versions that have no result."""
        by_grade, imported_by_grade = +self.grades, +self.imported_grades
        return Tally(by_grade, self.insufficient, +self.versions, self.imported, imported_by_grade)

    @property
    def _numbers(self) -> tuple[int, ...]:
        by_value = (self.grades, self.versions, self.imported_grades)
        several = (number for counts in by_value for number in counts.values())
        return self.insufficient, self.imported, *several


def packed_teams(teams: Mapping[str, Tally]) -> bytes:
    """Pack tallies by team."""
    return packed(_plain(teams))


def team_pieces(teams: Mapping[str, Tally]) -> list[bytes]:
    """Return tallies by team in pieces. An entry's name is the team's."""
    return divided(
        {team: team for team in sorted(teams)}, lambda some: _plain({t: teams[t] for t in some})
    )


def opened_teams(table: bytes | None) -> dict[str, Tally]:
    """Unpack tallies by team, of a whole table or a piece.

    People without a team are under the empty name. Older summaries have no counts by version:
    ``versions`` is then empty. Only a team with imported results has their counts.
    """
    plain = {} if table is None else opened(table)
    return {team: _tally(*counts) for team, counts in plain.items()}


def _tally(
    insufficient: int,
    grades: Mapping[str, int],
    versions: Mapping[str, int] | None = None,
    imported: int = 0,
    imported_grades: Mapping[str, int] | None = None,
) -> Tally:
    by_grade, imported_by_grade = Counter(grades), Counter(imported_grades or {})
    return Tally(by_grade, insufficient, versions_of(versions), imported, imported_by_grade)


def versions_of(counts: Mapping[str, int] | None = None) -> Counter[int]:
    """Return counts by version. JSON and items store the numbers of versions as texts."""
    return Counter({int(version): number for version, number in (counts or {}).items()})


def _plain(teams: Mapping[str, Tally]) -> dict[str, list[object]]:
    return {
        team: [
            tally.insufficient,
            dict(sorted(tally.grades.items())),
            dict(sorted(tally.versions.items())),
            *([tally.imported, dict(tally.imported_grades)] if tally.imported else ()),
        ]
        for team, tally in sorted(teams.items())
    }
