"""Forms as raters save and submit them. What is saved may change until the round closes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import Changed, Conflict, Fault, Invalid
from chalicelib.language import Text
from chalicelib.people.records import ACTIVE, DELETED, read_people
from chalicelib.people.today import on_day, today
from chalicelib.person_keys import PersonKey
from chalicelib.rating_forms import progress
from chalicelib.rating_forms.records import (
    OPEN,
    SAVED,
    SUBMITTED,
    Form,
    Round,
    form_write,
    has_said,
    is_asked,
    task_id,
)
from chalicelib.rating_tasks.answers import Asked, asked, checked, unanswered
from chalicelib.rating_tasks.finding import Task, own_task, rounds_for_raters, tasks_of
from chalicelib.schemes.compiled import existing
from chalicelib.tenancy.context import Context
from chalicelib.web.etags import Expected, check


def page(
    context: Context, round_id: str | None, limit: int, after: str | None
) -> tuple[list[Task], str | None]:
    """Return up to ``limit`` forms of the caller, and the position of the next page.

    A position is the number of forms before it. While a round is open forms are only added, where
    somebody joins: then one may come twice, and none is lost.
    """
    rater = context.principal.person
    if rater is None:
        return [], None
    found = [
        task
        for one in rounds_for_raters(context, round_id)
        for task in tasks_of(context, rater, one)
    ]
    start = int(after or 0)
    end = start + limit
    return found[start:end], str(end) if len(found) > end else None


def questions(context: Context, task: Task) -> list[Asked]:
    """Return what a form asks."""
    found = task.round
    version = existing(context.table, context.scope, found.scheme, found.version)
    return asked(found, version.scheme, task.role)


def save(
    context: Context, name: str, wanted: Mapping[str, Any], expected: Expected
) -> tuple[Task, list[Asked]]:
    """Save what the caller says in a form; one that was submitted stays so.

    Raises NotFound (404), 412 when it was saved elsewhere meanwhile, Conflict (409)
    ``round_not_open``, ``rater_left``, ``ratee_gone`` and, of a link, ``link_over``, Invalid (422).
    """
    task = own_task(context, name)
    check(expected, _revision(task))
    _refuse(context, task)
    form = questions(context, task)
    answers = checked(form, wanted["answers"])
    submitted = task.form is not None and task.form.status == SUBMITTED
    if submitted:
        _refuse_incomplete(form, answers)
    changes = {"answers": answers, "comment": wanted.get("comment")}
    return _put(context, task, changes, "rating_tasks.save"), form


def submit(context: Context, name: str, expected: Expected) -> tuple[Task, list[Asked]]:
    """Submit a saved form; one that was submitted since the round was opened stays as it is.

    Raises what :func:`save` raises, and Invalid (422) ``unanswered`` for each question without a
    mark and without *cannot judge*.
    """
    task = own_task(context, name)
    check(expected, _revision(task))
    _refuse(context, task)
    form = questions(context, task)
    _refuse_incomplete(form, task.answers)
    closings = task.round.closings
    if task.form is not None and has_said(task.form, closings):
        return task, form
    changes = {"status": SUBMITTED, "closing": closings}
    return _put(context, task, changes, "rating_tasks.submit"), form


def takes_answers(found: Round, day: str, form: tuple[str, PersonKey] | None = None) -> bool:
    """Return whether forms of a round may be filled in on a day, or that of a role about a
    person."""
    asked = form is None or is_asked(found, *form)
    return asked and found.status == OPEN and (found.opens_on or "") <= day <= found.closes_on


def _put(context: Context, task: Task, changes: Mapping[str, Any], action: str) -> Task:
    """Add the write of a form and its audit event, which tells no mark, to the request's unit."""
    rater, before = PersonKey(context.principal.person or ""), task.form
    if before is None:
        empty: dict[str, Any] = {"answers": {}, "revision": 0}
        before = Form(task.round.id, rater, task.ratee, task.role, SAVED, **empty)
    kept = _kept(before, task.round.closings)
    link = context.principal.credential if context.principal.round is not None else None
    after = replace(before, before=kept, link=link, revision=before.revision + 1, **changes)
    revision = Path("revision")
    same = revision.does_not_exist() if before.revision == 0 else revision == before.revision
    context.unit.put(*form_write(context, task.round.draw, after), same, Changed)
    if after.status == SUBMITTED != before.status and task.team is not None:
        progress.add(context, task.round, task.team, task.role, submitted=1)
    target = f"rating-tasks/{task_id(task.round.id, task.role, task.ratee)}"
    record_change(context, action, target, None, {"status": after.status}, revision=after.revision)
    return task._replace(form=after, shown=True)


def _kept(form: Form, closings: int) -> tuple[dict[str, Any], ...]:
    """Return what a form had said at earlier closings, with the last one (see standing.py)."""
    if closings == 0 or any(int(one["until"]) >= closings for one in form.before):
        return form.before
    said = {"answers": form.answers, "comment": form.comment} if form.status == SUBMITTED else {}
    told = {name: value for name, value in said.items() if value is not None}
    return (*form.before, {"until": closings, **told})


def _revision(task: Task) -> int:
    return 0 if task.form is None else task.form.revision


def _refuse(context: Context, task: Task) -> None:
    """Raise Conflict (409) when the form cannot be filled in."""
    day = today(context)
    if not takes_answers(task.round, day, (task.role, task.ratee)):
        raise Conflict("round_not_open", NOT_OPEN)
    rater = PersonKey(context.principal.person or "")
    people = read_people(context, {rater, task.ratee})
    if rater not in people or on_day(people[rater], day).status != ACTIVE:
        raise Conflict("rater_left", RATER_LEFT)
    if task.ratee not in people or people[task.ratee].status == DELETED:
        raise Conflict("ratee_gone", RATEE_GONE)


def _refuse_incomplete(form: Sequence[Asked], answers: Mapping[str, Mapping[str, Any]]) -> None:
    faults = [
        Fault(
            "/answers",
            "unanswered",
            Text(
                f"尚未回答“{one.question.name['zh']}”：请打分，或选择无法评价（mark 为 null）。",
                f"“{one.question.name['en']}” is not answered: give a mark, or null where you "
                "cannot judge.",
            ),
        )
        for one in unanswered(form, answers)
    ]
    if faults:
        raise Invalid(faults)


NOT_OPEN = Text(
    "该评分轮次现在不接受填写：尚未开始、已过截止日、已关闭，或只再次征询其他角色。",
    "This round takes no answers now: it has not begun, its last day has passed, it is closed, or "
    "it asks another role again.",
)
RATER_LEFT = Text("评分人已离职，不能再评分。", "Who has left the company rates nobody any more.")
RATEE_GONE = Text(
    "被评人已不在名册中，不再评分。",
    "The person is not on the register any more: nobody rates them.",
)
