"""Keys of rating rounds, of the sheets of their raters, and of filled-in forms."""

from chalicelib.person_keys import PersonKey
from chalicelib.store.keys import Key, parts_of
from chalicelib.tenancy.scope import Collection, EmployeeIndex, TenantScope, shard_of

ROUNDS = Collection("rating-rounds")
#: An entry for each round that has not ended, and one that says that all have theirs.
ROUNDS_UNDER_WAY = Collection("rating-rounds-under-way")
#: Of each rater of a round: sheets that say whom to rate, and the forms that were filled in.
SHEETS = Collection("rating-sheets")
#: Of each team and role of a draw: how many forms its raters have, and have submitted.
PROGRESS = Collection("rating-progress")
#: What the marks of a closed round say of its raters: flags, and an examination as a whole.
RATER_FLAGS = Collection("rater-flags")
#: Names the partitions of the employee index with all filled-in forms about a person.
FORMS_ABOUT = EmployeeIndex("rating-forms-about")
SHEET, FORM = "s", "f"


def partition_of_rounds(scope: TenantScope) -> str:
    return scope.partition(ROUNDS)


def key_of_round(scope: TenantScope, round_id: str) -> Key:
    return scope.key(partition_of_rounds(scope), round_id)


def partition_of_rounds_under_way(scope: TenantScope) -> str:
    return scope.partition(ROUNDS_UNDER_WAY)


def key_of_round_under_way(scope: TenantScope, round_id: str) -> Key:
    return scope.key(partition_of_rounds_under_way(scope), round_id)


def key_of_all_entered(scope: TenantScope) -> Key:
    """Return the key of the entry that says that all rounds under way have one."""
    return scope.key(partition_of_rounds_under_way(scope), "all")


def partition_of_sheets(scope: TenantScope, round_id: str, draw: int, shard: int) -> str:
    """Return the partition with the sheets and forms of a shard's raters, of one draw."""
    return scope.partition(SHEETS, round_id, f"{draw:04d}", f"{shard:02d}")


def partition_of_rater(
    scope: TenantScope, round_id: str, draw: int, rater: PersonKey, shards: int
) -> str:
    """Return the partition with a rater's sheets and forms."""
    return partition_of_sheets(scope, round_id, draw, shard_of(rater, shards))


def key_of_sheet(
    scope: TenantScope, round_id: str, draw: int, rater: PersonKey, sheet_part: int, shards: int
) -> Key:
    partition = partition_of_rater(scope, round_id, draw, rater, shards)
    return scope.key(partition, rater, SHEET, f"{sheet_part:02d}")


def key_of_form(
    scope: TenantScope,
    round_id: str,
    draw: int,
    rater: PersonKey,
    role: str,
    ratee: PersonKey,
    shards: int,
) -> Key:
    partition = partition_of_rater(scope, round_id, draw, rater, shards)
    return scope.key(partition, rater, FORM, role, ratee)


def partition_of_progress(scope: TenantScope, round_id: str, draw: int) -> str:
    """Return the partition with the numbers of forms of a draw, by the raters' team and role."""
    return scope.partition(PROGRESS, round_id, f"{draw:04d}")


def key_of_progress(scope: TenantScope, round_id: str, draw: int, team: str, role: str) -> Key:
    return scope.key(partition_of_progress(scope, round_id, draw), team, role)


def partition_of_flags(scope: TenantScope, round_id: str) -> str:
    return scope.partition(RATER_FLAGS, round_id)


def key_of_flag(scope: TenantScope, round_id: str, flag_id: str) -> Key:
    return scope.key(partition_of_flags(scope, round_id), flag_id)


def key_of_examined(scope: TenantScope, round_id: str, examination: str) -> Key:
    """Return the key of an examination as a whole, which lies before the flags of all."""
    return scope.key(partition_of_flags(scope, round_id), "=", examination)


def is_sheet(sort_key: str) -> bool:
    """Return whether the sort key is a sheet's, and not a form's."""
    return parts_of(sort_key)[1] == SHEET


def index_of_forms_about(scope: TenantScope, ratee: PersonKey) -> str:
    return scope.partition(FORMS_ABOUT, ratee)
