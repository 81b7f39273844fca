"""Signals as they are stored, with the run that found them and the rules of their scheme."""

from collections.abc import Mapping
from typing import Any

from chalicelib.person_keys import PersonKey
from chalicelib.signals.ids import run_id, signal_id
from chalicelib.signals.keys import key_of_run, key_of_settings, key_of_signal
from chalicelib.signals.records import OPEN, Signal
from chalicelib.signals.rules import FAR_APART, RATER_FLAG, Rules, told_rules
from chalicelib.signals.run_records import COMPLETED, Run
from chalicelib.signals.settings_records import SignalSettings
from chalicelib.store.converters import to_attributes
from chalicelib.store.keys import Key
from chalicelib.store.records import to_item
from chalicelib.tenancy.scope import TenantScope
from tests.api.world import TABLE, World

TIME = "2026-11-05T08:00:00.000Z"


def signalled(
    world: World, tenant: str, scheme: str, period: str, employee_id: str, rating_round: str
) -> dict[str, str]:
    """Store a run, rules, and a signal of a round's first closing. Return the names of these."""
    scope, run = TenantScope(tenant), run_id(period, scheme)
    rules = told_rules(Rules())
    made = Run(run, scheme, period, 1, COMPLETED, TIME, "key", rules, 1, finished_at=TIME)
    settings = SignalSettings(scheme, rules, TIME, "key", 1)
    _put(
        world,
        {
            key_of_run(scope, run): to_item(made),
            key_of_settings(scope, scheme): to_item(settings),
        },
    )
    evidence = {"rating_round": rating_round, "flag": "0100000000", "role": "self"}
    about = PersonKey(employee_id)
    found = signal(world, tenant, scheme, period, about, kind=RATER_FLAG, evidence=evidence)
    return {"signal_id": found, "signal_run_id": run}


def signal(
    world: World,
    tenant: str,
    scheme: str,
    period: str,
    person: PersonKey,
    team: str | None = None,
    *,
    kind: str = FAR_APART,
    evidence: Mapping[str, Any] | None = None,
) -> str:
    """Store an open signal about a person; return its id."""
    scope, about = TenantScope(tenant), "pair"
    text = f"{person}-figures"
    found = Signal(
        id=signal_id(period, scheme, person, kind, about),
        kind=kind,
        about=about,
        scheme=scheme,
        period=period,
        person=person,
        state=OPEN,
        figures={},
        threshold={"figure": "distance", "basis": None},
        text={"zh": text, "en": text},
        number=1,
        found_at=TIME,
        updated_at=TIME,
        team=team,
        evidence=(evidence or {"scorecard": period, "revision": 1},),
        card_revision=None if kind == RATER_FLAG else 1,
    )
    _put(world, {key_of_signal(scope, period, scheme, found.id): to_item(found)})
    return found.id


def _put(world: World, items: Mapping[Key, Mapping[str, Any]]) -> None:
    for key, item in items.items():
        stored = to_attributes({"pk": key.pk, "sk": key.sk, **item, "f": 1})
        world.dynamodb.put_item(TableName=TABLE, Item=stored)
