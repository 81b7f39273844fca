"""The cost limits of an upload: bytes of an item, requests of a run."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.results import stored_state
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.uploads.sending import IN_PARTS, SCHEME, Desk, csv_of, published, qa_of
from tests.api.world import World

ROW = "{},N,red,4000,100,88,100"


def ten_lines() -> dict[str, Any]:
    """Return a scheme of ten ratios with codes of usual length."""
    line = SCHEME["dimensions"][0]["indicators"][1]
    indicators = [
        {
            **line,
            "code": f"satisfaction_of_kind_{n}",
            "max_points": "10",
            "value": {**line["value"], "numerator": f"good_{n}", "denominator": f"all_{n}"},
        }
        for n in range(10)
    ]
    dimension = {**SCHEME["dimensions"][0], "indicators": indicators}
    return {**SCHEME, "code": "ten", "dimensions": [dimension]}


def bytes_of(item: dict[str, Any]) -> int:
    """Count as DynamoDB does: texts in UTF-8, a number half a byte a digit and one more, lists and
    maps three bytes and one for each entry."""
    return sum(len(name) + _bytes(value) for name, value in item.items())


def _bytes(value: dict[str, Any]) -> int:
    ((kind, content),) = value.items()
    if kind == "L":
        return 3 + sum(1 + _bytes(one) for one in content)
    if kind == "M":
        return 3 + len(content) + bytes_of(content)
    if kind == "N":
        return (len(content.replace(".", "").replace("-", "")) + 1) // 2 + 1
    return len(content if isinstance(content, bytes) else content.encode())


def test_a_scorecard_of_ten_lines_fits_in_one_write_unit(acme: Company, world: World) -> None:
    """1,024 bytes with inputs and points: one unit for the item, one for the index."""
    published(acme, ten_lines())
    cells = ",".join(f"{876543 + n},{987654 + n}" for n in range(10))
    columns = ",".join(f"good_{n},all_{n}" for n in range(10))
    content = (
        f"employee_id,employee_name,team,{columns}\nZH-0012345678,欧阳娜娜,华东客服二部,{cells}\n"
    )

    Desk(world, acme.hr, "acme").send(content.encode(), scheme="ten")

    (item,) = (one for one in world.items() if one["sk"]["S"].startswith("C#"))
    assert bytes_of(item) <= 1024
    # Seven more sources, each from a file of its own: a code, an upload and a row, 46 bytes each.
    upload = item["upload"]["S"]
    layer = {"L": [{"S": upload}, {"N": "100001"}]}
    item["layers"] = {"M": {f"source_{n:03}": layer for n in range(7)}}
    assert bytes_of(item) <= 1024 < bytes_of(item) + 46


@pytest.mark.long
def test_a_thousand_new_people_cost_so_many_requests(desk: Desk, calls: Calls) -> None:
    """Two chunks of 500: 20 batches of 25 cards, one of who is new and what the file says, a
    checkpoint, and 6 transactions of 99 people with their number: 5 of 99 and one of 5."""
    upload = desk.announce()
    record = desk.put(upload, csv_of(*(ROW.format(n) for n in range(1000))))
    calls()

    desk.deliver(record)

    made = Counter(calls())
    # And once that the month's results have changed (periods/changed_months.py).
    assert made.pop("BatchWriteItem") == 2 * (20 + 1) + 1
    # The people, their team, and the end with its event and the end of the claim.
    assert made.pop("TransactWriteItems") == 2 * 6 + 1 + 1
    # The worker and its end, the claim, the beginning, what the file tells, that figures are kept
    # (by the first file of a period), two checkpoints, the summary.
    assert made.pop("UpdateItem") == 2 + 7
    # What stood before (register, cards), what may be running, who is there, how many they are and
    # may be, the lease's entry, the period again for its summary, before its end and for the count
    # of outdated results, the next period and its pilots, the size of the register, and the plans:
    # no result is read again for ranks or plans. Of teams: their names for the file and for the
    # summary, how many were merged, and who leads them. Of the month before: its first cards, to
    # compare with.
    assert sum(made.values()) <= 36, made


@pytest.mark.long
def test_a_merged_file_costs_at_most_1_3_times_a_whole_one_that_replaces(
    acme: Company, world: World, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    """100 people whose every result changes, in a period that is read whole as for a large file.
    The seconds are measured by `make bench-upload`."""
    monkeypatch.setattr(stored_state, "WHOLE_FROM", 100)
    published(acme, IN_PARTS)
    desk = Desk(world, acme.hr, "acme")
    desk.send(csv_of(*(ROW.format(n) for n in range(100))))

    def requests(content: bytes, **more: str) -> Counter[str]:
        upload = desk.announce(**more)
        record = desk.put(upload, content)
        calls()
        desk.deliver(record)
        made = Counter(calls())
        changes = desk.caller.get(f"/v1/uploads/{upload['id']}").ok()["changes"]
        assert changes["better"] + changes["worse"] == 100
        return made

    # 88.00, then 24 + 56 = 80.00, then 24 + 60 = 84.00: the same grade, and no plan.
    replaced = requests(csv_of(*(f"{n},N,red,5000,100,88,100" for n in range(100))))
    merged = requests(qa_of(*(f"{n},90,100" for n in range(100))), source="qa")

    # 4 batches of 25 cards, as many of former revisions, the findings, and that the month changed.
    assert merged["BatchWriteItem"] == replaced["BatchWriteItem"] == 4 + 4 + 1 + 1
    # The cards that stand are read once, by the hundred, to be joined and to be kept.
    assert merged["BatchGetItem"] == replaced["BatchGetItem"]
    assert sum(merged.values()) <= Decimal("1.3") * sum(replaced.values())


@pytest.mark.long
def test_a_file_sent_again_writes_no_scorecard(desk: Desk, calls: Calls) -> None:
    rows = csv_of(*(ROW.format(n) for n in range(1000)))
    desk.send(rows)
    upload = desk.announce()
    record = desk.put(upload, rows)
    calls()

    desk.deliver(record)

    # What the file says, chunk by chunk: it still says it when the first file is taken back. The
    # settling enters the month before it knows what has changed.
    assert calls().count("BatchWriteItem") == 2 + 1
