"""Which announcement stands of each scheme's period: found without reading those that do not."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from chalicelib.announcements.keys import key_of_announcement
from chalicelib.announcements.records import MOST, SUPERSEDED, TOLD, Announcement
from chalicelib.announcements.standing import standing_of
from chalicelib.store.records import to_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.platform import Platform
from tests.api.company import Company
from tests.api.web.table_reads import table_reads
from tests.api.worker import worker_in

ONE = Announcement("2026-12", "desk", 1, TOLD, 1, "0" * 64, "2026-11-20T00:00:00Z", "key_1", 1)


@pytest.fixture
def context(acme: Company, platform: Platform) -> Iterator[Context]:
    with worker_in(platform, acme.tenant) as context:
        yield context


def announce(context: Context, scheme: str, times: int) -> None:
    """Announce December's plan so many times: only the last stands."""
    numbers = range(1, times + 1)
    made = [
        replace(ONE, scheme=scheme, number=n, status=TOLD if n == times else SUPERSEDED)
        for n in numbers
    ]
    context.table.write_batch(
        (key_of_announcement(context.scope, one.period, one.scheme, one.number), to_item(one))
        for one in made
    )


def test_the_last_of_any_number_of_announcements_is_found(context: Context) -> None:
    times = {f"s{n:02d}": n for n in range(MOST + 1)}
    for scheme, number in times.items():
        announce(context, scheme, number)
    found = standing_of(context, [("2026-12", scheme) for scheme in times])
    assert {scheme: one.number for (_, scheme), one in found.items()} == {
        scheme: number for scheme, number in times.items() if number
    }


def test_what_is_read_does_not_grow_with_other_schemes_and_former_announcements(
    context: Context, platform: Platform
) -> None:
    announce(context, "desk", 1)
    for n in range(30):
        announce(context, f"other{n:02d}", MOST)
    months = [(f"2026-{n:02d}", "desk") for n in range(1, 13)]
    with table_reads(platform) as reads:
        assert [one.scheme for one in standing_of(context, months).values()] == ["desk"]
    assert (reads.requests, reads.units) == (1, 12)
    # Number 20 of each of twenty schemes: 1, then 11, 16, 18, 19, 20.
    with table_reads(platform) as reads:
        standing_of(context, [("2026-12", f"other{n:02d}") for n in range(20)])
    assert (reads.requests, reads.units) == (6, 120)
