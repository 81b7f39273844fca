"""Erase a person from rating rounds: as somebody who rated, and as somebody who was rated.

Marks stay, under the pseudonym, because the combined values that others were told were made of
them. Every comment that the person wrote goes, and every comment about the person.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.person_keys import PersonKey
from chalicelib.rating_forms.keys import (
    is_sheet,
    key_of_round,
    partition_of_flags,
    partition_of_rounds,
)
from chalicelib.rating_forms.places import (
    rater_partition,
    rater_prefix,
    sheet_key,
    sheet_partitions,
)
from chalicelib.rating_forms.records import (
    DRAWING,
    Form,
    Round,
    Sheet,
    form_of,
    form_write,
    sheet_item,
    sheet_of,
)
from chalicelib.rating_links.keys import key_of_link, place_of
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key, key_of_item
from chalicelib.store.records import from_item
from chalicelib.tenancy.holdings import Erasing, ErasureBusy
from chalicelib.uploads import of_rounds

#: Stands for an erased person among those whom an open round asks about: nobody is asked.
NOBODY = ""


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Take the person out of every round of the company. Gives the ids of rounds as checkpoints.

    Counts ``rating_forms``. Raises ErasureBusy while a round is drawn, people are added to it, or
    its values are counted.
    """
    context = erasing.context
    partition = partition_of_rounds(context.scope)
    for item in list(context.table.query_all(partition, after=after)):
        found = from_item(Round, item)
        counting = found.upload is not None and of_rounds.is_under_way(context, found.upload)
        if found.status == DRAWING or counting or found.adding_since is not None:
            raise ErasureBusy
        _named(erasing, found)
        _joined(erasing, found)
        _as_rater(erasing, found)
        _as_rated(erasing, found)
        yield found.id


def links(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Remove the links of the person as a rater. The work is one piece. Counts ``links``."""
    if after is not None:
        return
    context, place = erasing.context, place_of(erasing.person)
    for item in list(context.table.query_all(partition_of_rounds(context.scope), only=("sk",))):
        key = key_of_link(context.scope, item["sk"], place)
        if context.table.get(key) is not None:
            context.table.write_batch((), [key])
            erasing.count("links")
    yield "done"


def flags(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Put the pseudonym in place of the person in flags. Gives the ids of rounds as checkpoints.

    Counts ``rater_flags``.
    """
    context, pseudonym = erasing.context, PersonKey(erasing.pseudonym)
    partition = partition_of_rounds(context.scope)
    for round_id in [item["sk"] for item in context.table.query_all(partition, after=after)]:
        for item in list(context.table.query_all(partition_of_flags(context.scope, round_id))):
            named = [list(one) for one in item.get("raters", ())]
            raters = [
                [role, pseudonym if person == erasing.person else person] for role, person in named
            ]
            if raters != named:
                actions = [Path("raters").set(raters)]
                context.table.update(key_of_item(item), actions, Path("pk").exists())
                erasing.count("rater_flags")
        yield round_id


def _named(erasing: Erasing, found: Round) -> None:
    """Take the person out of the raters whom the round names, and of those whom it asks about."""
    roles = {
        role: {**how, "raters": [one for one in how["raters"] if one != erasing.person]}
        if "raters" in how
        else how
        for role, how in found.roles.items()
    }
    if roles != found.roles:
        # An update takes no decimals, as a number is read.
        roles = {
            role: {**how, "number": int(how["number"])} if "number" in how else how
            for role, how in roles.items()
        }
        key = key_of_round(erasing.context.scope, found.id)
        erasing.context.table.update(key, [Path("roles").set(roles)], Path("pk").exists())
    about = [
        {**one, "person": NOBODY} if one["person"] == erasing.person else one
        for one in found.asked_about
    ]
    if about != list(found.asked_about):
        key = key_of_round(erasing.context.scope, found.id)
        same = Path("revision") == found.revision
        erasing.context.table.update(key, [Path("asked_about").set(about)], same)


def _joined(erasing: Erasing, found: Round) -> None:
    """Take the person out of those whom a round names as joined."""
    persons = [one for one in found.joined.get("persons", ()) if one != erasing.person]
    if persons == list(found.joined.get("persons", ())):
        return
    people = int(found.joined["people"]) - 1
    told = {"people": people, "persons": persons, "at": found.joined["at"]} if people else {}
    key = key_of_round(erasing.context.scope, found.id)
    erasing.context.table.update(key, [Path("joined").set(told)], Path("pk").exists())


def _as_rater(erasing: Erasing, found: Round) -> None:
    context, pseudonym = erasing.context, PersonKey(erasing.pseudonym)
    partition = rater_partition(context, found.id, found.draw, erasing.person)
    prefix = rater_prefix(erasing.person)
    writes: list[tuple[Key, Item]] = []
    items = list(context.table.query_all(partition, prefix=prefix))
    for item in items:
        if is_sheet(item["sk"]):
            sheet = _without(replace(sheet_of(item), rater=pseudonym), erasing)
            key = sheet_key(context, found.id, found.draw, pseudonym, sheet.part)
            writes.append((key, sheet_item(sheet)))
        else:
            form = replace(_silent(form_of(item)), rater=pseudonym)
            if form.ratee == erasing.person:
                form = replace(form, ratee=pseudonym)
            writes.append(form_write(context, found.draw, form))
    # First what takes the place, then what goes: a repeated piece changes nothing.
    context.table.write_batch(writes)
    context.table.write_batch((), [key_of_item(item) for item in items])
    erasing.count("rating_forms", len(items))


def _as_rated(erasing: Erasing, found: Round) -> None:
    """Put the pseudonym in place of the person in sheets, and in the forms about the person."""
    context = erasing.context
    for partition in sheet_partitions(context, found.id, found.draw):
        writes: list[tuple[Key, Item]] = []
        gone: list[Key] = []
        for item in context.table.query_all(partition):
            if is_sheet(item["sk"]):
                sheet = sheet_of(item)
                without = _without(sheet, erasing)
                if without != sheet:
                    writes.append((key_of_item(item), sheet_item(without)))
            elif item["ratee"] == erasing.person:
                form = replace(_silent(form_of(item)), ratee=PersonKey(erasing.pseudonym))
                writes.append(form_write(context, found.draw, form))
                gone.append(key_of_item(item))
        context.table.write_batch(writes)
        context.table.write_batch((), gone)
        erasing.count("rating_forms", len(gone))


def _without(sheet: Sheet, erasing: Erasing) -> Sheet:
    pseudonym = PersonKey(erasing.pseudonym)
    forms = tuple(
        (role, pseudonym if ratee == erasing.person else ratee) for role, ratee in sheet.forms
    )
    return replace(sheet, forms=forms)


def _silent(form: Form) -> Form:
    """Return a form without its comments."""
    before = tuple(_without_comment(one) for one in form.before)
    return replace(form, comment=None, before=before)


def _without_comment(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name != "comment"}
