"""Differences as the API shows them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from chalicelib.differences.lines import Line
from chalicelib.differences.records import Difference
from chalicelib.language import Text
from chalicelib.people.facts import PLACES
from chalicelib.people.identity import called_in, ids_now
from chalicelib.people.records import read_people
from chalicelib.people.signers import signer
from chalicelib.person_keys import PersonKey, shown
from chalicelib.scorecards.presenting import fixed
from chalicelib.scoring.exact import plain
from chalicelib.tenancy.context import Context

ARREARS, RECOVERY = "arrears", "recovery"
KINDS: Final = (ARREARS, RECOVERY)
#: A row of the month itself, in a file that has lines of differences too.
COEFFICIENT: Final = "coefficient"
#: What a line is called.
NAMES: Final = {
    ARREARS: Text("补发", "Arrears"),
    RECOVERY: Text("扣回", "Recovery"),
    COEFFICIENT: Text("当期", "Coefficient"),
}


def kind_of(amount: Decimal) -> str:
    """Return whether an amount is paid to the person or taken back."""
    return RECOVERY if amount < 0 else ARREARS


def described_all(context: Context, differences: Sequence[Difference]) -> list[dict[str, Any]]:
    """Return differences as the API shows them."""
    people = list(dict.fromkeys(person for one in differences for person in _people(one)))
    ids = ids_now(people, read_people(context, people))
    return [described(one, ids) for one in differences]


def described(one: Difference, ids: Mapping[PersonKey, str] | None) -> dict[str, Any]:
    """Return a difference. ``ids``: what its people are called now. None: what they came with."""
    kind = kind_of(one.open)
    return {
        "scheme": one.scheme,
        "period": one.period,
        "employee_id": called_in(one.person, ids),
        "person": shown(one.person),
        "team": one.team,
        "kind": kind,
        "kind_name": NAMES[kind].as_names(),
        "status": one.status,
        "paid": exact(one.paid),
        "stands": exact(one.stands),
        "difference": exact(one.open),
        "next": exact(one.due),
        "share": None if one.share is None else fixed(one.share, PLACES),
        "correction": one.correction,
        "export": (one.line or {}).get("export"),
        "answer": one.answer,
        "basis": one.basis and told_basis(one.basis, ids),
        "updated_at": one.updated_at,
    }


def described_line(line: Line) -> dict[str, Any]:
    """Return a line of a file, without payroll's answers."""
    kind = kind_of(line.difference)
    return {
        "employee_id": line.called,
        "person": shown(line.person),
        "period": line.period,
        "kind": kind,
        "before": exact(line.before),
        "after": exact(line.after),
        "difference": exact(line.difference),
    }


def told_basis(basis: Mapping[str, Any], ids: Mapping[PersonKey, str] | None) -> dict[str, Any]:
    """Return the basis of money back. ``ids``: as for :func:`described`."""
    return {
        **{name: basis.get(name) for name in ("kind", "text", "given_on", "at", "by")},
        "employee_id": signer(basis, ids),
        "instalments": [Decimal(one) for one in basis.get("instalments") or ()],
        "taken": int(basis.get("taken", 0)),
    }


def exact(number: Decimal) -> Decimal:
    """Return a coefficient as it is shown: with the digits that it has."""
    return Decimal(plain(number))


def _people(one: Difference) -> list[PersonKey]:
    person = (one.basis or {}).get("person")
    return [one.person, *([PersonKey(person)] if person else [])]
