"""The checker finds each kind of violation, planted one at a time where everything holds."""

import json
import zlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.chaos import world
from tests.chaos.check_work import check_swept
from tests.chaos.checker import check
from tests.chaos.company import Company
from tests.chaos.seen import Seen, Stored
from tests.chaos.violations import Memory
from tests.chaos.world import ANN, BEN, EXPORT, MONTH, UPLOAD, card, event, former

Break = Callable[[Company, Seen], None]


def item(seen: Seen, sort: str) -> dict[str, Any]:
    return next(one for one in seen.items if one["sk"] == sort)


def rules(company: Company, seen: Seen, memory: Memory | None = None) -> set[str]:
    return {one.rule for one in check(company, seen, memory or Memory())}


def changed_total(_: Company, seen: Seen) -> None:
    item(seen, f"C#{BEN.id}")["total"] += 1


def changed_grade(_: Company, seen: Seen) -> None:
    item(seen, f"C#{BEN.id}")["grade"] = "good"


def wrong_rank(_: Company, seen: Seen) -> None:
    seen.cards[MONTH][0]["rank"]["position"] = 2


def two_current_cards(_: Company, seen: Seen) -> None:
    seen.items.append({**card(ANN), "pk": f"shared-1#scores#shared#{MONTH}#01"})


def no_card(_: Company, seen: Seen) -> None:
    seen.items.remove(item(seen, f"C#{BEN.id}"))


def lease_left(_: Company, seen: Seen) -> None:
    item(seen, f"{MONTH}#shared")["writer"] = "run_1"


def missing_revision(_: Company, seen: Seen) -> None:
    seen.items.remove(item(seen, f"C#{ANN.id}"))
    seen.items += [card(ANN, revision=3), former(ANN, 2)]


def missing_end_event(_: Company, seen: Seen) -> None:
    seen.items.remove(item(seen, f"evt_uploads.end_uploads/{UPLOAD}_2"))


def two_end_events(_: Company, seen: Seen) -> None:
    seen.items.append({**event("uploads.end", f"uploads/{UPLOAD}", 3), "sk": "evt_other"})


def lock_without_event(_: Company, seen: Seen) -> None:
    seen.periods[MONTH]["state"] = "locked"


def foreign_item(_: Company, seen: Seen) -> None:
    item(seen, f"C#{ANN.id}")["employee_name"] = "gr1×7"


def foreign_index(_: Company, seen: Seen) -> None:
    item(seen, f"C#{ANN.id}")["employee_pk"] = "growing-1#employee#x"


def large_item(_: Company, seen: Seen) -> None:
    item(seen, f"{MONTH}#shared")["ranks"] = b"x" * 100_001


def wrong_count(_: Company, seen: Seen) -> None:
    seen.periods[MONTH]["grades"] = {"good": 3}


def wrong_team_count(_: Company, seen: Seen) -> None:
    seen.periods[MONTH]["teams"] = [{"team": "red", "scorecards": 2}]


def upload_never_ends(_: Company, seen: Seen) -> None:
    item(seen, UPLOAD)["status"] = "processing"


def upload_counts_wrong(_: Company, seen: Seen) -> None:
    item(seen, UPLOAD)["scored"] -= 1


def announced_twice(_: Company, seen: Seen) -> None:
    seen.items.append({**item(seen, UPLOAD), "sk": "upl_2", "id": "upl_2"})


def export_of_other_bytes(_: Company, seen: Seen) -> None:
    seen.objects[1] = Stored(f"exports/shared-1/{EXPORT}/file.jsonl", "2", "", True, b"{}\n")


def export_never_ends(_: Company, seen: Seen) -> None:
    item(seen, EXPORT)["status"] = "running"


def name_of_an_erased_person(company: Company, seen: Seen) -> None:
    company.erased[ANN.id] = world.erased()
    item(seen, ANN.id).update({"erased_at": world.TIME, "name": None})


def plan_missing(company: Company, seen: Seen) -> None:
    """42 s: 38. A mark of 50: 30 under, 15 steps of 2 cost 45: 5. Together 43, with no plan."""
    company.files["a.csv"].rows[1].cells["quality"] = "50"
    poor = {"total": Decimal(43), "grade": "poor", "coefficient": Decimal("0.6")}
    item(seen, f"C#{BEN.id}").update(poor)


def snapshot_too_small(_: Company, seen: Seen) -> None:
    seen.periods[MONTH]["state"] = "locked"
    seen.items.append({**world.snapshot(), "rows": Decimal(2)})


def lock_pending(_: Company, seen: Seen) -> None:
    seen.items.append({"pk": "shared-1#register-locks", "sk": "locks", f"{MONTH}/shared": 1})


def wrong_headcount(_: Company, seen: Seen) -> None:
    item(seen, "people")["people"] += 1


def wrong_number_of_active_people(_: Company, seen: Seen) -> None:
    item(seen, "people")["active"] -= 1


def wrong_number_of_a_team(_: Company, seen: Seen) -> None:
    item(seen, "team#cnt_2#red")["people"] += 1


def number_of_a_team_missing(_: Company, seen: Seen) -> None:
    seen.items.remove(item(seen, "team#cnt_2#red"))


def due_time_missing(_: Company, seen: Seen) -> None:
    """The next month, November, is due on the fifth of December at eight in Shanghai."""
    schedule = {"enabled": True, "next_period": "2026-11", "day": Decimal(5), "hour": Decimal(8)}
    seen.items.append({"pk": "shared-1#export-schedule", "sk": "schedule", **schedule})
    seen.operator.append(world.due_entry("2026-12-05T08:00:00.000Z"))


