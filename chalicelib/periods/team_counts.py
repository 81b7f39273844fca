"""Counts of a period's results by team, so that a supervisor sees only their own team's."""

import json
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """Counts of a team's results: by grade, without enough data, by version of the scheme."""

    grades: Counter[str] = field(default_factory=Counter)
    insufficient: int = 0
    versions: Counter[int] = field(default_factory=Counter)

    @property
    def scorecards(self) -> int:
        return self.grades.total() + self.insufficient


def packed_teams(teams: Mapping[str, Tally]) -> bytes:
    """Pack tallies by team as compressed JSON, one attribute of the period."""
    plain = {
        team: [
            tally.insufficient,
            dict(sorted(tally.grades.items())),
            dict(sorted(tally.versions.items())),
        ]
        for team, tally in sorted(teams.items())
    }
    return zlib.compress(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode(), 9)


def opened_teams(packed: bytes | None) -> dict[str, Tally]:
    """Unpack tallies by team. People without a team are under the empty name.

    Older summaries have no counts by version: ``versions`` is then empty.
    """
    plain = {} if packed is None else json.loads(zlib.decompress(packed))
    return {
        team: Tally(Counter(grades), insufficient, _versions(*versions))
        for team, (insufficient, grades, *versions) in plain.items()
    }


def _versions(counts: Mapping[str, int] | None = None) -> Counter[int]:
    """Return counts by version. JSON has stored the numbers of versions as texts."""
    return Counter({int(version): number for version, number in (counts or {}).items()})
