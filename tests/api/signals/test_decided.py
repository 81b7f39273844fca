"""What people decide about signals, what becomes of these when figures change, who sees them."""

import pytest

from chalicelib.signals import running
from tests.api.people.worker import Worker
from tests.api.signals.watching import MONTH, PAIR, PATH, RUNS, Watch, person


@pytest.fixture
def odd(watch: Watch) -> Watch:
    """1001 of team red and 1002 of team blue: 90 % and 45 solved, 45 apart."""
    watch.rules(far_apart=[PAIR])
    watch.month(person("1001", 90, raised=50), person("1002", 90, raised=50, team="blue"))
    watch.look()
    return watch


def test_a_dismissed_signal_keeps_the_reason_and_other_figures_open_it_again(odd: Watch) -> None:
    signal = odd.found()["1001 far_apart"]
    done = odd.dismiss(signal).ok()
    assert (done["state"], done["dismissed"]["reason"]) == ("dismissed", "a new product")
    odd.dismiss(signal).problem(409, "status_not_reachable")
    # Looked through again, nothing has changed.
    odd.look()
    same = odd.found()["1001 far_apart"]
    assert (same["state"], same["revision"], same["changed_at"]) == ("dismissed", 2, None)
    # 30 of 40 are 75 %: |75 − 30| = 45, by other figures.
    odd.month("1001,1001,red,3000,100,30,40")
    assert odd.found()["1001 far_apart"]["outdated"]
    odd.look()
    again = odd.found()["1001 far_apart"]
    assert (again["state"], again["outdated"]) == ("open", False)
    assert (again["figures"]["first"], again["former"]["first"]) == ("75", "90")
    assert again["dismissed"]["reason"] == "a new product"
    assert again["changed_at"]


@pytest.mark.long
def test_a_signal_that_is_found_no_more_goes_and_a_decided_one_says_so(odd: Watch) -> None:
    odd.dismiss(odd.found()["1001 far_apart"]).ok()
    odd.month(person("1001", 90), person("1002", 90, team="blue"))
    odd.look()
    assert list(odd.found()) == ["1001 far_apart"]
    gone = odd.found()["1001 far_apart"]
    assert (gone["state"], bool(gone["gone_at"])) == ("dismissed", True)
    odd.propose(gone).problem(409, "signal_gone")


def test_a_signal_proposes_one_case_with_its_figures_as_evidence(odd: Watch) -> None:
    signal = odd.found()["1001 far_apart"]
    made = odd.propose(signal, evidence="tickets 7 and 9")
    case = odd.hr.get(made.headers["location"]).ok()
    assert (case["status"], case["kind"], case["employee_id"]) == ("proposed", "penalty", "1001")
    assert case["evidence"].splitlines() == [
        f"By signal {signal['id']}.",
        "resolution is 90 and solved is 45: |90 − 45| = 45; far apart from 20 on.",
        "tickets 7 and 9",
    ]
    after = made.ok(201)
    assert (after["state"], after["case"]) == ("case", case["id"])
    odd.propose(signal).problem(409, "case_proposed")
    odd.dismiss(signal).problem(409, "status_not_reachable")
    assert len(odd.hr.get("/v1/cases").ok()["items"]) == 1
    # It changes nothing until somebody else confirms it.
    odd.head.post(f"/v1/cases/{case['id']}/confirm", if_match="*").problem(409, "four_eyes")
    # A run afterwards leaves it as it is.
    odd.look()
    assert odd.found()["1001 far_apart"]["case"] == case["id"]


@pytest.mark.long
def test_two_who_propose_at_once_make_one_case(odd: Watch) -> None:
    signal = odd.found()["1001 far_apart"]
    etag = odd.hr.get(f"{PATH}/{signal['id']}").etag
    path, body = f"{PATH}/{signal['id']}/propose-case", {"kind": "penalty", "code": "lost"}
    said = {**body, "reason": "x"}
    odd.head.post(path, said, if_match=etag).ok(201)
    odd.hr.post(path, said, if_match=etag).problem(412)
    assert len(odd.hr.get("/v1/cases").ok()["items"]) == 1


@pytest.mark.long
def test_by_figures_that_stand_no_more_no_case_is_proposed(odd: Watch) -> None:
    signal = odd.found()["1001 far_apart"]
    odd.month(person("1001", 90))
    odd.propose(signal).problem(409, "signal_outdated")
    assert odd.hr.get("/v1/cases").ok()["items"] == []


def test_supervisors_see_their_teams_signals_and_nobody_sees_the_own(odd: Watch) -> None:
    assert list(odd.found()) == ["1001 far_apart", "1002 far_apart"] or len(odd.found()) == 2
    assert list(odd.found(odd.lead)) == ["1001 far_apart"]
    assert list(odd.found(team="blue")) == ["1002 far_apart"]
    assert list(odd.found(employee_id="1002", state="open")) == ["1002 far_apart"]
    theirs = odd.found()["1002 far_apart"]
    odd.lead.get(f"{PATH}/{theirs['id']}").problem(404)
    odd.propose(theirs, odd.lead).problem(404)
    odd.propose(odd.found()["1001 far_apart"], odd.lead).ok(201)
    # Whoever is of hr and has a signal is not shown it, and does not decide it.
    own = odd.company.with_key(role="hr", employee_id="1002")
    assert list(odd.found(own)) == ["1001 far_apart"]
    odd.dismiss(theirs, own).problem(404)
    odd.company.agent.get(PATH, query=MONTH).problem(403)
    odd.company.auditor.get(PATH, query=MONTH).problem(403)


def test_an_erasure_removes_the_signals_and_no_run_finds_them_again(odd: Watch) -> None:
    signal = odd.found()["1002 far_apart"]
    odd.dismiss(signal).ok()
    odd.company.admin.post("/v1/employees/1002/erase", {"files": "keep"}).ok(202)
    Worker(odd.world).work()
    odd.hr.get(f"{PATH}/{signal['id']}").problem(404)
    odd.look()
    assert list(odd.found()) == ["1001 far_apart"]
    assert signal["id"] not in str(odd.world.items())


def test_a_run_that_has_little_time_goes_on_from_where_it_was(
    odd: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = odd.found()
    monkeypatch.setattr(running, "RESERVE", running.RESERVE * 100)
    run = odd.hr.post(RUNS, MONTH).ok(201)
    odd.work()
    found = odd.hr.get(f"{RUNS}/{run['id']}").ok()
    assert (found["status"], odd.kind(found, "far_apart")) == ("completed", (2, 2, 0))
    assert odd.found() == before
