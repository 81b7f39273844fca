"""The storage keys of teams and of what leads to them."""

from hashlib import sha256

from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, TenantScope

TEAMS = Collection("teams")
#: An entry for each fold of a team's names, which leads to the team.
TEAM_NAMES = Collection("team-names")
#: Entries from a person to the teams that they lead, and from a department to its teams.
TEAM_LEADS = Collection("team-leads")
#: The number of teams, and what was merged into what.
TEAM_COUNTS = Collection("team-counts")
#: Proposals that somebody has dismissed.
TEAM_DISMISSALS = Collection("team-dismissals")

PERSON, DEPARTMENT = "person", "department"
#: Prefix of the sort keys of the entries of persons.
PERSONS = "person#"


def partition_of_teams(scope: TenantScope) -> str:
    return scope.partition(TEAMS)


def key_of_team(scope: TenantScope, code: str) -> Key:
    return scope.key(partition_of_teams(scope), code)


def partition_of_names(scope: TenantScope) -> str:
    return scope.partition(TEAM_NAMES)


def key_of_name(scope: TenantScope, folded: str) -> Key:
    """Return the key of a fold's entry. A fold may be longer than a key, so its hash is in it."""
    return scope.key(partition_of_names(scope), digest_of(folded)[:40])


def digest_of(folded: str) -> str:
    """Return the SHA-256 of a fold in hex digits."""
    return sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()


def partition_of_leads(scope: TenantScope) -> str:
    return scope.partition(TEAM_LEADS)


def key_of_led_team(scope: TenantScope, person: str, code: str) -> Key:
    """Return the key of the entry that a person leads a team."""
    return scope.key(partition_of_leads(scope), PERSON, person, code)


def key_of_department_team(scope: TenantScope, department: str, code: str) -> Key:
    """Return the key of the entry that a team belongs to a department."""
    return scope.key(partition_of_leads(scope), DEPARTMENT, department, code)


def leads_prefix(scope: TenantScope, kind: str, name: str) -> str:
    """Return the prefix of the sort keys of a person's or a department's entries."""
    return scope.key(partition_of_leads(scope), kind, name, "").sk


def partition_of_team_counts(scope: TenantScope) -> str:
    return scope.partition(TEAM_COUNTS)


def key_of_team_counts(scope: TenantScope) -> Key:
    """Return the key of the item with the number of teams and of merges."""
    return scope.key(partition_of_team_counts(scope), "counts")


def key_of_merge(scope: TenantScope, merge_number: int) -> Key:
    """Return the key of the entry of a merge. Merges are numbered from 1 on."""
    return scope.key(partition_of_team_counts(scope), "merge", f"{merge_number:08d}")


def partition_of_dismissals(scope: TenantScope) -> str:
    return scope.partition(TEAM_DISMISSALS)


def key_of_dismissal(scope: TenantScope, code: str, other: str) -> Key:
    """Return the key of the entry that two teams were said to be two. The order does not matter."""
    first, second = sorted((code, other))
    return scope.key(partition_of_dismissals(scope), first, second)
