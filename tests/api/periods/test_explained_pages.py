"""A page explains as many results as cost a bounded number of steps, and one at least.

Explaining a line of a row costs 300 steps and twice the parts of its formula. A result of the desk
scheme has two lines and one row: 600 steps; of three rows for its channels: 1,800.
"""

from typing import Any

import pytest

from chalicelib.scorecards import explained_pages
from tests.api.client import Api
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.schemes.documents import FIRST_TARGET, scheme
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.world import World

CARDS = "/v1/periods/2026-10/scorecards"


def pages(caller: Api, path: str = CARDS, **query: Any) -> list[list[str]]:
    """The ids, or the periods, of each explained page of a list."""
    found: list[list[str]] = []
    cursor: dict[str, str] = {}
    while True:
        asked = {"explain": "true", "limit": 200, **query, **cursor}
        page = caller.get(path, query=asked).ok()
        assert all("explanation" in one for one in page["items"])
        found.append([one["employee_id"] for one in page["items"]])
        if page["next"] is None:
            return found
        cursor = {"cursor": page["next"]}


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (1_800, [["1001", "1002", "1003"]]),
        (1_799, [["1001", "1002"], ["1003"]]),
        (1_199, [["1001"], ["1002"], ["1003"]]),
        # One result alone costs more: it comes by itself.
        (1, [["1001"], ["1002"], ["1003"]]),
    ],
)
def test_a_page_has_as_many_results_as_cost_its_steps_together(
    acme: Company,
    october: Desk,
    monkeypatch: pytest.MonkeyPatch,
    steps: int,
    expected: list[list[str]],
) -> None:
    monkeypatch.setattr(explained_pages, "MOST_STEPS", steps)
    assert pages(acme.hr) == expected
    # Who follows the month gets its changes in such pages too.
    everything = [
        one for page in pages(acme.hr, modified_since="2026-11-05T08:00:00Z") for one in page
    ]
    assert everything == ["1001", "1002", "1003"]
    # Without explanations nothing is counted.
    assert len(acme.hr.get(CARDS, query={"limit": 200}).ok()["items"]) == 3


def test_a_persons_months_come_in_such_pages(
    acme: Company, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for month in ("2026-08", "2026-09", "2026-10"):
        desk.send(csv_of("1001,Ann,red,4000,100,88,100"), period=month)
    path = "/v1/employees/1001/scorecards"
    assert pages(acme.hr, path) == [["1001", "1001", "1001"]]
    monkeypatch.setattr(explained_pages, "MOST_STEPS", 1_200)
    assert pages(acme.hr, path) == [["1001", "1001"], ["1001"]]


def test_rows_of_slices_count_and_a_full_page_is_read_once(
    acme: Company, world: World, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cid has three channels: 1,800 steps. 600 for each of the two others make 3,000."""
    slices = {"by": "channel", "weight_by": "contacts", "targets": dict.fromkeys("abc", "30")}
    published(acme, scheme({"/dimensions/0/indicators/0/slices": slices}, FIRST_TARGET))
    desk = Desk(world, acme.hr, "acme")
    rows = [f"1001,Cid,red,{channel},4000,100,88,100" for channel in "abc"]
    rows += [f"{who},N,red,a,4000,100,88,100" for who in ("1002", "1003")]
    header = "employee_id,employee_name,team,channel,wait_seconds,contacts,solved,raised"
    assert desk.send("\n".join([header, *rows, ""]).encode())["status"] == "completed"

    monkeypatch.setattr(explained_pages, "MOST_STEPS", 3_000)
    assert pages(acme.hr) == [["1001", "1002", "1003"]]
    calls()
    acme.hr.get(CARDS, query={"explain": "true"}).ok()
    whole = calls()
    monkeypatch.setattr(explained_pages, "MOST_STEPS", 2_399)
    assert pages(acme.hr) == [["1001"], ["1002", "1003"]]
    calls()
    acme.hr.get(CARDS, query={"explain": "true"}).ok()
    assert len(calls()) <= 2 * len(whole)
