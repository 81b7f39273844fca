"""Signals as the API shows them."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from chalicelib.people.identity import called_in, ids_now
from chalicelib.people.records import read_people
from chalicelib.person_keys import PersonKey, shown
from chalicelib.signals.records import Signal
from chalicelib.signals.standing import outdated
from chalicelib.teams.canonical import codes
from chalicelib.tenancy.context import Context

#: Members of evidence: whole numbers, and all others.
WHOLE: Final = ("revision", "row", "again_row")
OTHERS: Final = ("scorecard", "value", "upload", "again_upload", "rating_round", "flag", "role")


def described_all(context: Context, signals: Sequence[Signal]) -> list[dict[str, Any]]:
    """Return signals of one scheme's period as the API shows them."""
    people = list(dict.fromkeys(one.person for one in signals))
    ids = ids_now(people, read_people(context, people)) if people else {}
    team_codes = codes(context, [one.team for one in signals])
    old = outdated(context, signals)
    return [{**described(one, ids, old), "team_code": team_codes[one.team]} for one in signals]


def described(
    signal: Signal, ids: Mapping[PersonKey, str] | None, old: Collection[str] | None
) -> dict[str, Any]:
    """Return a signal without its team's code. ``ids``: what people are called now. None: what they
    came with. ``old``: the ids of outdated ones; None: it is not known."""
    return {
        "id": signal.id,
        "kind": signal.kind,
        "about": signal.about,
        "state": signal.state,
        "scheme": signal.scheme,
        "period": signal.period,
        "employee_id": called_in(signal.person, ids),
        "person": shown(signal.person),
        "team": signal.team,
        "figures": {name: Decimal(figure) for name, figure in signal.figures.items()},
        "threshold": _threshold(signal.threshold),
        "text": signal.text,
        "evidence": [_evidence(one) for one in signal.evidence],
        "outdated": None if old is None else signal.id in old,
        "changed_at": signal.changed_at,
        "former": signal.former,
        "gone_at": signal.gone_at,
        "dismissed": signal.dismissed,
        "case": signal.case,
        "found_at": signal.found_at,
        "updated_at": signal.updated_at,
        "revision": signal.revision,
    }


def _threshold(found: Mapping[str, Any]) -> dict[str, Any]:
    names = ("figure", "at_least", "below", "basis")
    return {name: found.get(name) for name in names}


def _evidence(found: Mapping[str, Any]) -> dict[str, Any]:
    whole = {name: None if found.get(name) is None else int(found[name]) for name in WHOLE}
    return {**whole, **{name: found.get(name) for name in OTHERS}}
