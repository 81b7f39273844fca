"""The next month is made with what stands: an open result is outdated, a locked one follows.

Growth: 0 % is 0 points and 20 % all 50; the answers are always 50 (tests/api/results/waits.py).
"""

import pytest

from tests.api.company import Company
from tests.api.corrections.correcting import Correcting
from tests.api.exports.payroll import Payroll
from tests.api.results.waits import ANSWERS, BY_GROWTH, GROWTH, line, rescore, rows, scheme
from tests.api.uploads.sending import Desk, published
from tests.api.world import World

GROWING = scheme(line("growth", GROWTH, BY_GROWTH), ANSWERS)
#: Of Correcting.everything_locked: the rows, and the bytes of the file.
PAID = (1, 2, 4, 5)
MONTHS = {"2026-09": (100, 200), "2026-10": (110, 220), "2026-11": (121, 242)}


@pytest.fixture
def growing(acme: Company, world: World) -> Correcting:
    """Three months of 1001 and 1002 that grow by 10 %: 75.00. Of the first nothing is known before:
    the answers alone, 100.00."""
    published(acme, GROWING)
    desk = Desk(world, acme.hr, "acme")
    for period, (one, two) in MONTHS.items():
        desk.send(rows(f"1001,red,{one}", f"1002,blue,{two}"), period=period)
    return Correcting(acme, desk, Payroll(world, acme.hr), "")


def lock(growing: Correcting, *periods: str) -> None:
    for period in periods:
        growing.company.hr.post(f"/v1/periods/{period}/lock", {"scheme": "desk"}).ok()
    growing.payroll.work()


def outdated(growing: Correcting, period: str) -> tuple[int, list[str]]:
    """How many results of a month are outdated as it counts them, and whose."""
    month, query = f"/v1/periods/{period}", {"scheme": "desk"}
    counted = growing.company.hr.get(month, query=query).ok()["schemes"][0]["outdated_results"]
    cards = growing.company.hr.get(f"{month}/scorecards", query=query).ok()["items"]
    return counted, [one["employee_id"] for one in cards if one["outdated"]]


@pytest.mark.long
def test_an_open_month_is_outdated_and_reads_what_stands(growing: Correcting) -> None:
    """September of 1001 was 88 and not 100: October grew by 25 %, so all 50 points."""
    lock(growing, "2026-09")
    assert outdated(growing, "2026-10") == (0, [])

    growing.correct("1001", "2026-09", wait="88")

    assert outdated(growing, "2026-10") == (1, ["1001"])
    rescore(growing.desk)
    assert growing.card("1001")["total"] == "100.00"
    assert growing.card("1002")["total"] == "75.00"
    assert outdated(growing, "2026-10") == (0, [])


@pytest.mark.long
def test_a_file_that_comes_later_reads_what_stands(growing: Correcting) -> None:
    lock(growing, "2026-09")
    growing.correct("1001", "2026-09", wait="88")

    growing.desk.send(rows("1001,red,110"))

    assert growing.card("1001")["total"] == "100.00"


@pytest.mark.long
def test_a_locked_month_is_corrected_in_turn_and_the_open_one_after_it_is_outdated(
    growing: Correcting,
) -> None:
    lock(growing, "2026-09", "2026-10")
    locked = growing.everything_locked("2026-10")

    first = growing.correct("1001", "2026-09", wait="88")

    found = growing.company.hr.get("/v1/corrections", query={"period": "2026-10"}).ok()["items"]
    (follows,) = found
    assert (follows["kind"], follows["cause"]) == ("follows", {"correction": first["id"]})
    assert follows["figures"] == []
    assert (follows["before"]["total"], follows["after"]["total"]) == ("75.00", "100.00")
    assert (follows["before"]["coefficient"], follows["difference"]) == ("0.6", "0.5")
    assert growing.stands("1001", "2026-10") == ("100.00", "corrected", 2)
    # 1002 reads another's figure nowhere.
    assert growing.stands("1002", "2026-10") == ("75.00", "locked", 1)
    # Its results say that they are outdated, as ever. Its rows and its file are those of the lock.
    now = growing.everything_locked("2026-10")
    assert [now[place] for place in PAID] == [locked[place] for place in PAID]
    # November is made with October's figures, whose revision is another one now.
    assert outdated(growing, "2026-11") == (1, ["1001"])


