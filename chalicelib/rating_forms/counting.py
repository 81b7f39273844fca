"""From the forms of a closed round to a cell for each role: combined values, never single marks."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from chalicelib.person_keys import PersonKey
from chalicelib.rating_forms.keys import index_of_forms_about, is_sheet
from chalicelib.rating_forms.places import sheet_partitions
from chalicelib.rating_forms.records import SUBMITTED, Form, Round, form_of, sheet_of
from chalicelib.rating_forms.standing import standing
from chalicelib.scoring import Scheme
from chalicelib.scoring.exact import ZERO
from chalicelib.scoring.rater_roles import is_anonymous
from chalicelib.scoring.values.combined_marks import Mark, combined
from chalicelib.scoring.values.rating import Rating
from chalicelib.store.keys import SEPARATOR, escaped
from chalicelib.tenancy.context import Context


class Said(NamedTuple):
    """What a submitted form says: marks by indicator and question, and a comment."""

    answers: Mapping[str, Mapping[str, Decimal | None]]
    comment: str | None


@dataclass(slots=True)
class Rated:
    """The submitted forms about a person: by role and rater, what each said at each closing."""

    said: dict[str, dict[str, list[Said | None]]] = field(default_factory=dict)


def said_at(form: Form, closing: int) -> Said | None:
    """Return what a form said when the round was closed for the ``closing``-th time."""
    for one in form.before:
        if int(one["until"]) >= closing:
            return None if "answers" not in one else Said(one["answers"], one.get("comment"))
    return Said(form.answers, form.comment) if form.status == SUBMITTED else None


def read_rated(context: Context, found: Round) -> dict[PersonKey, Rated]:
    """Return everybody whom the round's sheets name, with the submitted forms about them.

    Reads each partition of the round once.
    """
    rated: dict[PersonKey, Rated] = defaultdict(Rated)
    for partition in sheet_partitions(context, found.id, found.draw):
        for item in context.table.query_all(partition):
            if is_sheet(item["sk"]):
                for _, ratee in sheet_of(item).forms:
                    rated[ratee]
            else:
                add(rated[PersonKey(item["ratee"])], form_of(item), found.closings)
    return rated


def rated_of(context: Context, found: Round, person: PersonKey) -> Rated:
    """Return the submitted forms about one person. One query of the index and a batch read."""
    rated = Rated()
    for form in forms_about(context, found, person):
        add(rated, form, found.closings)
    return rated


def forms_about(context: Context, found: Round, person: PersonKey) -> list[Form]:
    """Return the forms of a round about a person that were saved."""
    index = index_of_forms_about(context.scope, person)
    prefix = escaped(found.id) + SEPARATOR
    keys = context.table.keys_of_employee(index, prefix=prefix)
    items = context.table.get_many(keys) if keys else {}
    return [form_of(item) for item in items.values()]


def add(rated: Rated, form: Form, closings: int) -> None:
    """Add a form to those about its person."""
    said = [said_at(form, closing) for closing in range(1, closings + 1)]
    if any(one is not None for one in said):
        rated.said.setdefault(form.role, {})[form.rater] = said


def cells(found: Round, scheme: Scheme, rated: Rated) -> dict[str, str | None]:
    """Return the cells of a person's columns that the round feeds; None for a role without enough
    marks. Indicators that the scheme does not rate any more are left out."""
    made: dict[str, str | None] = {}
    for code in found.indicators:
        value = rating_of(scheme, code)
        if value is None:
            continue
        for role, column in value.columns.items():
            marks = [
                {rater: mark for rater, one in at.items() if (mark := mark_of(one, code))}
                for at in closings_of(rated, role, found.closings)
            ]
            least = least_of(found, value, role)
            told = {} if role in found.left_out else standing(marks, least)
            given = combined(value.combine, told.values())
            made[column] = None if given is None else given.cell
    return made


def rating_of(scheme: Scheme, code: str) -> Rating | None:
    """Return the rating value of an indicator; None where the scheme has none of this code."""
    one = next((one for one in scheme.indicators if one.code == code), None)
    return one.value if one is not None and isinstance(one.value, Rating) else None


def least_of(found: Round, value: Rating, role: str) -> int:
    """Return the least number of marks of a role that are told."""
    return max(found.anonymity_min, value.least_of(role)) if is_anonymous(role) else 1


def closings_of(rated: Rated, role: str, closings: int) -> Iterator[dict[str, Said]]:
    """Yield what the raters of a role had said at each closing."""
    raters = rated.said.get(role, {})
    for n in range(closings):
        yield {rater: one for rater, said in raters.items() if (one := said[n]) is not None}


def mark_of(said: Said, indicator: str) -> Mark | None:
    """Return a rater's mark of an indicator: the mean of the questions answered, exactly; None
    when the rater could judge none of them."""
    given: Any = said.answers.get(indicator, {})
    marks = [Decimal(mark) for mark in given.values() if mark is not None]
    return Mark(sum(marks, ZERO), len(marks)) if marks else None
