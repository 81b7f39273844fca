"""The parts of a run: what each looks at, stores and counts."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from sys import intern
from typing import Any, Final

from chalicelib.language import Text
from chalicelib.person_keys import PersonKey
from chalicelib.reading import FileRejected
from chalicelib.schemes.compiled import existing
from chalicelib.scorecards.keys import CURRENT, partition_of_scorecards
from chalicelib.scorecards.period_cards import heads
from chalicelib.scorecards.records import Scorecard, card_of, read_cards
from chalicelib.scoring import unpack
from chalicelib.signals import raters as rounds
from chalicelib.signals.came_again import came_again
from chalicelib.signals.contact_source import read_contacts
from chalicelib.signals.contacts import counted
from chalicelib.signals.far_apart import far_apart
from chalicelib.signals.found import Found
from chalicelib.signals.own_past import own_past
from chalicelib.signals.past_values import PastValues
from chalicelib.signals.rules import (
    CAME_AGAIN,
    FAR_APART,
    KINDS,
    OWN_PAST,
    RATER_FLAG,
    Rules,
    rules_of,
)
from chalicelib.signals.run_records import Run
from chalicelib.signals.writing import store, sweep
from chalicelib.store.keys import key_of_item
from chalicelib.tenancy.context import Context

#: Results of one step.
PAGE: Final = 100


@dataclass(slots=True)
class Made:
    """What a step has counted, by ``{kind}.{looked, found or few}``, and which kind was not
    computed, or not for all, and why: ``{"code", "zh", "en"}``."""

    counts: Counter[str] = field(default_factory=Counter)
    not_computed: dict[str, Any] = field(default_factory=dict)

    def add(self, context: Context, run: Run, kind: str, found: Found | bool) -> None:
        """Count what was looked at, and store it if it is a signal. False: few data."""
        self.counts[f"{kind}.looked"] += 1
        if found is False:
            self.counts[f"{kind}.few"] += 1
        elif isinstance(found, Found) and store(context, run, found):
            self.counts[f"{kind}.found"] += 1

    def lacks(self, kind: str, code: str, words: Text) -> None:
        """Say why a kind was not computed, or not for all."""
        self.not_computed[kind] = {"code": code, **words.as_names()}


def results(context: Context, run: Run) -> tuple[int, str | None, int, Made]:
    """Look at the results of the next step. Return the place after them (shard, sort key), how many
    there were, and what was made."""
    partition = partition_of_scorecards(context.scope, run.scheme, run.period, run.shard)
    page = context.table.query(partition, prefix=CURRENT, after=run.after, limit=PAGE)
    cards = [card_of(key_of_item(item), item) for item in page.items]
    made, rules = Made(), rules_of(run.rules)
    looked = [card for card in cards if not card.imported and card.void is None]
    if looked and (rules.far_apart or rules.own_past):
        _compare(context, run, rules, looked, made)
    shard = run.shard + 1 if page.after is None else run.shard
    return shard, page.after, len(cards), made


def raters(context: Context, run: Run) -> Made:
    """Look at the flags of the period's closed rounds."""
    made = Made()
    if not rules_of(run.rules).raters:
        return made
    closed = rounds.closed_rounds(context, run.scheme, run.period)
    if rounds.unexamined(context, closed):
        made.lacks(RATER_FLAG, "not_examined", NOT_EXAMINED)
    for one in closed:
        for found in rounds.rater_flags(context, one):
            made.add(context, run, RATER_FLAG, found)
    return made


def contacts(context: Context, run: Run) -> Made:
    """Look at the contacts of the period."""
    made, rule = Made(), rules_of(run.rules).came_again
    if rule is None:
        return made
    try:
        read = read_contacts(context, rule, _standing(context, run))
    except FileRejected as refused:
        made.lacks(CAME_AGAIN, refused.code, Text(**refused.message))
        return made
    if read.unread:
        named = ", ".join(f"{upload} ({code})" for upload, code in read.unread[:10])
        made.lacks(CAME_AGAIN, "unread_files", Text(UNREAD.zh + named, UNREAD.en + named))
    elif not read.people:
        made.lacks(CAME_AGAIN, "no_contacts", NO_CONTACTS)
    found = counted(read.contacts, rule.within_days)
    made.counts[f"{CAME_AGAIN}.looked"] += len(read.doubtful)
    made.counts[f"{CAME_AGAIN}.few"] += len(read.doubtful)
    people = sorted(found)
    for start in range(0, len(people), PAGE):
        some = people[start : start + PAGE]
        cards = read_cards(
            context.table,
            context.scope,
            run.scheme,
            run.period,
            some,
            context.principal.shards,
            brief=True,
        )
        for person, card in cards.items():
            made.add(context, run, CAME_AGAIN, came_again(rule, card, found[person]))
    return made


def take_away(context: Context, run: Run) -> None:
    """Take away what the run has not found, of the kinds that it could look for."""
    sweep(context, run, frozenset(KINDS) - run.not_computed.keys())


def _compare(context: Context, run: Run, rules: Rules, cards: list[Scorecard], made: Made) -> None:
    past = PastValues(context, run, rules, [card.person for card in cards])
    for card in cards:
        version = existing(context.table, context.scope, card.scheme, card.version)
        result, inputs = unpack(version.compiled, card.packed)
        for pair in rules.far_apart:
            made.add(context, run, FAR_APART, far_apart(pair, card, result.values, inputs))
        for one in rules.own_past:
            before = past.of(one, card.person)
            made.add(context, run, OWN_PAST, own_past(one, card, result.values, before))


def _standing(context: Context, run: Run) -> Mapping[PersonKey, Collection[str]]:
    """Return the uploads that each current result stands on, imported and void ones apart."""
    names = ("employee_id", "upload", "layers", "imported", "void")
    return {
        PersonKey(item["employee_id"]): tuple(
            map(
                intern,
                {item["upload"], *(str(at[0]) for at in (item.get("layers") or {}).values())},
            )
        )
        for item in heads(context, run.scheme, run.period, only=names)
        if not item.get("imported") and item.get("void") is None
    }


NOT_EXAMINED: Final = Text(
    "有已截止的轮次尚未检查评分人，请稍后重新查找。",
    "The raters of a closed round are still to be examined. Look again later.",
)
NO_CONTACTS: Final = Text(
    "本期结果不依据逐条联络的文件。", "No result of the period stands on a file of contacts."
)
UNREAD: Final = Text("以下联络文件无法读取：", "These files of contacts cannot be read: ")
