"""Appeals as the API shows them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from chalicelib.appeal_records.records import AGAIN, COUNTED, PARTLY_UPHELD, REJECTED, Appeal
from chalicelib.appeal_records.window import Days, days_of, last_day
from chalicelib.appeals.carried_out import State, states
from chalicelib.appeals.sight import sees_evidence
from chalicelib.evidence.presenting import described_files
from chalicelib.language import Language
from chalicelib.people.identity import called_in, ids_now
from chalicelib.people.records import read_people
from chalicelib.people.signers import signer
from chalicelib.people.today import day_of
from chalicelib.person_keys import PersonKey, shown
from chalicelib.scorecards.keys import key_of_scorecard
from chalicelib.teams.canonical import codes
from chalicelib.tenancy.context import Context


def described_all(
    context: Context, appeals: Sequence[Appeal], language: Language
) -> list[dict[str, Any]]:
    """Return appeals as the API shows them to the caller, with what has become of each."""
    people = list(dict.fromkeys(person for one in appeals for person in _people(one)))
    ids = ids_now(people, read_people(context, people))
    team_codes = codes(context, [one.team for one in appeals])
    found, standing = states(context, appeals), _standing(context, appeals)
    days = days_of(context)
    return [
        {
            **described(one, ids),
            "team_code": team_codes[one.team],
            **_evidence(context, one),
            "standing_revision": standing.get(one.id),
            "second_instance_until": _second_until(context, days, one),
            "overdue": one.is_open and one.due_on < day_of(context.now, days.zone),
            "remedies": [
                _remedy(remedy, state, language)
                for remedy, state in zip(one.remedies, found[one.id], strict=True)
            ],
        }
        for one in appeals
    ]


def _evidence(context: Context, appeal: Appeal) -> dict[str, Any]:
    if not sees_evidence(context.principal, appeal):
        return {"evidence": None, "files": None}
    files = described_files(appeal, context.language, context.time)
    return {"evidence": appeal.evidence, "files": files}


def described(appeal: Appeal, ids: Mapping[PersonKey, str] | None) -> dict[str, Any]:
    """Return an appeal without what is read beside it. ``ids``: what its people are called now.
    None: what they came with."""
    against = {name: appeal.against.get(name) for name in ("kind", "indicator", "case", "role")}
    return {
        "id": appeal.id,
        "status": appeal.status,
        "instance": appeal.instance,
        "scheme": appeal.scheme,
        "period": appeal.period,
        "employee_id": called_in(appeal.person, ids),
        "person": shown(appeal.person),
        "team": appeal.team,
        "against": against,
        "against_revision": appeal.card_revision,
        "reason": appeal.reason,
        "filed_at": appeal.filed_at,
        "window_until": appeal.window_until,
        "due_on": appeal.due_on,
        "steps": [_step(one, ids) for one in appeal.steps],
        "correction": appeal.correction,
        "revision": appeal.revision,
        "updated_at": appeal.updated_at,
    }


def remedies_kept(appeal: Appeal) -> list[dict[str, Any]]:
    """Return the remedies of an appeal as they were decided, for a copy of the company."""
    return [dict(one) for one in appeal.remedies]


def _remedy(one: Mapping[str, Any], state: State, language: Language) -> dict[str, Any]:
    target = one.get("target")
    message = state.message
    return {
        **{name: one.get(name) for name in ("kind", "slice", "indicator", "treatment", "case")},
        **{name: one.get(name) for name in ("role", "closes_on", "round", "upload")},
        "instance": int(one["instance"]),
        # Of marks what they come to: the person and the superior read it.
        "columns": dict(one.get("told") or one.get("columns") or {}),
        "target": None if target is None else Decimal(target),
        "state": state.state,
        "because": None
        if message is None
        else {"code": state.code, "message": message.to(language)},
    }


def _step(one: Mapping[str, Any], ids: Mapping[PersonKey, str] | None) -> dict[str, Any]:
    return {
        **{name: one.get(name) for name in ("status", "at", "by", "reason")},
        **{name: one.get(name) for name in ("changed", AGAIN, COUNTED)},
        "instance": int(one["instance"]),
        "employee_id": signer(one, ids),
    }


def _second_until(context: Context, days: Days, appeal: Appeal) -> str | None:
    decided = appeal.decided
    once = appeal.instance == 1 and appeal.status in (PARTLY_UPHELD, REJECTED)
    if decided is None or not once or not days.appeal:
        return None
    until = last_day(str(decided["at"]), days.appeal, days.zone)
    return until if day_of(context.now, days.zone) <= until else None


def _standing(context: Context, appeals: Sequence[Appeal]) -> dict[str, int]:
    """Return the revision of the result that stands, by appeal: of a corrected one that of the
    correction, of a result that went none."""
    shards = context.principal.shards
    keys = {
        one.id: key_of_scorecard(context.scope, one.scheme, one.period, one.person, shards)
        for one in appeals
    }
    wanted = list(dict.fromkeys(keys.values()))
    only = ("pk", "sk", "revision", "corrected")
    items = context.table.get_many(wanted, only=only) if wanted else {}
    return {
        name: int((items[key].get("corrected") or items[key])["revision"])
        for name, key in keys.items()
        if key in items
    }


def _people(appeal: Appeal) -> list[PersonKey]:
    named = [PersonKey(one["person"]) for one in appeal.steps if one.get("person")]
    return [appeal.person, *named]
