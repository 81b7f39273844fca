"""POST /v1/corrections: figures of one person of a locked month were wrong."""

from decimal import Decimal
from typing import Any
from unittest import mock

import pytest

from chalicelib.corrections import entry
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.corrections.conftest import MONTH
from tests.api.corrections.correcting import WHY, Correcting
from tests.api.exports.payroll import Payroll
from tests.api.uploads.sending import IN_PARTS, Desk, chat_of, published, qa_of
from tests.api.uploads.test_error_report import CHANNELS, SLICES
from tests.api.world import World


def test_the_corrected_result_stands_beside_the_locked_one(paid: Correcting, clock: Clock) -> None:
    """1001 with 78 %: 32 + 36 = 68.00, poor, 0.6 in the place of 1.1."""
    clock.advance(days=1)
    found = paid.correct("1001", solved="78")

    assert (found["kind"], found["employee_id"], found["team"]) == ("figures", "1001", "red")
    assert found["figures"] == [{"solved": "78"}]
    assert found["before"] == {
        "revision": 1,
        "total": "88.00",
        "grade": "good",
        "coefficient": "1.1",
    }
    assert found["after"] == {
        "revision": 2,
        "total": "68.00",
        "grade": "poor",
        "coefficient": "0.6",
    }
    assert (found["difference"], found["share"]) == ("-0.5", None)
    assert found["made"]["at"] == "2026-11-06T08:00:00.000Z"
    assert paid.company.hr.get(f"/v1/corrections/{found['id']}").ok() == found
    stands = paid.card("1001", effective="true", explain="true")
    assert (stands["total"], stands["state"], stands["correction"]) == (
        *("68.00", "corrected"),
        found["id"],
    )
    # Ranks stand as they were paid, and a corrected result has none.
    assert stands["rank"] is None
    assert stands["lines"][1]["inputs"]["solved"] == "78"
    assert stands["computed_at"] == "2026-11-06T08:00:00.000Z"
    assert paid.card("1001")["total"] == "88.00"


@pytest.mark.long
def test_nothing_of_the_lock_changes_by_a_byte(paid: Correcting, clock: Clock) -> None:
    before = paid.everything_locked()
    clock.advance(days=1)

    paid.correct("1001", solved="78")
    paid.correct("1002", solved=Decimal(90), wait_seconds="3000")

    assert paid.everything_locked() == before


def test_what_stands_is_read_where_it_is_asked_for(paid: Correcting) -> None:
    paid.correct("1001", solved="78")
    hr, month = paid.company.hr, "/v1/periods/2026-10"
    asked = {"effective": "true"}

    cards = hr.get(f"{month}/scorecards", query=asked).ok()["items"]
    rows = hr.get(f"{month}/bonus-coefficients", query=asked).ok()["items"]
    own = hr.get("/v1/employees/1001/scorecards", query=asked).ok()["items"]
    sheet = hr.get(f"{month}/bonus-coefficients", query=asked, headers={"Accept": "text/csv"}).text

    assert [one["total"] for one in cards] == ["68.00", "48.00", "40.00"]
    assert [one["rank"] and one["rank"]["position"] for one in cards] == [None, 2, 3]
    assert [(one["coefficient"], one["rank"], one["state"]) for one in rows] == [
        ("0.6", None, "corrected"),
        ("0.6", 2, "locked"),
        ("0.6", 3, "locked"),
    ]
    assert [(one["total"], one["state"]) for one in own] == [("68.00", "corrected")]
    assert [line.count(",68.00,") for line in sheet.splitlines()] == [0, 1, 0, 0]
    assert hr.get(month, query={"scheme": "desk"}).ok()["schemes"][0]["corrections"] == 1
    for path in (f"{month}/scorecards", f"{month}/bonus-coefficients"):
        since = {**asked, "modified_since": "2026-11-01T00:00:00Z"}
        assert hr.get(path, query=since).status == 422


def test_corrections_add_up_and_lead_back(paid: Correcting, clock: Clock) -> None:
    """78 %: 68.00, 0.6. 95 %: 32 + 60 = 92.00, 1.1. 88 %: what was paid."""
    made = []
    for solved in ("78", "95", "88"):
        clock.advance(minutes=1)
        made.append(paid.correct("1001", solved=solved))

    assert [one["difference"] for one in made] == ["-0.5", "0.5", "0"]
    assert [(one["before"]["total"], one["after"]["total"]) for one in made] == [
        ("88.00", "68.00"),
        ("68.00", "92.00"),
        ("92.00", "88.00"),
    ]
    assert sum(Decimal(one["difference"]) for one in made) == 0
    assert paid.stands("1001") == ("88.00", "corrected", 4)
    listed = paid.company.hr.get("/v1/corrections", query={"employee_id": "1001"}).ok()["items"]
    assert [one["id"] for one in listed] == [one["id"] for one in reversed(made)]


