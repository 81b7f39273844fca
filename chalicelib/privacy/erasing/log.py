"""Step 5: the audit log's events that tell of the person.

The log is append-only but for this: who did what, and when, stays; of whom goes.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.keys import partition_of_audit_events
from chalicelib.audit.records import AuditEvent
from chalicelib.periods.calendar import following
from chalicelib.plans.ids import prefix_of
from chalicelib.privacy.erasing.job import Job
from chalicelib.store.keys import Key, key_of_item
from chalicelib.store.records import from_item, to_item
from chalicelib.web import exact_json

SIZE = 500
PLAN = "improvement-plans/"
#: Members of a plan's or an employee's events that tell nothing of whom they are about.
HARMLESS = ("status", "due_date", "expected_value", "files")


def erase(job: Job, after: str | None) -> Iterator[str]:
    """Month by month; the checkpoint is ``month/event``."""
    context = job.context
    month = job.first_month
    last = context.time[:7]
    while month <= last:
        here = f"{month}/"
        if after is None or after <= here + "~":
            partition = partition_of_audit_events(context.scope, month)
            done = after.removeprefix(here) if after and after.startswith(here) else ""
            start = done or None
            while start != "~":
                page = context.table.query(partition, after=start, limit=SIZE)
                for item in page.items:
                    _erase_event(job, key_of_item(item), from_item(AuditEvent, item))
                start = page.after or "~"
                yield here + start
        month = following(month)


def _erase_event(job: Job, key: Key, event: AuditEvent) -> None:
    own = event.target == f"employees/{job.person}"
    if own and event.action == "employees.erase":
        changed = event
    elif own or _of_plan(job, event.target):
        target = f"employees/{job.pseudonym}" if own else PLAN + job.pseudonym
        changed = replace(
            event, target=target, before=_harmless(event.before), after=_harmless(event.after)
        )
    else:
        changed = replace(
            event, before=_renamed(job, event.before), after=_renamed(job, event.after)
        )
    if event.actor_employee == job.person:
        changed = replace(changed, actor_name=None, actor_employee=None)
    if changed != event:
        job.context.table.put(key, to_item(changed), Path("pk").exists())
        job.count("audit_events")


def _of_plan(job: Job, target: str) -> bool:
    """Whether the target is a plan of the person's: its id tells, whatever period it is of."""
    plan_id = target.removeprefix(PLAN)
    if plan_id == target:
        return False
    period = plan_id.removeprefix("pln_").partition("_")[0]
    return plan_id.startswith(prefix_of(period, job.person))


def _harmless(text: str | None) -> str | None:
    if text is None:
        return None
    body = exact_json.read(text)
    return exact_json.write({name: body[name] for name in HARMLESS if name in body})


def _renamed(job: Job, text: str | None) -> str | None:
    """Another thing's event (a key, somebody else's plan) that names the person."""
    if text is None or json.dumps(job.person, ensure_ascii=False) not in text:
        return text
    return exact_json.write(_walked(job, exact_json.read(text)))


def _walked(job: Job, value: Any) -> Any:
    if isinstance(value, list):
        return [_walked(job, one) for one in value]
    if not isinstance(value, dict):
        return value
    if value.get("employee_id") != job.person:
        return {name: _walked(job, inner) for name, inner in value.items()}
    # What names the person may bear their name too: a key's, an owner's.
    named = {"employee_id": job.pseudonym, "name": None}
    return {name: named.get(name, inner) for name, inner in value.items()}
