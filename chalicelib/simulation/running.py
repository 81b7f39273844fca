"""One run of a simulation in the background: parts of people from the checkpoint on, then its end.

A part is a file of compared people, and the sums with them. Then the checkpoint moves. A part that
is made again, because a run died before the checkpoint, replaces the file of the same name.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import IO, Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.audit.work_ends import end_work
from chalicelib.jobs.batch import process_ends
from chalicelib.language import Text
from chalicelib.schemes.rule_source import ChosenRules, of_draft, of_version
from chalicelib.scorecards.keys import CURRENT, partition_of_scorecards
from chalicelib.scorecards.period_cards import current_cards
from chalicelib.scorecards.records import Scorecard, card_of
from chalicelib.simulation import cost, people
from chalicelib.simulation.keys import key_of_simulation, name_of_simulation_object
from chalicelib.simulation.person import Compared
from chalicelib.simulation.records import (
    COMPLETED,
    FAILED,
    OPEN,
    RUNNING,
    Simulation,
    plain_part,
    read_simulation,
)
from chalicelib.simulation.requested import CONTENT_TYPE
from chalicelib.simulation.rescore import Simulator
from chalicelib.simulation.rules import ChosenCards
from chalicelib.simulation.summary import Sums, continued
from chalicelib.store.changes import actions_of, changed
from chalicelib.store.checksums import size_and_sha256
from chalicelib.store.keys import key_of_item
from chalicelib.store.table import ConditionFailed
from chalicelib.store.temporary_objects import put_for_a_week
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.leaving import Presence
from chalicelib.web import exact_json

#: Cards of one query, and most cards of a part.
PAGE, PART = 500, 5_000
#: Steps after which a part ends: half a minute. A page has fewer cards when they cost more.
STEPS_OF_PART = 25_000_000
#: Time kept free at the end of an invocation: for a part, and for handing on.
RESERVE = timedelta(seconds=90)
#: Seconds until the next run when another one may be at work.
LOOK_SECONDS = 5


class _Stopped(Exception):
    """The simulation was removed, or another run has gone on with it."""


@dataclass(frozen=True, slots=True)
class _Place:
    """The last card that was read: its shard and sort key (None: the shard's beginning)."""

    shard: int
    after: str | None


def run(context: Context, found: Simulation, deadline: datetime) -> int | None:
    """Make what is left of the simulation. None when it has ended, else seconds until the next run.

    ``deadline`` is the end of the invocation.
    """
    if found.status not in OPEN:
        return None
    presence = Presence(context)
    try:
        _store(context, found, busy_until=process_ends(deadline))
        rules = _rules(context, found)
        if rules is None:
            _end(context, found, FAILED, reason=_CHANGED)
            return None
        chosen = ChosenCards(context, found.team)
        simulator = _simulator(context, found, rules, chosen)
        while found.shard < context.principal.shards:
            presence.check()
            found = _one_part(context, found, rules, simulator, chosen)
            if context.platform.clock() > deadline - RESERVE:
                return 0
        _end(context, found, COMPLETED)
    except _Stopped:
        stored = read_simulation(context.table, context.scope, found.id)
        return LOOK_SECONDS if stored is not None and stored.status in OPEN else None
    return None


def _rules(context: Context, found: Simulation) -> ChosenRules | None:
    """Return the rules that were asked for; None when the draft has changed since."""
    if found.version is not None:
        return of_version(context, found.scheme, found.version)
    draft = of_draft(context, found.scheme)
    return draft if draft.ready.sha256 == found.sha256 else None


def _simulator(
    context: Context, found: Simulation, rules: ChosenRules, chosen: ChosenCards
) -> Simulator:
    cards = chosen.of(current_cards(context, found.scheme, found.period))
    return Simulator(context, rules, found.scheme, found.period).with_means(_pages(cards))


def _pages(cards: Iterator[Scorecard]) -> Iterator[Sequence[Scorecard]]:
    while page := list(islice(cards, PAGE)):
        yield page


def _one_part(
    context: Context,
    found: Simulation,
    rules: ChosenRules,
    simulator: Simulator,
    chosen: ChosenCards,
) -> Simulation:
    """Compare the people of the next part, store its file, then the checkpoint after it."""
    sums = Sums() if found.sums is None else continued(found.sums)
    made_by = dict.fromkeys(map(int, found.made_by))
    most = max(1, min(PART, STEPS_OF_PART // cost.steps_of_person(rules.ready)))
    place, read, listed = _Place(found.shard, found.after), 0, 0
    with tempfile.TemporaryFile() as file:
        while read < most and place.shard < context.principal.shards:
            page, place = _page(context, found, place, min(PAGE, most - read))
            read += len(page)
            cards = list(chosen.of(page))
            made_by |= dict.fromkeys(card.version for card in cards)
            listed += _compare(context, found, rules, simulator, cards, sums, file)
        made = [_kept(context, found, file, listed)] if listed else []
    return _store(
        context,
        found,
        status=RUNNING,
        done=found.done + read,
        shard=place.shard,
        after=place.after,
        steps=found.steps + 1,
        sums=sums.text(),
        made_by=list(made_by),
        parts=[*map(plain_part, found.parts), *made],
        moved_at=timestamp(context.platform.clock()),
    )


def _page(
    context: Context, found: Simulation, place: _Place, limit: int
) -> tuple[list[Scorecard], _Place]:
    """Return the next cards of the period, and the place after them."""
    partition = partition_of_scorecards(context.scope, found.scheme, found.period, place.shard)
    page = context.table.query(partition, prefix=CURRENT, after=place.after, limit=limit)
    cards = [card_of(key_of_item(item), item) for item in page.items]
    following = (
        _Place(place.shard + 1, None) if page.after is None else replace(place, after=page.after)
    )
    return cards, following


def _compare(
    context: Context,
    found: Simulation,
    rules: ChosenRules,
    simulator: Simulator,
    cards: Sequence[Scorecard],
    sums: Sums,
    file: IO[bytes],
) -> int:
    """Compare people, add them to the sums, write a line for each who is listed. Returns those."""
    if not cards:
        return 0
    known = people.known(context, (card.person for card in cards))
    listed: list[Compared] = []
    for one in simulator.compared(cards, known.bases):
        sums.add(one)
        if isinstance(one, Compared) and one.is_shown(found.show):
            listed.append(one)
    places = rules.ready.scheme.total_places
    for line in people.described_all(context, listed, known, places):
        file.write(exact_json.write(line).encode() + b"\n")
    return len(listed)


def _kept(context: Context, found: Simulation, file: IO[bytes], listed: int) -> dict[str, Any]:
    """Store the part's file; return its entry."""
    size, digest = size_and_sha256(file)
    filename = f"{found.steps + 1:05d}.jsonl"
    file.seek(0)
    name = name_of_simulation_object(context.scope, found.id, filename)
    put_for_a_week(context.objects, name, file, CONTENT_TYPE)
    return {"filename": filename, "people": listed, "bytes": size, "sha256": digest}


def _end(
    context: Context, found: Simulation, status: str, reason: Mapping[str, Any] | None = None
) -> None:
    changes: dict[str, Any] = {
        "status": status,
        "finished_at": timestamp(context.platform.clock()),
        "busy_until": None,
        **({"reason": dict(reason)} if reason else {}),
    }
    ended = end_work(
        context,
        key_of_simulation(context.scope, found.id),
        actions_of(changes),
        _known(found),
        "simulations.end",
        f"simulations/{found.id}",
        {"status": status, "code": reason["code"] if reason else None},
        found.revision + 1,
    )
    if not ended:
        raise _Stopped


def _store(context: Context, found: Simulation, **changes: Any) -> Simulation:
    """Store the checkpoint, only from the one that this run knows. Raises _Stopped.

    Return the simulation with these changes.
    """
    key = key_of_simulation(context.scope, found.id)
    try:
        context.table.update(key, actions_of(changes), _known(found))
    except ConditionFailed:
        raise _Stopped from None
    return changed(found, changes)


def _known(found: Simulation) -> Condition:
    known: Condition = Path("status").is_in(*OPEN) & (Path("steps") == found.steps)
    return known


_CHANGED = {
    "code": "rules_changed",
    "message": Text(
        "草案在模拟期间已更改，请重新申请模拟。",
        "The draft has changed since the simulation was asked for. Ask for another.",
    ).as_names(),
}
