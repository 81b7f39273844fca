"""Opinions as staff send them and hr answers."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import Changed, Conflict, NotFound, invalid_value
from chalicelib.opinions import refusals
from chalicelib.opinions.about import check_about
from chalicelib.opinions.awarding import propose_award
from chalicelib.opinions.records import (
    ADOPTED,
    MOST_ANSWERS,
    OPEN,
    Opinion,
    opinion_write,
)
from chalicelib.opinions.sight import is_senders, seen
from chalicelib.people.records import key_of, read_person
from chalicelib.people.today import team_today
from chalicelib.store.identifiers import new_id
from chalicelib.tenancy.context import Context
from chalicelib.web.etags import Expected, check


def send(context: Context, wanted: Mapping[str, Any]) -> Opinion:
    """Send an opinion as the caller's person. Returns it as it will be stored.

    Raises Invalid (422) as :func:`chalicelib.opinions.about.check_about` does, NotFound (404) for
    a caller who is on the register no more.
    """
    person = context.principal.person
    sender = None if person is None else read_person(context, person)
    if sender is None:
        raise NotFound("employee")
    team = team_today(context, sender)
    check_about(context, wanted, team)
    opinion = Opinion(
        id=new_id("opn", context.now),
        person=sender.key,
        status=OPEN,
        about=wanted["about"],
        sent_at=context.time,
        updated_at=context.time,
        opinion=wanted["opinion"],
        scheme=wanted.get("scheme"),
        version=wanted.get("version"),
        team=team,
    )
    context.unit.put(*opinion_write(context, opinion), Path("pk").does_not_exist())
    # Erased meanwhile, the person sends nothing that the erasure would not find.
    there = Path("erased_at").does_not_exist()
    context.unit.check(key_of(context, sender.key), there, lambda: NotFound("employee"))
    record_change(
        context,
        "opinions.send",
        f"opinions/{opinion.id}",
        None,
        _audited(opinion),
        revision=opinion.revision,
    )
    return opinion


def answer(
    context: Context, opinion_id: str, wanted: Mapping[str, Any], expected: Expected
) -> Opinion:
    """Answer an opinion with words and an outcome; an adopted one may propose its award.

    The last answer counts. Returns the opinion as it will be stored. Raises NotFound (404), 412,
    Conflict (409) ``own_opinion``, ``award_proposed``, ``too_many_answers`` and PeriodLocked,
    Invalid (422).
    """
    before = seen(context, opinion_id)
    check(expected, before.revision)
    if is_senders(context.principal, before):
        raise Conflict("own_opinion", refusals.OWN)
    if before.case is not None:
        raise Conflict("award_proposed", refusals.AWARDED)
    if len(before.answers) >= MOST_ANSWERS:
        raise Conflict("too_many_answers", refusals.TOO_MANY)
    outcome, award = wanted["outcome"], wanted["award"]
    if award is not None and outcome != ADOPTED:
        raise invalid_value("/award", "not_adopted", refusals.NO_AWARD)
    case = None if award is None else propose_award(context, before, award)
    said = {
        "outcome": outcome,
        "answer": wanted["answer"],
        "at": context.time,
        "by": context.principal.credential,
    }
    after = replace(
        before,
        status=outcome,
        answers=(*before.answers, said),
        case=None if case is None else case.id,
        updated_at=context.time,
        revision=before.revision + 1,
    )
    same = Path("revision") == before.revision
    context.unit.put(*opinion_write(context, after), same, Changed)
    record_change(
        context,
        "opinions.answer",
        f"opinions/{opinion_id}",
        _audited(before),
        _audited(after),
        revision=after.revision,
    )
    return after


def _audited(opinion: Opinion) -> dict[str, Any]:
    """Return what the log tells: none of the words, and not the case's id, which is of a person."""
    return {
        "status": opinion.status,
        "about": opinion.about,
        "scheme": opinion.scheme,
        "version": opinion.version,
        "answers": len(opinion.answers),
        "award": opinion.case is not None,
    }
