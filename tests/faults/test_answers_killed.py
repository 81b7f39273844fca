"""A worker that counts what a role answered for an appeal dies at any write."""

import json
from typing import Any

import pytest
from moto.core import DEFAULT_ACCOUNT_ID as ACCOUNT
from moto.sqs.models import sqs_backends

from tests.api.appeals.test_asked_again import ASKED, decide, judge, round_of, state  # noqa: F401
from tests.api.appeals.test_ratings import SUPERIOR, filed, rated  # noqa: F401
from tests.api.client import Api
from tests.api.rating_rounds.conftest import ring  # noqa: F401 (a fixture)
from tests.api.rating_rounds.rating import Ring
from tests.api.world import REGION
from tests.faults.killing import NEVER, Killed, killed_at
from tests.profiles import choose


@pytest.mark.deep
def test_the_same_message_again_counts_what_a_dead_run_has_left(
    rated: Ring,  # noqa: F811
    judge: Api,  # noqa: F811
    platform: Any,
) -> None:
    writes: list[str] = []

    def killed(number: int, mark: str) -> None:
        """The superior gives another mark, and the worker that counts it dies before a write."""
        nonlocal writes
        appeal = filed(rated, SUPERIOR)
        decide(judge, appeal, ASKED).ok()
        rated.rate("lead", "superior", "a1", mark, mark)
        before = rated.card("a1")["revision"]
        rated.hr.post(f"{round_of(judge, appeal)}/close", if_match="*").ok()
        rated.clock.advance(seconds=40)
        # The queue keeps the closing's own message back by the machine's clock.
        sqs_backends[ACCOUNT][REGION].queues["uploads"]._messages.clear()
        message = {"kind": "count_answers", "tenant": "acme", "attempt": 0}
        body = json.dumps({**message, "id": appeal.rpartition("/")[2]})
        try:
            with killed_at(platform, number, after=False) as seen:
                rated.desk.run_once(body)
        except Killed:
            rated.clock.advance(minutes=30)
        else:
            writes = list(seen)
        rated.desk.deliver_body(body)
        told = {one["role"]: one["value"] for one in rated.line("a1")["ratings"]}
        card = rated.card("a1")
        assert (told["superior"], card["revision"]) == (mark, before + 1), number
        assert card["caused_by"] == [appeal.rpartition("/")[2]], number
        assert state(judge, appeal) == ["done"], number

    killed(NEVER, "1")
    assert writes, "the run writes nothing"
    for number in choose(quick=[len(writes)], long=list(range(1, len(writes) + 1))):
        killed(number, str(1 + number))
