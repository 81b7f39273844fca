"""One run of a copy: write parts from the checkpoint on, then the manifest that lists them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.audit.work_ends import end_work
from chalicelib.jobs.batch import process_ends
from chalicelib.privacy.copying.keys import key_of_copy, name_of_copy_object
from chalicelib.privacy.copying.parts import write_part
from chalicelib.privacy.copying.records import (
    COMPLETED,
    MANIFEST,
    QUEUED,
    RUNNING,
    Copy,
    read_copy,
)
from chalicelib.privacy.copying.sections import sections
from chalicelib.store.table import ConditionFailed
from chalicelib.store.temporary_objects import DAYS, put_for_a_week
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.holdings import Rows
from chalicelib.tenancy.leaving import Presence
from chalicelib.tenancy.records import Tenant
from chalicelib.web import exact_json

#: Time kept free at the end of an invocation, for the current part and for handing on.
RESERVE = timedelta(seconds=60)
#: Format of the manifest.
FORM = "servicescore-copy-1"


#: Seconds until the next run when another one may be at work.
LOOK_SECONDS = 5


class _Stopped(Exception):
    """The copy was removed, or another run has gone on with it."""


def run(context: Context, copy: Copy, tenant: Tenant, deadline: datetime) -> int | None:
    """Write what is left of the copy. None when it has ended, else seconds until the next run.

    ``deadline`` is the end of the invocation.
    """
    if copy.status not in (QUEUED, RUNNING):
        return None
    presence = Presence(context)
    try:
        busy_until = process_ends(deadline)
        _store(context, copy, busy_until=busy_until)
        for section in sections(context.platform.contents.holdings):
            sources = section.sources(context, tenant.created_at[:7])
            while section.name not in copy.done:
                presence.check()
                copy = _one_part(context, copy, section.name, sources)
                if context.platform.clock() > deadline - RESERVE:
                    return 0
        _finish(context, copy)
    except _Stopped:
        return _seconds_to_next_look(context, copy)
    return None


def _seconds_to_next_look(context: Context, copy: Copy) -> int | None:
    """Return when to run again after a checkpoint that this run does not know. None: it has ended.

    Another run may be at work. Or this run's own checkpoint was written twice, because the answer
    to the first write was lost; then nobody else goes on.
    """
    stored = read_copy(context.table, context.scope, copy.id)
    return LOOK_SECONDS if stored is not None and stored.status in (QUEUED, RUNNING) else None


def _one_part(context: Context, copy: Copy, name: str, sources: Mapping[str, Rows]) -> Copy:
    number = len(copy.parts) + 1
    begun = copy.after if copy.collection == name else ()
    part = write_part(context, copy.id, name, sources, begun, number)
    after = replace(
        copy,
        status=RUNNING,
        parts=copy.parts if part.written is None else (*copy.parts, part.written),
        done=copy.done if part.after else (*copy.done, name),
        collection=name,
        after=part.after or (),
        steps=copy.steps + 1,
    )
    _store(
        context,
        copy,
        status=RUNNING,
        parts=[dict(one) for one in after.parts],
        done=list(after.done),
        collection=name,
        after=list(after.after),
        steps=after.steps,
        moved_at=timestamp(context.platform.clock()),
    )
    return after


def _finish(context: Context, copy: Copy) -> None:
    """Write the manifest, then end the copy. A copy with a manifest is complete."""
    now = context.platform.clock()
    manifest = {
        "form": FORM,
        "tenant": context.scope.tenant,
        "copy": copy.id,
        "requested_at": copy.requested_at,
        "finished_at": timestamp(now),
        "parts": _plain(list(copy.parts)),
    }
    name = name_of_copy_object(context.scope, copy.id, MANIFEST)
    body = exact_json.write(manifest).encode()
    put_for_a_week(context.objects, name, body, "application/json")
    stored = {
        "status": COMPLETED,
        "finished_at": timestamp(now),
        "expires_at": timestamp(now + timedelta(days=DAYS)),
    }
    ended = end_work(
        context,
        key_of_copy(context.scope, copy.id),
        [*(Path(name).set(value) for name, value in stored.items()), Path("busy_until").remove()],
        _known(copy),
        "tenant_copies.end",
        f"tenant/copies/{copy.id}",
        {"status": COMPLETED, "parts": len(copy.parts)},
        copy.revision + 1,
    )
    if not ended:
        raise _Stopped


def _store(context: Context, copy: Copy, **parts: Any) -> None:
    try:
        context.table.update(
            key_of_copy(context.scope, copy.id),
            [Path(name).set(_plain(value)) for name, value in parts.items()],
            _known(copy),
        )
    except ConditionFailed:
        raise _Stopped from None


def _known(copy: Copy) -> Condition:
    """Only from the checkpoint that this run knows: two runs cannot both go on."""
    known: Condition = Path("status").is_in(QUEUED, RUNNING) & (Path("steps") == copy.steps)
    return known


def _plain(value: Any) -> Any:
    """Return the value with counts as int. Read counts are Decimals, which pynamodb refuses."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: int(one) if name in ("rows", "bytes") else one for name, one in value.items()}
    return value
