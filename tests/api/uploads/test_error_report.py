"""The bad rows of an upload, in any number: listed page by page, and as files to mend."""

import csv
import io
import json
import re
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.uploads import report
from chalicelib.uploads.records import RowError, Upload
from tests.api.company import Company
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published
from tests.api.world import World

LAMBDA_BYTES = 6 * 1024 * 1024


def parts(desk: Desk, upload: Any) -> Iterator[str]:
    """Return the report's parts, found by the links that a client follows."""
    path = f"/v1/uploads/{upload['id']}/errors"
    query = "?format=csv"
    while query:
        reply = desk.caller.get(path + query)
        assert reply.status == 200, reply.text
        assert reply.content.startswith(b"\xef\xbb\xbf")
        yield reply.text
        link = re.fullmatch(r'<(\?[^>]+)>; rel="next"', reply.headers.get("link", ""))
        query = link[1] if link else ""


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


def listed(desk: Desk, upload: Any, limit: int) -> list[int]:
    """Return the row numbers of all pages of the JSON list."""
    found, cursor = [], None
    while True:
        query = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        page = desk.caller.get(f"/v1/uploads/{upload['id']}/errors", query=query).ok()
        found += [item["row"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            return found


@pytest.mark.long
def test_a_long_report_comes_in_parts_and_each_is_mended_and_sent_by_itself(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "MOST", 2000)
    rows = [f"{1000 + n},员工{n},red,many,100,88,100" for n in range(30)]
    upload = desk.send(csv_of(*rows))
    assert upload["counts"]["failed"] == 30

    found = list(parts(desk, upload))

    assert len(found) > 2
    everybody: list[str] = []
    for number, text in enumerate(found, start=1):
        header, *body = rows_of(text)
        assert header[0] == "employee_id"
        assert header[-1] == "#错误 error"
        more = [row for row in body if row[0] == "#未完 more"]
        assert bool(more) == (number < len(found))
        people = [row[0] for row in body if row not in more]
        everybody += people
        mended = desk.send(text.replace("many", "4000").encode())
        assert mended["status"] == "completed"
        assert mended["counts"]["scored"] == len(people)
    assert everybody == [str(1000 + n) for n in range(30)]
    assert len(desk.caller.get("/v1/periods/2026-10/scorecards").ok()["items"]) == 30


def errors(number: int, cell: str) -> Iterator[tuple[str, RowError]]:
    message = {"zh": "“成绩”列：不是数字", "en": 'column "成绩": is not a number'}
    for row in range(number):
        one = {"column": "score", "heading": "成绩", "code": "not_a_number", "message": message}
        yield f"000000002:{row}", RowError(row + 2, (one,), {"工号": str(row), "成绩": cell})


UPLOAD = Upload(
    *("upl_1", "desk", "2026-10", "m.csv", "continue", "agent", "completed_with_errors"),
    *("2026-11-01T00:00:00.000Z", "key"),
    header=("工号", "成绩"),
)


@pytest.mark.parametrize("cell", ["很多很多", "\x01" * 30_000, "x", '"' * 1000])
def test_a_part_fits_into_the_answer_of_a_function_whatever_is_in_the_rows(cell: str) -> None:
    part = report.part(UPLOAD, errors(100_000, cell), "zh")

    assert part.after is not None
    assert len(json.dumps({"statusCode": 200, "body": part.text})) < LAMBDA_BYTES


@pytest.mark.long
def test_no_more_of_a_million_bad_rows_is_read_or_held_than_a_part_has() -> None:
    taken = 0

    def counting() -> Iterator[tuple[str, RowError]]:
        nonlocal taken
        for error in errors(1_000_000, "many"):
            taken += 1
            yield error

    tracemalloc.start()
    part = report.part(UPLOAD, counting(), "en")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    # Beside the rows: header, byte order mark, and the line about further parts.
    shown = len(rows_of(part.text)) - 2
    assert taken == shown + 1
    assert part.after == f"000000002:{shown - 1}"
    assert most < 40_000_000


#: 2001 scores 100 by the first row and 40 by the second: 60 seconds are 3 steps over, minus 24
#: points, and a rate of 72 is 18 below its target, minus 36.
FIRST, SECOND = "2001,A,red,3000,100,90,100", "2001,A,red,6000,100,72,100"


def card(desk: Desk, employee_id: str) -> tuple[str, int]:
    found = desk.caller.get(f"/v1/employees/{employee_id}/scorecards/2026-10").ok()
    return found["total"], found["revision"]


def test_a_duplicate_sent_back_unmended_changes_nothing(desk: Desk) -> None:
    upload = desk.send(csv_of(FIRST, "2002,B,red,3000,100,90,100", SECOND))
    assert upload["counts"] == {
        "rows": 3,
        "scored": 2,
        "failed": 1,
        "insufficient": 0,
        "new_people": 2,
    }

    (text,) = parts(desk, upload)
    first, second = rows_of(text)[1:]
    assert (",".join(first[:-1]), ",".join(second[:-1])) == (FIRST, SECOND)
    assert "row 4 repeats it" in first[-1]
    assert "duplicate of row 2" in second[-1]
    again = desk.send(text.encode())

    assert again["counts"] == {
        "rows": 2,
        "scored": 1,
        "failed": 1,
        "insufficient": 0,
        "new_people": 0,
    }
    assert card(desk, "2001") == ("100.00", 1)


@pytest.mark.parametrize(("dropped", "total"), [(1, "40.00"), (2, "100.00")])
def test_mended_it_gives_the_row_that_is_left(desk: Desk, dropped: int, total: str) -> None:
    upload = desk.send(csv_of(FIRST, "2002,B,red,3000,100,90,100", SECOND))
    (text,) = parts(desk, upload)

    lines = text.splitlines()
    del lines[dropped]
    again = desk.send("\n".join(lines).encode())

    assert again["status"] == "completed"
    assert card(desk, "2001")[0] == total


@pytest.mark.long
def test_all_rows_of_somebody_with_several_are_in_one_part_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first row of 2003 is bad, and 2001 has three rows. Other bad rows lie between them."""
    monkeypatch.setattr("chalicelib.uploads.chunk.SIZE", 4)
    monkeypatch.setattr(report, "MOST", 1000)
    bad = [f"{3000 + n},C,red,many,1,1,1" for n in range(9)]
    upload = desk.send(
        csv_of(
            FIRST, "2003,C,red,x,1,1,1", *bad[:5], SECOND, *bad[5:], "2003,C,red,1,1,1,1", SECOND
        )
    )
    assert upload["counts"]["failed"] == 13

    found = [
        [row[0] for row in rows_of(text)[1:] if row[0] != "#未完 more"]
        for text in parts(desk, upload)
    ]
    assert len(found) > 2
    assert [part.count("2001") for part in found if "2001" in part] == [3]
    # The bad first row of 2003 is also in its own place, if that is in another part.
    assert [part.count("2003") for part in found if "2003" in part][-1] == 2
    for text in parts(desk, upload):
        desk.send(text.encode())
    assert card(desk, "2001") == ("100.00", 1)
    desk.caller.get("/v1/employees/2003/scorecards/2026-10").problem(404)


CHANNELS: dict[str, Any] = {
    **SCHEME,
    "code": "channels",
    "dimensions": [
        {
            **SCHEME["dimensions"][0],
            "indicators": [
                {
                    **SCHEME["dimensions"][0]["indicators"][0],
                    "max_points": "100",
                    "slices": {
                        "by": "channel",
                        "weight_by": "contacts",
                        "targets": {"phone": "30", "online": "15"},
                    },
                }
            ],
        }
    ],
}
SLICES = "employee_id,channel,wait_seconds,contacts\n"
#: Nine people whose rows are nine rows apart. The second row of each is bad.
APART = "".join(f"{n},phone,3000,100\n" for n in range(9)) + "".join(
    f"{n},online,many,50\n" for n in range(9)
)


@pytest.fixture
def channels(acme: Company, world: World) -> Desk:
    published(acme, CHANNELS)
    return Desk(world, acme.hr, "acme")


def test_the_report_of_somebody_with_several_rows_has_all_of_them(channels: Desk) -> None:
    """A mended report replaces the person's rows, so a missing row would be lost."""
    rows = "1,phone,3000,100\n1,online,many,50\n2,phone,3000,100\n2,online,750,50\n"
    upload = channels.send((SLICES + rows).encode(), scheme="channels")

    (text,) = parts(channels, upload)
    assert [row[:4] for row in rows_of(text)[1:]] == [
        ["1", "phone", "3000", "100"],
        ["1", "online", "many", "50"],
    ]
    mended = channels.send(text.replace("many", "750").encode(), scheme="channels")
    assert mended["status"] == "completed"
    path = "/v1/employees/{}/scorecards/2026-10?scheme=channels"
    first, second = (channels.caller.get(path.format(n)).ok() for n in (1, 2))
    assert first["total"] == second["total"] == "100.00"
    assert [len(card["lines"][0]["slices"]) for card in (first, second)] == [2, 2]


def test_every_error_is_listed_once_where_peoples_rows_overlap(
    channels: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All phone rows, then all online rows: chunk 1 has rows 2, 11, 3, 12 …, chunk 2 6, 15 …"""
    monkeypatch.setattr("chalicelib.uploads.chunk.SIZE", 4)
    upload = channels.send((SLICES + APART).encode(), scheme="channels")

    for limit in (1, 2, 5, 7, 200):
        assert sorted(listed(channels, upload, limit)) == list(range(2, 20)), limit


def test_all_rows_of_a_person_are_in_one_part_of_the_report(
    channels: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So a part that is mended and sent alone leaves no person with half of the rows."""
    monkeypatch.setattr("chalicelib.uploads.chunk.SIZE", 4)
    monkeypatch.setattr(report, "MOST", 1500)
    upload = channels.send((SLICES + APART).encode(), scheme="channels")

    found = list(parts(channels, upload))

    assert len(found) > 2
    people = [[row[0] for row in rows_of(text)[1:] if row[0] != "#未完 more"] for text in found]
    assert [one for part in people for one in part] == [str(n) for n in range(9) for _ in range(2)]
    assert all(len(part) % 2 == 0 and part for part in people)
    for text in found:
        mended = channels.send(text.replace("many", "750").encode(), scheme="channels")
        assert mended["status"] == "completed"
    path = "/v1/employees/{}/scorecards/2026-10?scheme=channels"
    cards = [channels.caller.get(path.format(n)).ok() for n in range(9)]
    assert [(card["total"], len(card["lines"][0]["slices"])) for card in cards] == [
        ("100.00", 2)
    ] * 9


def test_an_unknown_slice_is_an_error_of_the_row_that_names_it(channels: Desk) -> None:
    rows = "1,phone,3000,100\n1,email,750,50\n"
    upload = channels.send((SLICES + rows).encode(), scheme="channels")

    page = channels.caller.get(f"/v1/uploads/{upload['id']}/errors").ok()["items"]
    told = [(one["row"], one["errors"][0]["code"], one["raw"]["channel"]) for one in page]
    assert told == [(2, "other_row_bad", "phone"), (3, "unknown_slice", "email")]
    assert (
        "row 3" in page[0]["errors"][0]["message"] or "第 3 行" in page[0]["errors"][0]["message"]
    )


def test_a_report_of_contacts_is_not_taken_for_all_of_somebodys_contacts(
    acme: Company, world: World
) -> None:
    counted = {"count": {}}
    line = {
        **SCHEME["dimensions"][0]["indicators"][0],
        "max_points": "100",
        "value": {"kind": "ratio", "numerator": "waited", "denominator": "calls"},
    }
    scheme = {
        **SCHEME,
        "dimensions": [{**SCHEME["dimensions"][0], "indicators": [line]}],
        "columns": [
            {"code": "calls", "name": "Calls", "from_contacts": counted},
            {"code": "waited", "name": "Waited", "from_contacts": {"sum": "wait"}},
        ],
    }
    published(acme, scheme)
    desk = Desk(world, acme.hr, "acme")
    upload = desk.send(b"employee_id,wait\n1,10\n1,many\n1,30\n", grain="contact")
    assert upload["counts"]["scored"] == 0

    (text,) = parts(desk, upload)
    again = desk.send(text.replace("many", "20").encode(), grain="contact")

    assert (again["status"], again["reason"]["code"]) == ("rejected", "report_not_whole")


def test_formulas_in_a_file_are_texts_wherever_they_come_out_again(desk: Desk) -> None:
    """In the report, which can be read back unchanged, and in payroll's coefficients."""
    link, total = '=HYPERLINK("http://x.test","pay")', "@SUM(A1:A9)"
    quoted = link.replace('"', '""')
    good, bad = f'1001,"{quoted}",{total},4000,100,88,100', f'1002,"{quoted}",{total},x,1,1,1'
    upload = desk.send(csv_of(good, bad))

    (text,) = parts(desk, upload)
    payroll = desk.caller.get(
        "/v1/periods/2026-10/bonus-coefficients", headers={"Accept": "text/csv"}
    ).text

    for file in (text, payroll):
        cells = [cell for row in rows_of(file) for cell in row]
        assert f"'{link}" in cells
        assert f"'{total}" in cells
        assert not [cell for cell in cells if cell.startswith(("=", "@"))]
    desk.send(text.replace(",x,", ",4000,").encode())
    card = desk.caller.get("/v1/employees/1002/scorecards/2026-10").ok()
    assert (card["employee_name"], card["team"]) == (link, total)
