"""Whatever was confirmed, and in whatever order it is revoked: the result is what it was before."""

from random import Random
from typing import Any

import pytest

from tests.api.cases.deciding import Panel
from tests.api.cases.test_effects import content
from tests.profiles import choose

KINDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("veto", {"code": "fraud"}),
    ("veto", {"code": "leak"}),
    ("exemption", {"treatment": "full"}),
    ("exemption", {"indicator": "answer_time", "treatment": "leave_out"}),
    ("exemption", {"indicator": "resolution", "treatment": "adjusted_target", "target": "70"}),
    ("award", {"code": "praise"}),
    ("penalty", {"code": "lost"}),
)


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(choose(quick=2, long=25)))
def test_revoking_everything_gives_the_same_content_as_before(panel: Panel, seed: int) -> None:
    draw = Random(seed)
    people = ("1001", "1002", "1003")
    before = {who: panel.card(who, explain="true") for who in people}
    confirmed = [
        panel.confirmed("1002", kind, **about)
        for kind, about in draw.choices(KINDS, k=draw.randint(2, 4))
    ]
    assert content(panel.card("1002", explain="true")) != content(before["1002"])

    draw.shuffle(confirmed)
    for case in confirmed:
        panel.revoked(case)

    after = {who: panel.card(who, explain="true") for who in people}
    assert {who: content(one) for who, one in after.items()} == {
        who: content(one) for who, one in before.items()
    }
    # Each decision was a revision, which stays.
    assert after["1002"]["revision"] == 1 + 2 * len(confirmed)
