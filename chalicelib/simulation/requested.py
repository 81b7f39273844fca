"""Simulations that are made in the background, as the API takes and shows them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chalicelib.audit.records import record_change
from chalicelib.errors import Conflict, NotFound, invalid_value
from chalicelib.jobs import queues
from chalicelib.jobs.given_up import shown_reason
from chalicelib.jobs.kinds import JOBS, Message
from chalicelib.language import Language, Text
from chalicelib.people.identity import current_ids
from chalicelib.schemes.compiled import existing as existing_version
from chalicelib.scoring.text import text
from chalicelib.simulation import cost
from chalicelib.simulation.keys import (
    key_of_simulation,
    name_of_simulation_object,
    partition_of_simulations,
)
from chalicelib.simulation.records import (
    COMPLETED,
    OPEN,
    PREFIX,
    QUEUED,
    Simulation,
    as_shown,
    plain_part,
    read_simulation,
)
from chalicelib.simulation.rules import chosen_rules, people_in
from chalicelib.simulation.summary import continued, named_grades
from chalicelib.store.identifiers import new_id
from chalicelib.store.keys import EXPIRES_AT
from chalicelib.store.objects import LINK_LIFE
from chalicelib.store.records import from_item, to_item
from chalicelib.store.temporary_objects import DAYS
from chalicelib.tenancy.context import Context

KIND = "simulate_period"
CONTENT_TYPE = "application/x-ndjson"
LINK_SECONDS = int(LINK_LIFE.total_seconds())
#: Simulations of a company that may wait or run at a time, looked for among the latest.
MOST_OPEN, AMONG = 10, 50


def request(context: Context, code: str, wanted: Mapping[str, Any]) -> Simulation:
    """Ask for a simulation. Returns it.

    ``wanted`` is a ``SimulationBody``. Raises NotFound (404), Invalid (422) ``no_results`` or
    ``too_much_to_simulate``, and Conflict (409) ``too_many_simulations``.
    """
    rules = chosen_rules(context, code, wanted)
    people = people_in(context, code, wanted["period"])
    _check_cost(cost.steps(rules.ready, people), cost.AS_A_JOB)
    _check_cost(cost.steps_of_means(rules.ready, people), cost.OF_MEANS)
    _check_number(context)
    found = Simulation(
        id=new_id(PREFIX, context.now),
        scheme=code,
        period=wanted["period"],
        status=QUEUED,
        requested_at=context.time,
        requested_by=context.principal.credential,
        sha256=rules.ready.sha256,
        people=people,
        places=rules.ready.scheme.total_places,
        grades=tuple(
            {"code": code, "zh": name["zh"], "en": name["en"]}
            for code, name in named_grades([rules.ready.scheme])
        ),
        version=rules.version,
        show=wanted["show"],
        team=wanted.get("team"),
    )
    message = Message(KIND, context.scope, {"simulation": found.id})
    queues.send(context.platform, JOBS, message)
    expires = {EXPIRES_AT: int((context.now + timedelta(days=DAYS)).timestamp())}
    context.unit.put(key_of_simulation(context.scope, found.id), {**to_item(found), **expires})
    asked = {"scheme": code, "period": found.period, "version": found.version}
    target = f"simulations/{found.id}"
    record_change(context, "simulations.create", target, None, asked, revision=1)
    return found


def existing(context: Context, simulation_id: str) -> Simulation:
    """Return a simulation as it is shown. Raises NotFound (404)."""
    found = read_simulation(context.table, context.scope, simulation_id)
    if found is None:
        raise NotFound("simulation")
    return as_shown(found, context.now)


def described(context: Context, found: Simulation, language: Language) -> dict[str, Any]:
    """Return a simulation as JSON values, with its result and links when it is completed."""
    return {
        "id": found.id,
        "scheme": {"code": found.scheme, "version": found.version, "sha256": found.sha256},
        "period": found.period,
        "team": found.team,
        "show": found.show,
        "status": found.status,
        "progress": {"done": found.done, "people": max(found.people, found.done)},
        "requested_at": found.requested_at,
        "requested_by": found.requested_by,
        "finished_at": found.finished_at,
        "reason": shown_reason(found.reason, language),
        "result": _result(context, found, language),
        "files": _files(context, found) if found.status == COMPLETED else [],
    }


def _result(context: Context, found: Simulation, language: Language) -> dict[str, Any] | None:
    if found.status != COMPLETED or found.sums is None:
        return None
    own = ((one["code"], text(one["zh"], one["en"])) for one in found.grades)
    made_by = (
        existing_version(context.table, context.scope, found.scheme, int(number)).scheme
        for number in found.made_by
    )
    return continued(found.sums).described(
        (*own, *named_grades(made_by)),
        found.places,
        language,
        lambda persons: current_ids(context, persons),
    )


def _files(context: Context, found: Simulation) -> list[dict[str, Any]]:
    return [
        {
            **plain_part(one),
            "url": context.objects.link(
                name_of_simulation_object(context.scope, found.id, one["filename"]),
                filename=one["filename"],
                content_type=CONTENT_TYPE,
                seconds=LINK_SECONDS,
            ),
        }
        for one in found.parts
    ]


def _check_cost(steps: int, most: int) -> None:
    if steps > most:
        raise invalid_value("/period", "too_much_to_simulate", _TOO_MUCH)


def _check_number(context: Context) -> None:
    """Raise Conflict (409) when so many simulations of the company wait or run."""
    latest = context.table.query(
        partition_of_simulations(context.scope), limit=AMONG, descending=True
    )
    shown = (as_shown(from_item(Simulation, item), context.now) for item in latest.items)
    if sum(one.status in OPEN for one in shown) >= MOST_OPEN:
        raise Conflict("too_many_simulations", _TOO_MANY)


_TOO_MUCH = Text(
    "人数与规则过多，后台也无法模拟；请简化公式或减少分组。",
    "The people and these rules are too much even in the background; simplify formulas or slices.",
)
_TOO_MANY = Text(
    f"已有 {MOST_OPEN} 个模拟在等待或进行中，请等待其完成。",
    f"{MOST_OPEN} simulations are waiting or running already; wait for their end.",
)
