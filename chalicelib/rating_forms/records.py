"""Stored rating rounds, their raters' sheets, and filled-in forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from chalicelib.person_keys import PersonKey, read_shown, shown
from chalicelib.rating_forms.keys import index_of_forms_about, key_of_round
from chalicelib.rating_forms.places import form_key
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.records import from_item, to_item
from chalicelib.tenancy.context import Context

DRAWING, DRAFT, OPEN, CLOSED, CANCELLED = "drawing", "draft", "open", "closed", "cancelled"
STATUSES: Final = (DRAWING, DRAFT, OPEN, CLOSED, CANCELLED)
SAVED, SUBMITTED = "saved", "submitted"
PREFIX: Final = "rnd"
#: Forms of a sheet: a sheet stays far below what an item may hold.
FORMS_OF_SHEET: Final = 100
#: Forms of one rater in a round, at most.
MOST_FORMS: Final = 1_000
#: Times that a round may be closed: each form keeps what it said at each closing.
MOST_CLOSINGS: Final = 10
#: Times beside these that a round is closed after a role was asked again for decided appeals.
MOST_CLOSINGS_OF_APPEALS: Final = 50


@dataclass(frozen=True, slots=True)
class Round:
    """A rating round of a scheme's period.

    ``version`` is the scheme's version whose questions are asked, ``indicators`` are the rating
    values that the round feeds, and ``sources`` the sources of their columns. ``roles`` says by
    role who rates: ``who``, ``number`` (of peers) and ``raters`` (keys of named people).
    ``teams`` are texts of the only teams that are rated; empty: all. ``anonymity_min`` is the least
    number of marks with which an anonymous role counts.

    ``seed`` makes the draw, ``draw`` is its number: another draw has other sheets. ``people``,
    ``raters`` and ``forms`` count what was drawn, ``lacking`` (by role) people whom nobody rates.
    ``drawn`` is how many of the raters have their sheets while it is drawn.
    ``closings`` counts how often it was closed, ``upload`` is that of the last closing.
    ``asked_again`` are the only roles that may answer since the round was opened again for a flag;
    empty: all. ``asked_about`` are the only people about whom they may: each ``{"person", "role",
    "appeal"}`` by the decision of an appeal (rating_rounds/asking.py); empty: everybody.
    ``closings_of_appeals`` counts the closings after that, ``closed_after_appeals`` says that the
    last one was such. ``left_out`` has, by role, why it does not count (rating_rounds/flags.py).
    ``single_marks``: whether hr may open single marks with a reason
    (rating_rounds/single_marks.py). ``reminders`` are days before the last one, ``reminded_on`` is
    up to which day these are done (rating_rounds/reminders.py). ``links_from`` is before the ids of
    all links that still hold (rating_rounds/links.py).
    ``joined`` is about people who joined the round's teams since the draw: ``people``, keys of some
    of these (``persons``) and ``at``. Since ``adding_since`` they are being added, by the keys in
    ``adding`` (rating_rounds/joining.py).
    """

    id: str
    scheme: str
    period: str
    version: int
    status: str
    closes_on: str
    indicators: tuple[str, ...]
    sources: tuple[str, ...]
    roles: dict[str, Any]
    anonymity_min: int
    seed: str
    created_at: str
    created_by: str
    updated_at: str
    opens_on: str | None = None
    teams: tuple[str, ...] = ()
    draw: int = 0
    drawn: int = 0
    people: int = 0
    raters: int = 0
    forms: int = 0
    lacking: dict[str, int] = field(default_factory=dict)
    reason: dict[str, Any] | None = None
    gave_up_at: str | None = None
    opened_at: str | None = None
    closed_at: str | None = None
    closings: int = 0
    upload: str | None = None
    asked_again: tuple[str, ...] = ()
    asked_about: tuple[dict[str, Any], ...] = ()
    closings_of_appeals: int = 0
    closed_after_appeals: bool = False
    left_out: dict[str, Any] = field(default_factory=dict)
    single_marks: bool = False
    reminders: tuple[int, ...] = ()
    reminded_on: str | None = None
    links_from: str | None = None
    joined: dict[str, Any] = field(default_factory=dict)
    adding_since: str | None = None
    adding: tuple[str, ...] = ()
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """A part of what one rater is asked: ``forms`` are pairs of a role and the person rated.

    ``parts`` is how many sheets the rater has, ``revision`` grows when hr changes them. ``team`` is
    the rater's at the draw, as its progress is counted (progress.py); empty without a team, None of
    a round that was drawn before progress was counted.
    """

    rater: PersonKey
    part: int
    parts: int
    forms: tuple[tuple[str, PersonKey], ...]
    revision: int = 1
    team: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A filled-in form: what ``rater`` says of ``ratee`` in a role.

    ``answers`` are marks by indicator and question; None: cannot judge. ``before`` is what it said
    at earlier closings of the round, each ``{"until": closing, "answers", "comment"}``, without
    the last two where it was not submitted. ``closing`` is how often the round had been closed when
    it was submitted last. ``link`` is the link under which it was saved last;
    None: by a rater with an account.
    """

    round: str
    rater: PersonKey
    ratee: PersonKey
    role: str
    status: str
    answers: dict[str, Any]
    comment: str | None = None
    before: tuple[dict[str, Any], ...] = ()
    closing: int = 0
    link: str | None = None
    revision: int = 1


def has_said(form: Form, closings: int) -> bool:
    """Return whether a form was submitted since the round was opened last."""
    return form.status == SUBMITTED and form.closing == closings


def is_asked(found: Round, role: str, ratee: PersonKey) -> bool:
    """Return whether a role is asked about a person while the round is open."""
    if found.asked_about:
        return any((one["role"], one["person"]) == (role, ratee) for one in found.asked_about)
    return not found.asked_again or role in found.asked_again


def read_round(context: Context, round_id: str) -> Round | None:
    item = context.table.get(key_of_round(context.scope, round_id))
    return None if item is None else from_item(Round, item)


def sheet_of(item: Item) -> Sheet:
    """Return the sheet that an item holds."""
    found = from_item(Sheet, item)
    forms = tuple((role, PersonKey(ratee)) for role, ratee in found.forms)
    return replace(found, forms=forms)


def sheet_item(sheet: Sheet) -> Item:
    return {**to_item(sheet), "forms": [list(one) for one in sheet.forms]}


def form_of(item: Mapping[str, Any]) -> Form:
    """Return the form that an item holds."""
    return from_item(Form, item)


def form_write(context: Context, draw: int, form: Form) -> tuple[Key, Item]:
    """Return the write of a form, with its entry among those about the person rated."""
    key = form_key(context, form.round, draw, form.rater, form.role, form.ratee)
    index = index_of_forms_about(context.scope, form.ratee)
    item = {name: value for name, value in to_item(form).items() if value != ()}
    entry = context.scope.index_entry(index, form.round, form.role, form.rater)
    return key, {**item, **entry}


def task_id(round_id: str, role: str, ratee: PersonKey) -> str:
    """Return what a rater's form is called: ``rnd_….peer.prs_…``. It tells not whose form it is."""
    return f"{round_id}.{role}.{shown(ratee)}"


def read_task_id(text: str) -> tuple[str, str, PersonKey] | None:
    """Return the round, the role and the person rated that a form's id names; None: no such id."""
    parts = text.split(".")
    ratee = read_shown(parts[2]) if len(parts) == 3 else None
    return None if ratee is None else (parts[0], parts[1], ratee)