def test_every_revision_stays_readable_with_its_cause(paid: Correcting) -> None:
    first, second = paid.correct("1001", solved="78"), paid.correct("1001", solved="95")

    revisions = [paid.card("1001", revision=number) for number in (1, 2, 3)]

    assert [(one["total"], one["state"], one["correction"]) for one in revisions] == [
        ("88.00", "locked", None),
        ("68.00", "superseded", first["id"]),
        ("92.00", "corrected", second["id"]),
    ]
    path = "/v1/employees/1001/scorecards/2026-10?scheme=desk&revision=4"
    paid.company.hr.get(path).problem(404)


def test_a_leaver_is_paid_what_is_due(paid: Correcting) -> None:
    """1002 with 90 % and 30 s: 40 + 60 = 100.00, good: 0.5 more."""
    paid.company.hr.delete("/v1/employees/1002", if_match="*").ok(204)

    found = paid.correct("1002", solved="90", wait_seconds="3000")

    assert (found["after"]["total"], found["difference"]) == ("100.00", "0.5")


def test_a_figure_may_be_missing_after_all(paid: Correcting) -> None:
    """Without contacts the answer time is not available: 60 points of 60, 56 of them: 93.33."""
    found = paid.correct("1001", contacts=None, wait_seconds=None)

    assert found["figures"] == [{"contacts": None, "wait_seconds": None}]
    assert (found["after"]["total"], found["difference"]) == ("93.33", "0")


def test_somebody_who_was_left_out_is_corrected_from_nothing(acme: Company, world: World) -> None:
    """The inspection of 1002 came after the lock: 25 s and 90 % are 100.00, good."""
    published(acme, IN_PARTS)
    desk = Desk(world, acme.hr, "acme")
    desk.send(chat_of("1001,2500,100", "1002,2500,100"), source="chat")
    desk.send(qa_of("1001,90,100"), source="qa")
    body = {"scheme": "desk", "accept": {"incomplete": 1}}
    acme.hr.post("/v1/periods/2026-10/lock", body).ok()
    late = Correcting(acme, desk, Payroll(world, acme.hr), "")
    late.payroll.work()

    found = late.correct("1002", solved="90", raised="100")

    assert found["before"]["coefficient"] is None
    assert (found["after"]["total"], found["difference"]) == ("100.00", "1.1")
    rows = acme.hr.get("/v1/periods/2026-10/bonus-coefficients", query={"effective": "true"}).ok()[
        "items"
    ]
    assert [(one["employee_id"], one["total"]) for one in rows] == [
        ("1001", "100.00"),
        ("1002", "100.00"),
    ]
    assert len(acme.hr.get("/v1/periods/2026-10/bonus-coefficients").ok()["items"]) == 1


@pytest.mark.parametrize(
    ("figures", "status", "code"),
    [
        ({"nothing": "1"}, 422, "unknown_column"),
        ({"solved": "many"}, 422, None),
        ({"solved": True}, 422, "not_a_cell"),
        ({}, 422, None),
        ({"solved": "88"}, 409, "same_result"),
        ({"solved": "88.0"}, 409, "same_result"),
    ],
)
def test_what_is_no_correction_is_refused(
    paid: Correcting, figures: dict[str, Any], status: int, code: str | None
) -> None:
    refused = paid.ask("1001", **figures).problem(status)

    assert code in (None, refused["code"], *(one["code"] for one in refused.get("errors", ())))
    assert paid.company.hr.get("/v1/corrections").ok()["items"] == []
    assert paid.stands("1001") == ("88.00", "locked", 1)


def test_an_open_month_is_not_corrected(desk: Desk, acme: Company) -> None:
    desk.send(MONTH)
    body = {**WHY, "employee_id": "1001", "period": "2026-10", "figures": {"solved": "78"}}
    acme.hr.post("/v1/corrections", body).problem(409, "not_locked")


def test_nobody_corrects_the_own_result_nor_that_of_nobody(paid: Correcting) -> None:
    body = {**WHY, "employee_id": "1001", "period": "2026-10", "figures": {"solved": "95"}}
    own = paid.company.with_role("hr", employee_id="1001")
    own.post("/v1/corrections", body).problem(409, "own_result")
    paid.ask("nobody", solved="1").problem(422)