@pytest.mark.long
def test_what_was_settled_ahead_of_an_open_month_is_corrected_in_turn(growing: Correcting) -> None:
    """1001 has left. October, settled at 75.00, grew by 25 % of 88: 100.00. It is not outdated."""
    lock(growing, "2026-09")
    hr = growing.company.hr
    hr.patch("/v1/employees/1001", {"left_on": "2026-11-03"}, if_match="*").ok()
    close = "/v1/employees/1001/scorecards/2026-10/close"
    hr.post(close, {"scheme": "desk", "reason": "left"}).ok(201)

    first = growing.correct("1001", "2026-09", wait="88")

    (made,) = hr.get("/v1/corrections", query={"period": "2026-10"}).ok()["items"]
    assert (made["kind"], made["cause"]) == ("follows", {"correction": first["id"]})
    assert (made["before"]["total"], made["after"]["total"]) == ("75.00", "100.00")
    assert outdated(growing, "2026-10") == (0, [])


@pytest.mark.long
def test_what_follows_follows_once_however_often_it_is_asked(growing: Correcting) -> None:
    lock(growing, "2026-09", "2026-10")
    growing.ask("1001", "2026-09", wait="88").ok(201)
    (body,) = growing.desk.world.messages("uploads")

    for _ in range(3):
        assert growing.desk.deliver_body(body) == {"batchItemFailures": []}
        growing.follow()

    listed = growing.company.hr.get("/v1/corrections").ok()["items"]
    assert sorted(one["kind"] for one in listed) == ["figures", "follows"]


def test_a_correction_that_changes_no_figure_above_makes_none_there(growing: Correcting) -> None:
    """The answers are in no line of October that looks back."""
    lock(growing, "2026-09", "2026-10")

    growing.correct("1001", "2026-09", answered="50")

    listed = growing.company.hr.get("/v1/corrections").ok()["items"]
    assert [one["period"] for one in listed] == ["2026-09"]


def test_a_result_that_is_void_after_the_lock_is_not_looked_back_to(growing: Correcting) -> None:
    """Then nothing is known before October: the answers alone, 100.00."""
    lock(growing, "2026-09")
    about = {"employee_id": "1001", "period": "2026-09", "scheme": "desk", "reason": "a mistake"}
    growing.company.hr.post("/v1/corrections", {**about, "void": True}).ok(201)
    growing.follow()
    assert outdated(growing, "2026-10") == (1, ["1001"])

    rescore(growing.desk)

    assert growing.card("1001")["total"] == "100.00"
    assert outdated(growing, "2026-10") == (0, [])


@pytest.mark.long
def test_a_first_result_is_what_the_next_month_looks_back_to(growing: Correcting) -> None:
    """1003 has October alone, with nothing before: 100.00. With a first result of September it grew
    by 10 %: 75.00. November is open: it is made with October, which is corrected."""
    growing.desk.send(rows("1003,red,110"))
    growing.desk.send(rows("1003,red,121"), period="2026-11")
    body = {"scheme": "desk", "accept": {"missing": 1}}
    growing.company.hr.post("/v1/periods/2026-09/lock", body).ok()
    lock(growing, "2026-10")
    assert growing.card("1003")["total"] == "100.00"

    first = growing.correct("1003", "2026-09", wait="100", answered="100")

    (made,) = growing.company.hr.get("/v1/corrections", query={"period": "2026-10"}).ok()["items"]
    assert (made["kind"], made["cause"]) == ("follows", {"correction": first["id"]})
    assert (made["before"]["total"], made["after"]["total"]) == ("100.00", "75.00")
    assert outdated(growing, "2026-11") == (1, ["1003"])
