"""Declaring that nothing more is awaited: of a source for the period, or for one person.

The policies apply then, and after them ``max_unavailable``: a worker scores the results that await
the source again, each as a new revision. What comes later counts all the same, and takes nothing
from the declaration: where the figures go again, it holds again (docs/decisions/sources.md).
"""

from typing import Any

from chalicelib.errors import Busy, invalid_value
from chalicelib.language import Text
from chalicelib.people.identity import place
from chalicelib.people.paths import person_at
from chalicelib.periods.errors import PeriodLocked
from chalicelib.periods.records import LOCKED, PeriodRecord
from chalicelib.publication.own_results import refuse_own
from chalicelib.results import queue
from chalicelib.results.declared_final import about_a_person
from chalicelib.results.failed_rescorings import as_shown
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.records import read_card
from chalicelib.store.identifiers import new_id
from chalicelib.tenancy.context import Context


def refuse_under_way(context: Context, record: PeriodRecord, *, of_person: bool) -> bool:
    """Return whether a rescoring is under way, of which a new one would take the place.

    Raises Busy (409) when that would lose a declaration: the one under way is about a person, or
    the new one is (``of_person``). A source's declaration is in the record, and any rescoring of
    the whole period carries it out.
    """
    state = record.rescoring
    if state is None or as_shown(state, context.time)["status"] not in queue.OPEN:
        return False
    if not of_person and not about_a_person(state):
        return True
    raise Busy(
        "rescoring_under_way",
        Text(
            "该期间正在重新评分；请在其完成后重试。",
            "The period is being scored anew. Try again when that is finished.",
        ),
    )


def declaration(
    context: Context, record: PeriodRecord, version: ReadyScheme, wanted: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the rescoring to ask for, and the parts of the record that change with it.

    ``wanted`` has the ``reason``, and ``source``, ``employee_id`` or both. Raises Invalid (422) for
    neither, for a source that the scheme does not have or a line cannot do without, and for a
    person without an incomplete result. Raises PeriodLocked, Conflict (409) ``own_result``, Busy.
    """
    source, employee_id = wanted.get("source"), wanted.get("employee_id")
    if record.state == LOCKED:
        raise PeriodLocked
    if source is None and employee_id is None:
        raise invalid_value("/source", "nothing_declared", NOTHING)
    if source is not None:
        _check_source(version, source)
    under_way = refuse_under_way(context, record, of_person=employee_id is not None)
    said = {"at": context.time, "by": context.principal.credential, "reason": wanted["reason"]}
    asked = {
        "id": new_id("rsc", context.now),
        "status": queue.QUEUED,
        "version": version.version,
        "requested_at": context.time,
        "requested_by": context.principal.credential,
    }
    if employee_id is None:
        if not under_way:
            asked["final"] = {"sources": [source]}
        return asked, {"final": {**(record.final or {}), source: said}}
    person = person_at(place(context, employee_id))
    refuse_own(context, person)
    found = read_card(context, record.scheme, record.period, person)
    awaiting = () if found is None else found.awaiting or ()
    sources = [one for one in awaiting if source in (None, one)]
    sources = [one for one in sources if one not in version.compiled.required_sources]
    if not sources:
        raise invalid_value("/employee_id", "nothing_awaited", NOT_AWAITED)
    asked["final"] = {"sources": sources, "person": person, **said}
    return asked, {}


def _check_source(version: ReadyScheme, source: str) -> None:
    known = [one.code for one in version.compiled.layout.sources]
    if source not in known:
        raise invalid_value(
            "/source",
            "no_such_source",
            Text(
                f"方案没有此来源；可用：{'、'.join(known) or '无'}。",
                f"The scheme has no such source; it has: {', '.join(known) or 'none'}.",
            ),
        )
    if source in version.compiled.required_sources:
        raise invalid_value(
            "/source",
            "source_is_required",
            Text(
                "有指标缺少该来源的数据就不予计分（not_available: reject），因此必须报送。",
                "A line refuses to be scored without its figures (not_available: reject): they "
                "have to be sent.",
            ),
        )


NOTHING = Text(
    "请写明不再等待的来源 source，或员工 employee_id，或两者。",
    "Say which source is not awaited any more, or whose result is final: source, employee_id or "
    "both.",
)
NOT_AWAITED = Text("该员工没有等待此数据的结果。", "The person has no result that awaits this.")
