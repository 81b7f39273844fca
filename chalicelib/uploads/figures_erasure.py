"""Move what files said of an erased person to the pseudonym, with the results that follow from it.

Name and row go: the row would lead to the person in a file that is kept. The figures stay, so that
a file can still be taken back without a guess.
"""

from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.keys import key_of_removed, key_of_scorecard
from chalicelib.store.keys import key_of_item, parts_of
from chalicelib.tenancy.holdings import NAMES, Erasing
from chalicelib.tenancy.scope import shard_of
from chalicelib.uploads.figures import said_in, stored
from chalicelib.uploads.keys import key_of_figures, partition_of_figures


def move(erasing: Erasing, scheme: str, period: str) -> None:
    """Move what the files of a period said, after its results have moved. Repeating it is safe.

    A period in which the pseudonym has no result, and never had one, is not looked through.
    """
    context, scope, shards = (
        erasing.context,
        erasing.context.scope,
        erasing.context.principal.shards,
    )
    pseudonym = PersonKey(erasing.pseudonym)
    results = [
        key(scope, scheme, period, pseudonym, shards) for key in (key_of_scorecard, key_of_removed)
    ]
    if not context.table.get_many(results, only=("pk",)):
        return
    shard = shard_of(erasing.person, shards)
    partition = partition_of_figures(scope, scheme, period, shard)
    to_shard = shard_of(pseudonym, shards)
    for item in list(context.table.query_all(partition)):
        said = list(said_in(item))
        theirs = [one for one in said if one.person == erasing.person]
        if not theirs:
            continue
        for one in theirs:
            if one.name:
                erasing.note(NAMES, one.name)
        upload_id, before, _ = parts_of(key_of_item(item).sk)
        moved = [one._replace(person=pseudonym, row=0, name=None) for one in theirs]
        # First where they are to be: what is said twice is of two people, until the second write.
        to = key_of_figures(scope, scheme, period, to_shard, upload_id, int(before), pseudonym)
        left = [one for one in said if one.person != erasing.person]
        context.table.put(to, stored(moved))
        if left:
            context.table.put(key_of_item(item), stored(left))
        else:
            context.table.delete(key_of_item(item))
