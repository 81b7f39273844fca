"""List the dead letters, each with its record's state and the log lines of its tries.

``python -m infra.dead_letters [--stage NAME] [--home DIR] [--lines] [MESSAGE …]``, local or AWS.
With ids of messages only these letters are shown. ``--lines`` adds the lines: those
with the message's id, and those of the requests that took it, where Lambda tells of a process that
was killed. ``python -m infra.redrive`` sends letters again.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from chalicelib.announcements.keys import key_of_announcement
from chalicelib.appeal_records.keys import key_of_appeal
from chalicelib.cases.keys import key_of_case, key_of_cases_in_force
from chalicelib.coefficients.keys import key_of_snapshot
from chalicelib.corrections.keys import key_of_correction
from chalicelib.exports.keys import key_of_export
from chalicelib.inspections.keys import key_of_inspection
from chalicelib.jobs.dead_letters import DeadLetter, kept
from chalicelib.late_files.keys import key_of_late_file
from chalicelib.periods.keys import key_of_period
from chalicelib.person_keys import PersonKey
from chalicelib.privacy.copying.keys import key_of_copy
from chalicelib.privacy.erasing.keys import key_of_erasure
from chalicelib.rating_forms.keys import key_of_round
from chalicelib.scorecards.appeal_ids import is_appeal_id
from chalicelib.signals.keys import key_of_run
from chalicelib.simulation.keys import key_of_simulation
from chalicelib.store.keys import Key
from chalicelib.store.table import Table
from chalicelib.tenancy.current_tenant import acting_as, acting_as_operator
from chalicelib.tenancy.scope import TenantScope
from chalicelib.uploads.keys import key_of_upload
from infra import deployed
from infra.deployed import table_of
from infra.deployment import Deployment

WORKERS = {"uploads": "score_upload", "exports": "run_export", "jobs": "run_job"}
#: Members of a record that are shown: its state, and nothing of a person.
SHOWN = (
    *("status", "gave_up_at", "started_at", "finished_at", "next_row", "step", "steps"),
    *("settled_at", "writer_work", "writer_until"),
)
#: Lines may be this much later than the note of the letter.
LATER = timedelta(minutes=5)


def shown(letter: DeadLetter, record: Mapping[str, Any]) -> list[str]:
    """Return the lines that tell of a letter and its record."""
    state = ", ".join(f"{name} {record[name]}" for name in SHOWN if name in record)
    return [
        f"{letter.message}  {letter.kind}  {letter.queue}",
        f"  company {letter.tenant or '?'}, work {' '.join(letter.work) or '?'}",
        f"  sent {letter.sent_at}, given up {letter.noted_at}",
        *([f"  unreadable: {letter.unreadable}"] if letter.unreadable else []),
        f"  record: {state or 'none'}",
    ]


def record_of(table: Table, letter: DeadLetter) -> Mapping[str, Any]:
    """Return the stored record of the letter's work; empty when there is none."""
    if letter.tenant is None or "," in letter.tenant:
        return {}
    scope = TenantScope(letter.tenant)
    with acting_as(scope):
        key = _key_of(scope, letter)
        item = table.get(key) if key else None
        if item is not None and letter.kind == "apply_case":
            item = table.get(_key_in_force(scope, item))
    if item is None:
        return {}
    return item.get("rescoring") or {} if letter.kind == "rescore_period" else item


def key_of_holder(scope: TenantScope, found: str) -> Key:
    """Return the key of the record that has a file of evidence: an appeal or a case."""
    return key_of_appeal(scope, found) if is_appeal_id(found) else key_of_case(scope, found)


