"""What the next file of differences reads: what may be in it, not all that the scheme ever had."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from pynamodb.expressions.operand import Path

from chalicelib.differences.counts import write_changes
from chalicelib.differences.keys import key_of_counts
from chalicelib.differences.lines import Line, line_write
from chalicelib.differences.records import (
    ACCEPTED,
    REJECTED,
    Difference,
    difference_of,
    difference_write,
)
from chalicelib.differences.unclaimed import enter, read_unclaimed
from chalicelib.exports.keys import key_of_export
from chalicelib.exports.records import COMPLETED, DIFFERENCES, FAILED, Export
from chalicelib.exports.unclaimed_differences import forget_claimed, unclaimed_differences
from chalicelib.person_keys import PersonKey
from chalicelib.store.records import to_item
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.platform import Platform
from tests.api.company import Company
from tests.api.web.table_reads import TableReads, table_reads
from tests.api.worker import worker_in

NOW = "2026-11-05T10:00:00.000Z"
#: Half is due of 0.6.
DUE = Difference(
    *("desk", "2026-10", PersonKey("1002"), Decimal("0.6"), Decimal("1.1"), "cor_1", NOW)
)
LOST, GOT, MADE = "exp_lost", "exp_got", "exp_made"


@pytest.fixture
def context(acme: Company, platform: Platform) -> Iterator[Context]:
    with worker_in(platform, acme.tenant) as context:
        yield context


def stored(context: Context, *found: Difference, as_before: bool = False) -> None:
    """Store differences as they come to be. ``as_before``: as an older version left them."""
    for one in found:
        if one.sent is not None:
            line = Line(
                *(one.sent["export"], one.scheme, one.period, one.person, one.person),
                *(one.paid, one.stands, one.open, one.correction),
            )
            context.table.put(*line_write(context, line))
        unit = Unit(context.table)
        write_changes(context, unit, [(None, one)], AssertionError)
        unit.commit()
    if as_before:
        _named(context, lambda name: name in ("pending", "waiting", "exported", "rejected"))


def _named(context: Context, keep: Any) -> None:
    key = key_of_counts(context.scope, "desk")
    item = context.table.get(key) or {}
    context.table.put(key, {name: value for name, value in item.items() if keep(name)})


def file(context: Context, export: str, status: str = COMPLETED, **more: Any) -> None:
    found = Export(
        *(export, "desk", "2026-10", "csv", status, NOW, "key_1"),
        updated_at=NOW,
        content=DIFFERENCES,
        **more,
    )
    context.table.put(key_of_export(context.scope, export), to_item(found))


def sent(export: str, person: str, period: str = "2026-10") -> Difference:
    line = {"export": export, "difference": "0.5"}
    return replace(DUE, person=PersonKey(person), period=period, line=line)


def lost(export: str) -> bool:
    return export == LOST


def found(context: Context) -> list[str]:
    """Whose differences the next file may have, and forget what it need not know."""
    persons = [one.person for one in unclaimed_differences(context, "desk", lost)]
    forget_claimed(context, "desk", lost)
    return persons


def test_a_files_reads_grow_with_what_is_due_and_not_with_the_schemes_past(
    context: Context, platform: Platform
) -> None:
    """Payroll answers no file: after ten years as much is read as after one."""

    def asked() -> TableReads:
        assert found(context) == ["1002"]
        with table_reads(platform) as reads:
            assert found(context) == ["1002"]
        return reads

    stored(context, DUE)
    file(context, GOT)
    reads = []
    for years in (range(2025, 2026), range(2016, 2025)):
        past = [
            sent(GOT, f"p{n:02d}", f"{y}-{m:02d}") for y in years for m in (1, 7) for n in range(9)
        ]
        stored(context, *past)
        reads.append(asked())
    # What is named, what is due in October; and again what is named.
    assert [(one.requests, one.units) for one in reads] == [(3, 3)] * 2


def test_lines_of_a_file_that_came_to_nothing_are_found_until_they_are_free(
    context: Context,
) -> None:
    file(context, LOST, FAILED)
    stored(context, sent(LOST, "1001"), replace(DUE, line=None, answer=ACCEPTED, paid=DUE.stands))
    assert found(context) == ["1001"]
    # An erasure has moved the difference, and not yet the line.
    (one,) = unclaimed_differences(context, "desk", lost)
    context.table.delete(difference_write(context, one)[0])
    assert found(context) == []
    assert read_unclaimed(context, "desk").files == (LOST,)
    context.table.put(*difference_write(context, replace(one, line=None)))
    forget_claimed(context, "desk", lost)
    assert read_unclaimed(context, "desk").files == ()


def test_a_file_is_named_until_it_is_made_and_its_lock_stands(context: Context) -> None:
    file(context, MADE, "running")
    stored(context, sent(MADE, "1001"))
    found(context)
    assert read_unclaimed(context, "desk").files == (MADE,)
    file(context, MADE, COMPLETED, superseded_at=NOW)
    found(context)
    assert read_unclaimed(context, "desk").files == (MADE,)
    file(context, MADE)
    found(context)
    assert read_unclaimed(context, "desk").files == ()


def test_what_an_older_version_stored_is_read_once_and_named_then(context: Context) -> None:
    file(context, LOST, FAILED)
    file(context, GOT)
    september = replace(DUE, period="2026-09", person=PersonKey("1004"))
    paid = replace(september, paid=DUE.stands, answer=ACCEPTED)
    everybody = (sent(LOST, "1001", "2026-09"), DUE, sent(GOT, "1003", "2026-09"), paid)
    stored(context, *everybody, as_before=True)
    assert not read_unclaimed(context, "desk").entered
    assert found(context) == ["1002", "1001"]
    named = read_unclaimed(context, "desk")
    assert (named.entered, named.months, named.files) == (True, ("2026-10",), (LOST,))


def test_nothing_is_named_by_what_was_read_before_another_change(context: Context) -> None:
    stored(context, DUE, as_before=True)
    before = read_unclaimed(context, "desk")
    stored(context, replace(DUE, period="2026-09"))
    assert not enter(context, "desk", before, [DUE])
    now = read_unclaimed(context, "desk")
    assert (now.entered, now.months) == (False, ("2026-09",))
    # It is found all the same.
    assert len(found(context)) == 2
    assert read_unclaimed(context, "desk").months == ("2026-09", "2026-10")


def test_answers_that_change_places_name_the_other_month(context: Context) -> None:
    """Payroll mends a receipt: what it rejected of September is paid, what it paid of October is
    not. The scheme has one rejected difference before and after."""
    september = replace(DUE, period="2026-09", person=PersonKey("1001"), answer=REJECTED)
    october = replace(DUE, paid=DUE.stands, answer=ACCEPTED)
    stored(context, september, october)
    assert found(context) == ["1001"]
    unit = Unit(context.table)
    paid = replace(september, paid=DUE.stands, answer=ACCEPTED, revision=2)
    rejected = replace(october, paid=DUE.paid, answer=REJECTED, revision=2)
    write_changes(context, unit, [(september, paid), (october, rejected)], AssertionError)
    unit.commit()
    assert found(context) == ["1002"]


def test_a_month_is_named_while_something_of_it_is_due(context: Context) -> None:
    stored(context, DUE)
    found(context)
    key = difference_write(context, DUE)[0]
    item = context.table.get(key)
    assert item is not None
    before = difference_of(item)
    unit = Unit(context.table)
    paid = replace(before, paid=before.stands, answer=ACCEPTED, revision=before.revision + 1)
    write_changes(context, unit, [(before, paid)], AssertionError)
    unit.commit()
    assert read_unclaimed(context, "desk").done == ("2026-10",)
    found(context)
    named = read_unclaimed(context, "desk")
    assert (named.months, named.done) == ((), ())
    context.table.update(key_of_counts(context.scope, "desk"), [Path("due 2026-08").set(0)])
    stored(context, replace(DUE, period="2026-08"))
    assert read_unclaimed(context, "desk").months == ("2026-08",)
