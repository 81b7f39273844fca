"""How the person is heard about a case, and what becomes of that when the case says another thing.

A hearing is of what the case said then. When that changes, the hearing is taken back: it is kept
beside what it was about, with its answer, and the person is asked anew
(docs/decisions/cases.md).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from chalicelib.cases.records import Case
from chalicelib.cases.subjects import NAMES
from chalicelib.errors import Conflict, invalid_value
from chalicelib.evidence.records import STORED, files_of
from chalicelib.language import Text
from chalicelib.people.today import day_of, today
from chalicelib.tenancy.context import Context

#: What a case says, beside its files.
SAID: Final = (*NAMES, "reason", "evidence")
#: What is said of a hearing.
MEMBERS: Final = ("asked_on", "answer_by", "answer")
#: Hearings of one case that may be taken back. Each is kept with what it was about.
MOST_TAKEN_BACK: Final = 5
#: Days that a person may have to answer.
LONGEST: Final = timedelta(days=90)


def retold(before: Case, after: Case, time: str) -> Case:
    """Return a changed case; its hearing is taken back if the case says another thing now.

    Files that are stored are a part of what it says: what has not come, nobody can read.
    """
    former, now = _said(before), _said(after)
    changed = [name for name in former | now if former.get(name) != now.get(name)]
    if not changed:
        return after
    return replace(_taken_back(before, after, changed, time), said_since=time)


def refuse_too_many(case: Case) -> None:
    """Raise Conflict (409) ``too_many_hearings`` for a case whose hearing may not be taken back
    once more."""
    if is_full(case):
        raise Conflict("too_many_hearings", TOO_MANY)


def is_full(case: Case) -> bool:
    """Return whether the case may not say another thing, since its hearing could not be kept."""
    return _was_held(case.hearing) and len(case.former_hearings) >= MOST_TAKEN_BACK


def recorded(
    context: Context, before: Case | None, after: Case, wanted: Mapping[str, Any] | None
) -> Case:
    """Return a case with what a request says of its hearing; None takes the hearing back.

    ``before``: the case as it was stored, ``after`` with what else the request changes. Raises
    Invalid (422) for days that nobody could be asked on or answer by, and for a hearing told in
    the request that takes the former one back.
    """
    if wanted is None:
        return _taken_back(after, after, [], context.time)
    former = {} if before is None or before.hearing is None else before.hearing
    said = {**former, **wanted}
    said = {name: said[name] for name in MEMBERS if said.get(name) is not None}
    if said == {name: former[name] for name in MEMBERS if name in former} and former:
        return after
    if before is not None and after.hearing is None and _was_held(before.hearing):
        raise invalid_value("/hearing", "of_what_was_changed", OF_WHAT_WAS)
    _check_days(context, after, former, said)
    told = {**said, "at": context.time, "by": context.principal.credential}
    return replace(after, hearing=told)


def is_heard(hearing: Mapping[str, Any] | None, day: str) -> bool:
    """Return whether a person was heard, as of a day (``2026-11-05``)."""
    if hearing is None:
        return False
    if hearing.get("answer") is not None:
        return True
    answer_by = hearing.get("answer_by")
    return answer_by is not None and answer_by < day


def _said(case: Case) -> dict[str, Any]:
    told = {name: value for name in SAID if (value := getattr(case, name)) is not None}
    files = [
        {"id": one.id, "filename": one.filename, "sha256": one.sha256}
        for one in files_of(case)
        if one.state == STORED
    ]
    return {**told, "files": files} if files else told


def _was_held(hearing: Mapping[str, Any] | None) -> bool:
    return hearing is not None and any(name in hearing for name in MEMBERS)


def _taken_back(before: Case, after: Case, changed: list[str], time: str) -> Case:
    if before.hearing is None or not _was_held(before.hearing):
        return replace(after, hearing=None)
    refuse_too_many(before)
    told = {
        **before.hearing,
        "about": _said(before),
        "changed": changed,
        "taken_back_at": time,
    }
    return replace(after, hearing=None, former_hearings=(*after.former_hearings, told))


def _check_days(
    context: Context, case: Case, former: Mapping[str, Any], said: Mapping[str, Any]
) -> None:
    """Check the days that the request sets; those that were stored before stay as they are."""
    asked_on, answer_by = said.get("asked_on"), said.get("answer_by")
    new = {name for name in said if said[name] != former.get(name)}
    now = today(context)
    if "asked_on" in new and asked_on is not None:
        if asked_on > now:
            raise invalid_value("/hearing/asked_on", "in_future", NOT_YET)
        if asked_on < _since(context, case):
            raise invalid_value("/hearing/asked_on", "before_case", BEFORE_CASE)
    if answer_by is None or new.isdisjoint(("asked_on", "answer_by")):
        return
    if asked_on is None or answer_by < asked_on:
        raise invalid_value("/hearing/answer_by", "before_asked", BEFORE_ASKED)
    if date.fromisoformat(answer_by) - date.fromisoformat(asked_on) > LONGEST:
        raise invalid_value("/hearing/answer_by", "too_late", TOO_LATE)
    if answer_by < now and said.get("answer") is None:
        raise invalid_value("/hearing/answer_by", "in_past", IN_PAST)


def _since(context: Context, case: Case) -> str:
    """Return the day since which the case says what it says."""
    moment = datetime.fromisoformat(case.said_since or case.created_at)
    return day_of(moment, context.principal.time_zone)


NOT_YET = Text("询问日期不能在将来。", "Nobody was asked on a day that is to come.")
BEFORE_CASE = Text(
    "询问日期不能早于个案提出或内容变更之日。",
    "Nobody was asked about this before the case was proposed, or before it was changed.",
)
BEFORE_ASKED = Text(
    "答复期限须在询问日期之后；请先写明询问日期。",
    "The day to answer by is not before the day on which the person was asked: say both.",
)
TOO_LATE = Text(
    f"答复期限最长为询问后 {LONGEST.days} 天。",
    f"The day to answer by is {LONGEST.days} days after the asking at most.",
)
IN_PAST = Text(
    "答复期限已过，本人无从答复；请给出今天或以后的日期，或记录其答复。",
    "The day to answer by has passed, so nobody could answer: name today or a later day, or record "
    "the answer.",
)
OF_WHAT_WAS = Text(
    "本次修改使原听取作废；请先修改个案，再就修改后的内容询问本人并记录。",
    "This change takes the hearing back, since it was about what the case said before. Change the "
    "case first, then ask the person about it and record that.",
)
TOO_MANY = Text(
    f"已有 {MOST_TAKEN_BACK} 次听取因内容变更而作废；请不予确认本个案，另行提出。",
    f"{MOST_TAKEN_BACK} hearings of this case were taken back, since it was changed after them. "
    "Decline it, and propose what it is to say as a new case.",
)
