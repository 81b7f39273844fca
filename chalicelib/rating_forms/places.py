"""Where a round's sheets and forms lie for the company of a context."""

from collections.abc import Iterator

from chalicelib.person_keys import PersonKey
from chalicelib.rating_forms.keys import (
    key_of_form,
    key_of_sheet,
    partition_of_rater,
    partition_of_sheets,
)
from chalicelib.store.keys import SEPARATOR, Key, escaped
from chalicelib.tenancy.context import Context


def sheet_partitions(context: Context, round_id: str, draw: int) -> Iterator[str]:
    """Give the partitions of a round's sheets and forms."""
    for shard in range(context.principal.shards):
        yield partition_of_sheets(context.scope, round_id, draw, shard)


def rater_partition(context: Context, round_id: str, draw: int, rater: PersonKey) -> str:
    return partition_of_rater(context.scope, round_id, draw, rater, context.principal.shards)


def rater_prefix(rater: PersonKey) -> str:
    """Return the beginning of the sort keys of a rater's sheets and forms."""
    return escaped(rater) + SEPARATOR


def sheet_key(context: Context, round_id: str, draw: int, rater: PersonKey, part: int) -> Key:
    return key_of_sheet(context.scope, round_id, draw, rater, part, context.principal.shards)


def form_key(
    context: Context, round_id: str, draw: int, rater: PersonKey, role: str, ratee: PersonKey
) -> Key:
    shards = context.principal.shards
    return key_of_form(context.scope, round_id, draw, rater, role, ratee, shards)
