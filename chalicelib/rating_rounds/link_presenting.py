"""Raters' links as the API shows them: with secrets once, as a list or as CSV."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

from chalicelib.coefficients.cells import safe
from chalicelib.people.records import Employee, read_people
from chalicelib.person_keys import PersonKey, shown
from chalicelib.rating_forms.records import Round
from chalicelib.rating_links.records import RaterLink
from chalicelib.rating_rounds.links import Links, state_of
from chalicelib.tenancy.context import Context

COLUMNS: Final = ("employee_id", "employee_name", "forms", "link", "expires_at")


def new_ones(links: Links, page: str | None) -> dict[str, Any]:
    """Return the links of a drawing. ``page``: the address of the company's page."""
    return {
        "items": [
            {
                **_who(links.people, one.rater),
                "forms": one.forms,
                "secret": one.secret.text,
                "link": None if page is None else f"{page}#{one.secret.text}",
                "expires_at": one.link.ends_at,
            }
            for one in links.drawn
        ],
        "left_out": [
            {**_who(links.people, rater), "why": why} for rater, why in links.left_out.items()
        ],
    }


def as_csv(items: Sequence[Mapping[str, Any]]) -> str:
    """Return the list as CSV, as spreadsheets read it. Without a page, ``link`` is the secret."""
    text = io.StringIO(newline="")
    text.write("\ufeff")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in items:
        row = {**one, "link": one["link"] or one["secret"]}
        writer.writerow([safe(str(row[name] or "")) for name in COLUMNS])
    return text.getvalue()


def described(context: Context, found: Round, links: Sequence[RaterLink]) -> list[dict[str, Any]]:
    """Return links without their secrets. Costs a batch read of the raters."""
    people = read_people(context, [one.rater for one in links])
    return [
        {
            **_who(people, one.rater),
            "state": state_of(context, found, one),
            "expires_at": one.ends_at,
        }
        for one in links
    ]


def _who(people: Mapping[PersonKey, Employee], person: PersonKey) -> dict[str, Any]:
    there = people.get(person)
    return {
        "employee_id": None if there is None else there.id,
        "person": shown(person),
        "employee_name": None if there is None else there.name,
    }
