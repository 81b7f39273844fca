"""The team of somebody whose contacts name several: by the register, else by most of the contacts.

A contact names the team that took it, which may be another one for an hour. So where the rows
disagree, the register's team of the month counts if any row names it. Otherwise it is the team that
most rows name; of two that are equal, the one that came first. Each such person is a finding.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from chalicelib.reading import BadRow
from chalicelib.reading.row_grouping import PersonRows
from chalicelib.teams.canonical import TeamTexts
from chalicelib.uploads.finding_kinds import SeveralTeams
from chalicelib.uploads.register_state import KnownPerson, People

#: Teams that a finding names.
MOST_NAMED: Final = 5


def in_one_team(
    rows: Sequence[PersonRows | BadRow], known: People, texts: TeamTexts
) -> tuple[list[PersonRows | BadRow], list[SeveralTeams]]:
    """Return the rows, each person in one team, and who has contacts of several.

    Spellings of one team are one. Costs a read for a hundred names of teams.
    """
    texts.learn(team for one in rows for team, _ in _named(one))
    found: list[PersonRows | BadRow] = []
    several: list[SeveralTeams] = []
    for one in rows:
        if isinstance(one, PersonRows) and one.teams:
            counts: Counter[str] = Counter()
            for team, number in one.teams:
                counts[texts.text(team) or team] += number
            team = _chosen(counts, known.get(one.employee_id), texts)
            if len(counts) > 1:
                several.append(SeveralTeams(one.number, team, _said(counts)))
            found.append(replace(one, team=team))
        else:
            found.append(one)
    return found, several


def _named(one: PersonRows | BadRow) -> Iterator[tuple[str, int]]:
    if isinstance(one, PersonRows):
        yield from one.teams


def _chosen(counts: Counter[str], there: KnownPerson | None, texts: TeamTexts) -> str:
    own = None if there is None else texts.text(there.team)
    return own if own in counts and own is not None else counts.most_common(1)[0][0]


def _said(counts: Counter[str]) -> str:
    """Return the teams with their contacts: `Red 12, Blue 3`."""
    named = [f"{team} {number}" for team, number in counts.most_common(MOST_NAMED)]
    return ", ".join([*named, "…"] if len(counts) > MOST_NAMED else named)
