"""The stored records of teams and of their names."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from chalicelib.store.records import from_item
from chalicelib.team_folds import fold
from chalicelib.teams.keys import key_of_name, key_of_team, key_of_team_counts
from chalicelib.tenancy.context import Context

ACTIVE, ARCHIVED, MERGED, DELETED = "active", "archived", "merged", "deleted"

#: Teams of a company at most, merged and archived ones included.
MOST_TEAMS = 5_000
#: Names by which a team is known at most: texts, names, aliases and former codes. A merge moves
#: them all in one transaction.
MOST_NAMES = 60


@dataclass(frozen=True, slots=True)
class Team:
    """A team. ``status`` is active, archived, merged or deleted.

    ``text`` is how results, employees and lists write the team; it never changes. ``names`` has
    ``zh`` and ``en``. ``former_texts`` are the texts of teams that were merged into this one: like
    ``text`` they always lead here, because stored results have them. ``aliases`` are further names.
    ``former_codes`` are the codes of the teams that were merged into this one. ``own_code``: the
    code was chosen by the company, so it is one of the team's names.

    ``department`` has a ``code`` and ``names``. ``head`` and ``supervisors`` are keys of persons.
    ``used``: a person, a result, a credential or a pilot may name the team.
    """

    code: str
    text: str
    names: dict[str, str]
    updated_at: str
    status: str = ACTIVE
    aliases: tuple[str, ...] = ()
    former_texts: tuple[str, ...] = ()
    former_codes: tuple[str, ...] = ()
    own_code: bool = False
    department: dict[str, object] | None = None
    head: str | None = None
    supervisors: tuple[str, ...] = ()
    used: bool = False
    merged_into: str | None = None
    revision: int = 1

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every text that names the team, in any order, some perhaps twice."""
        code = (self.code,) if self.own_code else ()
        names = (self.text, *self.names.values(), *self.aliases, *self.former_texts)
        return (*names, *code)

    @property
    def folds(self) -> frozenset[str]:
        """The folds of every text that names the team."""
        return frozenset(map(fold, self.spellings))

    @property
    def leaders(self) -> frozenset[str]:
        """The persons who supervise the team or, as a head, its department."""
        return frozenset(self.supervisors) | ({self.head} if self.head else frozenset())

    @property
    def department_code(self) -> str | None:
        return None if self.department is None else str(self.department["code"])


@dataclass(frozen=True, slots=True)
class NameEntry:
    """The entry of a fold: the team that it names.

    ``unused``: when the entry was written, nothing named the team. Who writes the name somewhere
    says so first (:mod:`chalicelib.teams.canonical`).
    """

    fold: str
    code: str
    text: str
    unused: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """The number of a company's teams, and of its merges."""

    number: int = 0
    merges: int = 0


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge: the team that is another now, and how stored results may write it."""

    number: int
    code: str
    into: str
    texts: tuple[str, ...] = field(default_factory=tuple)


def read_team(context: Context, code: str) -> Team | None:
    """Return the team with this code, whatever its status; None when the code is unknown."""
    item = context.table.get(key_of_team(context.scope, code))
    return None if item is None else from_item(Team, item)


def read_teams(context: Context, codes: Iterable[str]) -> dict[str, Team]:
    """Return the teams that exist, by code."""
    wanted = [key_of_team(context.scope, code) for code in dict.fromkeys(codes)]
    found = context.table.get_many(wanted) if wanted else {}
    return {team.code: team for team in (from_item(Team, item) for item in found.values())}


def read_names(context: Context, folds: Iterable[str]) -> dict[str, NameEntry]:
    """Return the entries of these folds, by fold. One request reads a hundred."""
    wanted = [key_of_name(context.scope, one) for one in dict.fromkeys(folds) if one]
    found = context.table.get_many(wanted) if wanted else {}
    return {entry.fold: entry for entry in (from_item(NameEntry, one) for one in found.values())}


def read_counts(context: Context) -> Counts:
    """Return the number of teams and of merges."""
    item = context.table.get(key_of_team_counts(context.scope))
    return Counts() if item is None else from_item(Counts, item)
