"""Ask that people who joined a round's teams since its draw are added to it."""

from dataclasses import replace

from chalicelib.errors import Conflict
from chalicelib.language import Text
from chalicelib.rating_forms.records import DRAFT, OPEN, Round
from chalicelib.rating_rounds import jobs
from chalicelib.rating_rounds.making import existing, put
from chalicelib.rating_rounds.transitions import check_status
from chalicelib.tenancy.context import Context
from chalicelib.web.etags import Expected, check


def add_joined(context: Context, round_id: str, expected: Expected) -> Round:
    """Ask for it. An asking that is under way is asked for once more, and adds whom it has begun.

    Raises NotFound (404), 412, and Conflict (409) ``status_not_reachable`` and
    ``only_some_are_asked``.
    """
    before = existing(context, round_id)
    check(expected, before.revision)
    check_status(before, (DRAFT, OPEN))
    if before.asked_again or before.asked_about:
        raise Conflict("only_some_are_asked", ONLY_SOME)
    since = before.adding_since or context.time
    after = put(context, before, replace(before, adding_since=since), "rating_rounds.add_joined")
    jobs.send_joining(context, after.id, after.revision)
    return after


ONLY_SOME = Text(
    "该轮次只是重新征询部分角色，不能加入新的人员；请先关闭它。",
    "The round asks single roles again, and takes nobody else. Close it first.",
)