#: Kinds whose record is found by the first id of the message.
BY_ID: Mapping[str, Callable[[TenantScope, str], Key]] = {
    "score_upload": key_of_upload,
    "run_export": key_of_export,
    "copy_tenant": key_of_copy,
    "simulate_period": key_of_simulation,
    "erase_person": key_of_erasure,
    "draw_rating_round": key_of_round,
    "examine_raters": key_of_round,
    "join_rating_round": key_of_round,
    "apply_case": key_of_case,
    "apply_case_in_pilot": key_of_case,
    "follow_correction": key_of_correction,
    "late_file": key_of_late_file,
    "look_at_evidence": key_of_holder,
    "remove_evidence": key_of_holder,
    "count_answers": key_of_appeal,
    "draw_inspection": key_of_inspection,
    "hand_on_inspection": key_of_inspection,
    "close_inspection": key_of_inspection,
    "find_signals": key_of_run,
}


def _key_of(scope: TenantScope, letter: DeadLetter) -> Key | None:
    match letter.kind, letter.work:
        case kind, [found, *_] if kind in BY_ID:
            return BY_ID[kind](scope, found)
        case "rescore_period", [_, scheme, period]:
            return key_of_period(scope, period, scheme)
        case "tell_announcement", [number, scheme, period]:
            return key_of_announcement(scope, period, scheme, int(number))
        case "take_snapshot", [scheme, period]:
            return key_of_snapshot(scope, period, scheme)
        case "settle_period", [scheme, period]:
            return key_of_period(scope, period, scheme)
    return None


def _key_in_force(scope: TenantScope, case: Mapping[str, Any]) -> Key:
    """Return the key of what is in force for a case's person, which tells of the effect's end."""
    person = PersonKey(case["employee_id"])
    return key_of_cases_in_force(scope, case["period"], case["scheme"], person)


def lines_of(logs: Any, made: Deployment, letter: DeadLetter) -> list[str]:
    """Return the log lines of the letter's tries, in their order."""
    group = f"/aws/lambda/{made.functions[WORKERS[letter.queue]]}"
    found = dict(_found(logs, group, letter, letter.message))
    requests = {request for text in found.values() if (request := _request_in(text))}
    for request in sorted(requests):
        found |= dict(_found(logs, group, letter, request))
    in_order = sorted(found, key=lambda place: place[:2])
    return [found[place].rstrip("\n") for place in in_order]


def _found(
    logs: Any, group: str, letter: DeadLetter, text: str
) -> Iterator[tuple[tuple[int, str, str], str]]:
    """Yield the lines of the group with the text, by time, id (the local AWS has none) and text."""
    since = datetime.fromisoformat(letter.sent_at)
    until = datetime.fromisoformat(letter.noted_at) + LATER
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName=group,
        filterPattern=f'"{text}"',
        startTime=int(since.timestamp() * 1000),
        endTime=int(until.timestamp() * 1000),
    )
    for page in pages:
        for event in page["events"]:
            line = event["message"]
            if text in line:
                yield (event["timestamp"], event.get("eventId", ""), line), line


def _request_in(line: str) -> str | None:
    try:
        content = json.loads(line)
    except ValueError:
        return None
    found = content.get("request") if isinstance(content, dict) else None
    return found if isinstance(found, str) else None


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = deployed.command_line("infra.dead_letters", __doc__)
    parser.add_argument("--lines", action="store_true", help="with the log lines of the tries")
    parser.add_argument("message", nargs="*", help="ids of messages; none: all")
    asked = parser.parse_args(arguments)
    try:
        stage, made = deployed.find(asked.stage, asked.home)
    except deployed.TOLD as error:
        print(error, file=sys.stderr)
        return 1
    table = table_of(stage, made)
    with acting_as_operator():
        every = sorted(kept(table), key=lambda letter: letter.sent_at)
    chosen = [one for one in every if not asked.message or one.message in asked.message]
    for letter in chosen:
        print("\n".join(shown(letter, record_of(table, letter))))
        if asked.lines:
            for line in lines_of(stage.client("logs"), made, letter):
                print(f"  | {line}")
    print(f"{len(chosen)} dead letters")
    return 0


if __name__ == "__main__":
    sys.exit(main())
