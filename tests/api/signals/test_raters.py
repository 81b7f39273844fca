"""Flags about single raters as signals: for hr alone, without figures in what a person reads."""

from typing import Any

import pytest

from tests.api.rating_rounds.conftest import ring  # noqa: F401 (fixture)
from tests.api.rating_rounds.rating import Ring
from tests.api.rating_rounds.test_flags import flags, rated
from tests.api.signals.watching import MONTH, PATH, RUNS


def looked(ring: Ring) -> list[Any]:  # noqa: F811
    run = ring.hr.post(RUNS, MONTH).ok(201)
    for message in ring.world.messages("uploads"):
        if "find_signals" in message:
            ring.desk.deliver_body(message)
    assert ring.hr.get(f"{RUNS}/{run['id']}").ok()["status"] == "completed"
    return list(ring.hr.get(PATH, query=MONTH).ok()["items"])


@pytest.mark.long
def test_a_flag_about_one_rater_is_a_signal_that_hr_alone_sees(ring: Ring) -> None:  # noqa: F811
    """lead gives 4.5 more than the others; of a scale of 10 a tenth is 1."""
    path = rated(ring)
    ring.close(path)
    (signal,) = looked(ring)
    flag = flags(ring, path)["lenient"]
    assert (signal["kind"], signal["employee_id"]) == ("rater_flag", "lead")
    assert signal["figures"] == flag["figures"]
    assert signal["threshold"]["at_least"] == "1"
    (evidence,) = signal["evidence"]
    assert (evidence["rating_round"], evidence["flag"]) == (path.rpartition("/")[2], flag["id"])
    over = ring.company.with_key(role="supervisor", teams=["office", "red"])
    assert over.get(PATH, query=MONTH).ok()["items"] == []
    over.get(f"{PATH}/{signal['id']}").problem(404)
    # The person concerned may read a case's evidence: the figures are not in it.
    body = {"kind": "exemption", "treatment": "full", "reason": "x"}
    made = ring.hr.post(f"{PATH}/{signal['id']}/propose-case", body, if_match="*")
    case = ring.hr.get(made.headers["location"]).ok()
    assert case["evidence"] == f"By signal {signal['id']}."


@pytest.mark.long
def test_a_round_that_is_opened_again_makes_its_signals_outdated(ring: Ring) -> None:  # noqa: F811
    path = rated(ring)
    ring.close(path)
    (signal,) = looked(ring)
    assert signal["outdated"] is False
    again = {"reason": "x", "closes_on": "2026-11-21"}
    ring.hr.post(f"{path}/reopen", again, if_match="*").ok()
    assert ring.hr.get(f"{PATH}/{signal['id']}").ok()["outdated"] is True
    ring.close(path)
    assert ring.hr.get(f"{PATH}/{signal['id']}").ok()["outdated"] is True