def test_of_two_corrections_at_once_one_is_made(paid: Correcting) -> None:
    """The second has read what stood before the first: it is refused, and made again."""
    original = entry.standing_of

    def overtaken(context: Any, card: Any) -> Any:
        stands = original(context, card)
        with mock.patch.object(entry, "standing_of", original):
            paid.ask("1001", solved="78").ok(201)
        return stands

    with mock.patch.object(entry, "standing_of", overtaken):
        paid.ask("1001", wait_seconds="3000").problem(409, "correction_busy")

    assert paid.stands("1001") == ("68.00", "corrected", 2)
    # 30 s and 78 %: 40 + 36.
    assert paid.correct("1001", wait_seconds="3000")["after"]["total"] == "76.00"


def test_the_same_request_again_makes_no_second_one(paid: Correcting) -> None:
    body = {**WHY, "employee_id": "1001", "period": "2026-10", "figures": {"solved": "78"}}
    first, again = (
        paid.company.hr.post("/v1/corrections", body, idempotency_key="c-1").ok(201)
        for _ in range(2)
    )
    assert first == again
    assert paid.stands("1001")[2] == 2


def test_a_corrected_month_is_not_reopened(paid: Correcting, acme: Company, desk: Desk) -> None:
    desk.send(MONTH, period="2026-09")
    body = {"scheme": "desk"}
    acme.hr.post("/v1/periods/2026-09/lock", body).ok()
    paid.correct("1001", "2026-09", solved="78")

    why = {**body, "reason": "too early"}
    acme.admin.post("/v1/periods/2026-09/reopen", why).problem(409, "corrected")


def test_who_sees_the_result_sees_its_corrections(paid: Correcting) -> None:
    acme = paid.company
    ann, cy = paid.correct("1001", solved="78"), paid.correct("1003", solved="70")
    seen = {
        role: {one["id"] for one in getattr(acme, role).get("/v1/corrections").ok()["items"]}
        for role in ("auditor", "supervisor", "agent")
    }
    assert seen == {
        "auditor": {cy["id"], ann["id"]},
        "supervisor": {ann["id"]},  # of team red
        "agent": {ann["id"]},  # 1001
    }
    acme.agent.get(f"/v1/corrections/{ann['id']}").ok()
    acme.agent.get(f"/v1/corrections/{cy['id']}").problem(404)
    own = acme.agent.get("/v1/employees/1001/scorecards/2026-10?scheme=desk&effective=true").ok()
    assert own["total"] == "68.00"


def test_the_log_names_columns_and_no_figure(paid: Correcting) -> None:
    found = paid.correct("1001", solved="78")

    events = paid.company.admin.get("/v1/audit-events").ok()["items"]
    (event,) = [one for one in events if one["action"] == "corrections.make"]
    assert event["target"] == f"corrections/{found['id']}"
    assert event["after"]["columns"] == ["solved"]
    assert event["after"]["reason"] == WHY["reason"]
    assert "78" not in str(event["after"])


def test_with_slices_the_row_of_one_slice_is_corrected(acme: Company, world: World) -> None:
    """Online 45 s in the place of 15 s: 3 steps of 8 fewer, 76 of 100, for 50 of 150 contacts:
    (100 × 100 + 50 × 76) / 150 = 92.00."""
    published(acme, CHANNELS)
    desk = Desk(world, acme.hr, "acme")
    rows = "1,phone,3000,100\n1,online,750,50\n"
    desk.send((SLICES + rows).encode(), scheme="channels")
    about = {"scheme": "channels", "employee_id": "1", "period": "2026-10", "reason": "x"}
    acme.hr.post("/v1/periods/2026-10/lock", {"scheme": "channels"}).ok()
    figures = [{"channel": "Online", "wait_seconds": "2250"}]

    found = acme.hr.post("/v1/corrections", {**about, "figures": figures}).ok(201)

    assert (found["before"]["total"], found["after"]["total"]) == ("100.00", "92.00")
    assert found["figures"] == [{"channel": "Online", "wait_seconds": "2250"}]
    unknown = [{"channel": "letter", "wait_seconds": "1", "contacts": "1"}]
    acme.hr.post("/v1/corrections", {**about, "figures": unknown}).problem(422)
    without = {"wait_seconds": "1"}
    acme.hr.post("/v1/corrections", {**about, "figures": without}).problem(422)
