"""An erasure takes from the log of changes which teams the person left."""

from collections.abc import Iterator

from chalicelib.change_log.records import Change, opened
from tests.api.company import Company
from tests.api.people.erased import erased
from tests.api.people.worker import Worker
from tests.api.uploads.sending import Desk, csv_of
from tests.api.world import World


def _entered(world: World, listed: str) -> Iterator[Change]:
    for item in world.items():
        if item["pk"]["S"].startswith(f"acme#changes#{listed}#"):
            yield from opened({"changed": item["changed"]["B"]})


def test_which_teams_the_person_left_is_told_no_more(
    desk: Desk, acme: Company, world: World, worker: Worker
) -> None:
    """Bob and Cy leave team red in two files and on the register. Of Cy nothing is taken."""
    desk.send(csv_of("1002,Bob,red,7200,100,80,100", "1003,Cy,red,7200,100,80,100"))
    desk.send(csv_of("1002,Bob,blue,7200,100,81,100", "1003,Cy,blue,7200,100,81,100"))
    for who in ("1002", "1003"):
        acme.hr.patch(f"/v1/employees/{who}", {"team": "green"}).ok()
    assert _left_red(world, "employees") == ["1002", "1003"]
    assert _left_red(world, "scorecards") == ["2026-10/desk/1002", "2026-10/desk/1003"]

    assert erased(acme, worker)["status"] == "completed"

    assert _left_red(world, "employees") == ["1003"]
    assert _left_red(world, "scorecards") == ["2026-10/desk/1003"]
    assert "1002" in {one.id for one in _entered(world, "employees")}


def _left_red(world: World, listed: str) -> list[str]:
    return sorted(one.id for one in _entered(world, listed) if one.left == "red")