PLANTED: list[tuple[Break, str]] = [
    (changed_total, "result from the files"),
    (changed_grade, "result from the files"),
    (wrong_rank, "rank"),
    (two_current_cards, "one current result"),
    (no_card, "result of each row"),
    (lease_left, "no lease at rest"),
    (missing_revision, "revisions without a gap"),
    (missing_end_event, "event of an end"),
    (two_end_events, "event of an end"),
    (lock_without_event, "event of a lock"),
    (foreign_item, "nothing of another company"),
    (foreign_index, "own part of the index"),
    (large_item, "size of an item"),
    (wrong_count, "counts of a month"),
    (wrong_team_count, "counts by team"),
    (upload_never_ends, "upload ends"),
    (upload_counts_wrong, "counts of an upload"),
    (announced_twice, "announced once"),
    (export_of_other_bytes, "record of an export"),
    (export_never_ends, "export ends"),
    (name_of_an_erased_person, "erased people nowhere"),
    (plan_missing, "plan for a poor line"),
    (snapshot_too_small, "snapshot of a lock"),
    (lock_pending, "no lock pending"),
    (wrong_headcount, "number of people"),
    (wrong_number_of_active_people, "number of people"),
    (wrong_number_of_a_team, "people of a team"),
    (number_of_a_team_missing, "people of a team"),
    (due_time_missing, "due time registered"),
]


def test_nothing_is_found_where_everything_holds() -> None:
    assert list(check(world.company(), world.seen(), Memory())) == []


@pytest.mark.parametrize(("planted", "rule"), PLANTED, ids=lambda one: getattr(one, "__name__", ""))
def test_a_planted_violation_is_found(planted: Break, rule: str) -> None:
    company, seen = world.company(), world.seen()
    planted(company, seen)
    assert rule in rules(company, seen)


@pytest.mark.parametrize(
    ("changes", "may"),
    [
        ([[BEN.id], [ANN.id]], True),
        ([[BEN.id, "red"], [ANN.id]], True),
        # The team that she left, and a result of hers, go with the erasure.
        ([[BEN.id], [ANN.id, "red"]], False),
        ([[f"shared/{ANN.id}"]], False),
    ],
)
def test_the_log_of_changes_may_name_an_erased_person_and_nothing_about_her(
    changes: list[list[str]], may: bool
) -> None:
    company, seen = world.company(), world.seen()
    name_of_an_erased_person(company, seen)
    place = {"pk": "shared-1#changes#employees#2026-11", "sk": "2026-11-05"}
    seen.items.append({**place, "changed": zlib.compress(json.dumps(changes).encode())})
    places = {
        one.subject for one in check(company, seen, Memory()) if one.rule == "erased people nowhere"
    }
    assert ("/".join(place.values()) not in places) is may


def test_an_outdated_result_is_no_violation_when_the_month_says_so() -> None:
    company, seen = world.company(), world.seen()
    changed_total(company, seen)
    seen.cards[MONTH][1]["total"] = "74"
    seen.periods[MONTH]["outdated_because"] = ["previous_period"]
    assert rules(company, seen) == set()


def test_a_registered_due_time_is_no_violation() -> None:
    company, seen = world.company(), world.seen()
    due_time_missing(company, seen)
    seen.operator.append(world.due_entry("2026-12-05T00:00:00.000Z"))
    assert rules(company, seen) == set()


def test_an_entry_of_a_lease_that_ran_out_before_a_sweep_must_be_gone() -> None:
    company, seen = world.company(), world.seen()
    seen.items.append(
        {"pk": "shared-1#period-leases", "sk": f"{MONTH}#shared#run_1", "until": world.TIME}
    )
    earlier, later = "2026-11-01T07:59:59", "2026-11-01T08:00:01"
    assert [one.rule for one in check_swept(company, seen, later)] == [
        "entries of leases are swept"
    ]
    assert list(check_swept(company, seen, earlier)) == []


def test_a_former_revision_that_changes_later_is_found() -> None:
    company, seen, memory = world.company(), world.seen(), Memory()
    seen.items.remove(item(seen, f"C#{ANN.id}"))
    seen.items += [card(ANN, revision=2), former(ANN, 1)]
    seen.cards[MONTH][0]["revision"] = 2
    assert rules(company, seen, memory) == set()
    item(seen, f"R#{ANN.id}#00001")["packed"] = "[other]"
    assert rules(company, seen, memory) == {"former revision kept"}


def test_a_locked_result_that_changes_later_is_found() -> None:
    company, seen, memory = world.company(), world.seen(), Memory()
    seen.periods[MONTH].update({"state": "locked", "published_at": world.TIME})
    seen.items += [event("periods.lock", f"periods/{MONTH}/shared", 1), world.snapshot()]
    assert rules(company, seen, memory) == set()
    item(seen, f"C#{ANN.id}")["packed"] = "[other]"
    assert rules(company, seen, memory) == {"locked results unchanged"}


def test_files_of_an_export_may_be_gone_after_an_erasure_with_files_only() -> None:
    company, seen = world.company(), world.seen()
    del item(seen, EXPORT)["filename"]
    seen.objects = [one for one in seen.objects if not one.name.startswith("exports/")]
    assert rules(company, seen) == {"files of an export"}
    company.erased["sh1-9"] = world.erased("delete")
    assert rules(company, seen) == set()


def test_items_that_cannot_be_read_are_a_violation_and_stop_nothing_else() -> None:
    company, seen = world.company(), world.seen()
    del item(seen, f"C#{ANN.id}")["upload"]
    lease_left(company, seen)
    assert {"stored as expected", "no lease at rest"} <= rules(company, seen)
