"""Single marks: opened by somebody who answers for it by name, with a reason that the log keeps.

Only of a closed round that said so before it was opened, so that its raters knew (a form tells it).
Comments stay without a name: they are not opened.
"""

from typing import Any

from chalicelib.audit.records import record_change
from chalicelib.errors import Conflict, NotFound
from chalicelib.language import Text
from chalicelib.people.paths import person_in_path
from chalicelib.people.records import Employee, read_people, read_person
from chalicelib.people.today import team_today
from chalicelib.person_keys import PersonKey, shown
from chalicelib.rating_forms.counting import forms_about, said_at
from chalicelib.rating_forms.records import CLOSED, Form, Round
from chalicelib.rating_rounds.comments import NOT_CLOSED
from chalicelib.rating_rounds.making import existing
from chalicelib.scorecards.records import read_card
from chalicelib.scoring.rater_roles import ROLES
from chalicelib.scoring.text import text
from chalicelib.teams.sight import is_in, led_folds
from chalicelib.tenancy.context import Context


def opened(context: Context, round_id: str, employee_id: str, reason: str) -> list[dict[str, Any]]:
    """Return who gave a person which marks, and add the event with the reason to the unit.

    Raises NotFound (404), Conflict (409) ``single_marks_not_announced``, ``round_not_closed``,
    ``own_marks`` and ``marks_of_own_team``.
    """
    found = existing(context, round_id)
    person = person_in_path(context, employee_id)
    there = read_person(context, person)
    if there is None:
        raise NotFound("employee")
    if not found.single_marks:
        raise Conflict("single_marks_not_announced", NOT_ANNOUNCED)
    if found.status != CLOSED:
        raise Conflict("round_not_closed", NOT_CLOSED)
    if person == context.principal.person:
        raise Conflict("own_marks", OWN)
    if _leads(context, found, person, there):
        raise Conflict("marks_of_own_team", OWN_TEAM)
    forms = forms_about(context, found, person)
    told = {"reason": reason, "forms": len(forms)}
    target = f"rating-marks/{found.id}.{shown(person)}"
    record_change(context, "rating_rounds.open_marks", target, None, told, revision=found.revision)
    return _described(context, found, forms)


def _leads(context: Context, found: Round, person: PersonKey, there: Employee) -> bool:
    """Return whether the caller leads the person's team, of the result or of today: the superior
    reads no single mark, in whatever role."""
    principal = context.principal
    card = read_card(context, found.scheme, found.period, person)
    teams = (None if card is None else card.team, team_today(context, there))
    led = led_folds(context, principal.teams, principal.departments, principal.person)
    return any(is_in(team, led) for team in teams)


def _described(context: Context, found: Round, forms: list[Form]) -> list[dict[str, Any]]:
    people = read_people(context, [PersonKey(one.rater) for one in forms])
    items: list[dict[str, Any]] = []
    for form in sorted(forms, key=lambda one: (list(found.roles).index(one.role), one.rater)):
        said = said_at(form, found.closings)
        if said is None:
            continue
        rater = people.get(PersonKey(form.rater))
        items.append(
            {
                "role": form.role,
                "role_name": dict(ROLES.get(form.role, text(form.role, form.role))),
                "rater": {
                    "employee_id": None if rater is None else rater.id,
                    "person": None if rater is None else shown(rater.key),
                    "employee_name": None if rater is None else rater.name,
                },
                "marks": [
                    {"indicator": indicator, "question": question, "mark": mark}
                    for indicator, marks in said.answers.items()
                    for question, mark in marks.items()
                ],
            }
        )
    return items


NOT_ANNOUNCED = Text(
    "该轮次未事先说明人事可以查看单个评分，因此任何人都不能查看。",
    "The round did not say beforehand that single marks may be opened, so nobody opens them.",
)
OWN = Text("不能查看他人给本人的单个评分。", "Nobody opens the marks about the own person.")
OWN_TEAM = Text(
    "不能查看本人所带团队成员的单个评分；请由人事的其他人查看。",
    "Nobody opens the marks about people of a team that they lead: somebody else of hr does.",
)
