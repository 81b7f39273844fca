"""What has become of remedies: read from the cases and uploads that carry them out."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from chalicelib.appeal_records.records import Appeal
from chalicelib.appeals.remedies import AWAITED, DONE, FAILED, PENDING, UNCHANGED
from chalicelib.cases import effect
from chalicelib.cases.records import read_cases
from chalicelib.jobs import given_up
from chalicelib.language import Text
from chalicelib.rating_forms.keys import key_of_round
from chalicelib.rating_forms.records import Round
from chalicelib.rating_rounds.asking import asks_for
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context
from chalicelib.uploads.failed_uploads import as_shown
from chalicelib.uploads.keys import key_of_upload
from chalicelib.uploads.records import COMPLETED, FINAL, WITH_ERRORS, Upload


class State(NamedTuple):
    """A remedy's state; ``code`` and ``message`` say why it could not be carried out."""

    state: str
    code: str | None = None
    message: Text | None = None


def states(context: Context, appeals: Sequence[Appeal]) -> dict[str, list[State]]:
    """Return the state of each remedy of appeals, by the appeal's id. At most five batch reads."""
    remedies = [one for appeal in appeals for one in appeal.remedies]
    cases = read_cases(context, [str(one["case"]) for one in remedies if one.get("case")])
    effects = effect.effects(context, list(cases.values())) if cases else {}
    uploads = _uploads(context, [str(one["upload"]) for one in remedies if one.get("upload")])
    rounds = _rounds(context, [str(one["round"]) for one in remedies if one.get("awaited")])
    return {
        appeal.id: [
            _awaited(rounds.get(str(one["round"])), appeal)
            if one.get("awaited")
            else _state(context, one, effects, uploads)
            for one in appeal.remedies
        ]
        for appeal in appeals
    }


def _awaited(found: Round | None, appeal: Appeal) -> State:
    return State(AWAITED if asks_for(found, appeal.id) else PENDING)


def _state(
    context: Context,
    one: Mapping[str, Any],
    effects: Mapping[str, effect.Effect],
    uploads: Mapping[str, Upload],
) -> State:
    if one.get("correction"):
        return State(DONE)
    if one.get("ended"):
        unchanged = one["ended"] == UNCHANGED
        told = (DONE, SAME) if unchanged else (FAILED, NOTHING)
        return State(told[0], str(one["ended"]), told[1])
    upload = uploads.get(str(one.get("upload")))
    if upload is not None:
        return _of_upload(context, upload)
    found = effects.get(str(one.get("case")))
    if found is None:
        return State(PENDING)
    if found["status"] == effect.PENDING:
        return State(PENDING)
    if found["status"] == effect.FAILED:
        return State(FAILED, given_up.CODE, GAVE_UP)
    if found["status"] == effect.NOT_IN_VERSION:
        return State(FAILED, effect.NOT_IN_VERSION, NOT_IN_VERSION)
    return State(DONE)


def _of_upload(context: Context, upload: Upload) -> State:
    shown = as_shown(upload, context.time)
    if shown.status in (COMPLETED, WITH_ERRORS):
        return State(DONE) if shown.scored else State(FAILED, "not_scored", NOT_SCORED)
    if shown.status not in FINAL:
        return State(PENDING)
    reason = shown.reason
    if reason is None:
        return State(FAILED, shown.status, WITHDRAWN)
    return State(FAILED, str(reason["code"]), Text(**reason["message"]))


def _uploads(context: Context, ids: Sequence[str]) -> dict[str, Upload]:
    keys = [key_of_upload(context.scope, one) for one in dict.fromkeys(ids)]
    items = context.table.get_many(keys) if keys else {}
    return {item["id"]: from_item(Upload, item) for item in items.values()}


def _rounds(context: Context, ids: Sequence[str]) -> dict[str, Round]:
    keys = [key_of_round(context.scope, one) for one in dict.fromkeys(ids)]
    items = context.table.get_many(keys) if keys else {}
    return {item["id"]: from_item(Round, item) for item in items.values()}


SAME = Text(
    "再次征询后结果不变。",
    "The role was asked again, and the result comes out the same, or is void.",
)
NOTHING = Text("已没有可更正的结果。", "There is no result left that could be corrected.")
GAVE_UP = Text(
    "多次尝试后仍未能重新评分；请再次确认或撤销该个案。",
    "The result could not be scored again, though it was tried several times: confirm or revoke "
    "the case once more.",
)
NOT_IN_VERSION = Text(
    "结果所用的方案版本没有此项。", "The version that made the result has no such thing."
)
NOT_SCORED = Text(
    "更正的数据未能评分，见该次上传的错误行。",
    "The corrected figures could not be scored: see the rows in error of the upload.",
)
WITHDRAWN = Text("更正的数据已被撤回。", "The corrected figures were taken back.")
