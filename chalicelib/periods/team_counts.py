"""A period's results counted by team, so that a supervisor is shown the own team's alone."""

import json
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """A team's results: how many in each grade, how many without enough data, and how many by each
    version of the scheme."""

    grades: Counter[str] = field(default_factory=Counter)
    insufficient: int = 0
    versions: Counter[int] = field(default_factory=Counter)

    @property
    def scorecards(self) -> int:
        return self.grades.total() + self.insufficient


def packed_teams(teams: Mapping[str, Tally]) -> bytes:
    """The tallies, as one small attribute of the period."""
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
    """The inverse; people without a team are under an empty name.

    Summaries of before versions were counted have none.
    """
    plain = {} if packed is None else json.loads(zlib.decompress(packed))
    return {
        team: Tally(Counter(grades), insufficient, _versions(*versions))
        for team, (insufficient, grades, *versions) in plain.items()
    }


def _versions(counts: Mapping[str, int] | None = None) -> Counter[int]:
    """JSON has texts for names."""
    return Counter({int(version): number for version, number in (counts or {}).items()})
