"""The counts of an upload, for every kind of file (docs/upload-files.md, "Counts").

40 s and 88 %: 32 + 56 = 88, good. No count at all (0 of 0, twice): insufficient.
"""

from typing import Any

import pytest

from tests.api.company import Company
from tests.api.schemes.test_publishing import released
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published
from tests.api.uploads.sharing import others_always_wait
from tests.api.uploads.test_error_report import CHANNELS, SLICES
from tests.api.world import World

FOUR = csv_of(
    "1001,Ann,red,4000,100,88,100",
    "1002,Bob,red,many,100,88,100",
    "1003,Cy,blue,0,0,0,0",
    "1004,Di,blue,4000,100,88,100",
)


def counts(upload: Any) -> tuple[int, int, int, int]:
    found = upload["counts"]
    return found["rows"], found["scored"], found["failed"], found["insufficient"]


def progress(upload: Any) -> tuple[int, int | None]:
    return upload["progress"]["done"], upload["progress"]["known"]


def test_a_row_is_scored_or_failed_and_the_insufficient_are_among_the_scored(desk: Desk) -> None:
    upload = desk.send(FOUR)

    assert counts(upload) == (4, 3, 1, 1)
    assert progress(upload) == (4, 4)


def test_blank_rows_and_totals_count_as_nothing(desk: Desk) -> None:
    upload = desk.send(FOUR + b",,,,,,\n\xe5\x90\x88\xe8\xae\xa1,,,8000,200,176,200\n")

    assert counts(upload) == (4, 3, 1, 1)


def test_the_counts_are_the_same_however_many_runs_they_took(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.uploads.chunk.SIZE", 1)
    others_always_wait(monkeypatch)

    upload = desk.send(FOUR)

    assert counts(upload) == (4, 3, 1, 1)


def test_all_or_nothing_counts_what_was_looked_at_and_nobody_as_scored(desk: Desk) -> None:
    upload = desk.send(FOUR, on_error="reject")

    assert upload["status"] == "rejected"
    assert counts(upload) == (4, 0, 1, 0)
    assert progress(upload) == (4, 4)
    assert len(desk.caller.get(f"/v1/uploads/{upload['id']}/errors").ok()["items"]) == 1


def test_a_file_that_was_not_opened_counts_nothing(desk: Desk) -> None:
    upload = desk.send(b"employee_id\n1001\n")

    assert upload["status"] == "rejected"
    assert counts(upload) == (0, 0, 0, 0)
    assert progress(upload) == (0, None)


def test_with_slices_rows_are_the_files_and_scored_are_people(acme: Company, world: World) -> None:
    """Six rows: two of a scored person, three of a person with a bad row, one duplicate."""
    published(acme, CHANNELS)
    desk = Desk(world, acme.hr, "acme")
    rows = (
        "1,phone,3000,100\n1,online,750,50\n"
        "2,phone,3000,100\n2,online,many,50\n"
        "3,phone,3000,100\n3,phone,9,9\n"
    )
    upload = desk.send((SLICES + rows).encode(), scheme="channels")

    # Failed: both rows of 2, both of 3. Every row of a person who was not scored is counted.
    assert counts(upload) == (6, 1, 4, 0)
    assert progress(upload) == (6, 6)
    listed = desk.caller.get(f"/v1/uploads/{upload['id']}/errors").ok()["items"]
    assert sorted(one["row"] for one in listed) == [4, 5, 6, 7]


def test_of_contacts_rows_are_contacts_and_scored_are_people(acme: Company, world: World) -> None:
    line = {
        **SCHEME["dimensions"][0]["indicators"][0],
        "max_points": "100",
        "value": {"kind": "ratio", "numerator": "waited", "denominator": "calls"},
    }
    columns = [
        {"code": "calls", "name": "Calls", "from_contacts": {"count": {}}},
        {"code": "waited", "name": "Waited", "from_contacts": {"sum": "wait"}},
    ]
    dimensions = [{**SCHEME["dimensions"][0], "indicators": [line]}]
    published(acme, {**SCHEME, "dimensions": dimensions, "columns": columns})
    desk = Desk(world, acme.hr, "acme")
    rows = b"employee_id,wait\nA,10\nA,many\nA,30\nB,20\nB,40\nB,10\n"

    upload = desk.send(rows, grain="contact")

    # Failed: A's bad contact, and A once more, because A has no result for it.
    assert counts(upload) == (6, 1, 2, 0)
    assert progress(upload) == (6, 6)


@pytest.mark.long
def test_a_pilots_upload_counts_the_results_and_errors_of_its_own_teams(
    acme: Company, desk: Desk
) -> None:
    body = {"effective_from": "2026-10", "teams": ["blue"]}
    released(acme.admin, "pilot", target="20", **body).ok(201)

    upload = desk.send(FOUR)

    listed = desk.caller.get("/v1/uploads").ok()["items"]
    (pilot,) = (one for one in listed if one["pilot_of"] == upload["id"])
    # Bob's bad row counts for every team: he is not on the register, so his team is unknown.
    assert counts(upload) == (4, 3, 1, 1)
    assert counts(pilot) == (4, 2, 1, 1)
    assert progress(pilot) == (4, 4)
