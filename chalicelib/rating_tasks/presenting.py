"""A rater's forms as the API shows them to the rater."""

from collections.abc import Sequence
from typing import Any

from chalicelib.people.identity import ids_now
from chalicelib.people.records import read_people
from chalicelib.people.today import today
from chalicelib.person_keys import shown
from chalicelib.rating_forms.records import task_id
from chalicelib.rating_tasks.answers import Asked
from chalicelib.rating_tasks.finding import Task
from chalicelib.rating_tasks.service import takes_answers
from chalicelib.scoring.rater_roles import ROLES, is_anonymous
from chalicelib.scoring.text import text
from chalicelib.tenancy.context import Context

NOT_BEGUN = "not_begun"


def described_all(context: Context, tasks: Sequence[Task]) -> list[dict[str, Any]]:
    """Return forms without their questions. Costs a batch read of the people rated."""
    keys = list(dict.fromkeys(task.ratee for task in tasks))
    people = read_people(context, keys)
    ids, day = ids_now(keys, people), today(context)
    return [
        {
            "id": task_id(task.round.id, task.role, task.ratee),
            "round": task.round.id,
            "scheme": task.round.scheme,
            "period": task.round.period,
            "opens_on": task.round.opens_on,
            "closes_on": task.round.closes_on,
            "open": takes_answers(task.round, day, (task.role, task.ratee)),
            "employee_id": ids[task.ratee],
            "person": shown(task.ratee),
            "employee_name": people[task.ratee].name if task.ratee in people else None,
            "role": task.role,
            "role_name": dict(ROLES.get(task.role, text(task.role, task.role))),
            "anonymous": is_anonymous(task.role),
            "anonymity_min": task.round.anonymity_min,
            "single_marks": task.round.single_marks,
            "status": NOT_BEGUN if task.form is None else task.form.status,
        }
        for task in tasks
    ]


def described(context: Context, task: Task, form: Sequence[Asked]) -> dict[str, Any]:
    """Return a form with its questions and what the rater has answered."""
    return {
        **described_all(context, [task])[0],
        "questions": [_question(one, task.answers) for one in form],
        "comment": task.comment,
    }


def _question(one: Asked, answers: Any) -> dict[str, Any]:
    given = answers.get(one.indicator.code, {})
    answered = one.question.code in given
    mark = given.get(one.question.code)
    return {
        "indicator": one.indicator.code,
        "indicator_name": dict(one.indicator.name),
        "question": one.question.code,
        "name": dict(one.question.name),
        "description": dict(one.indicator.description) if one.indicator.description else None,
        "scale": {"min": one.value.low, "max": one.value.high},
        "anchors": [{"mark": at.mark, "name": dict(at.name)} for at in one.question.anchors],
        "answered": answered,
        "mark": mark,
        "cannot_judge": answered and mark is None,
    }
