"""Lists of a period's results: what they read does not grow with the company."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from json import loads
from typing import Any

import pytest
from pynamodb.expressions.operand import Path

from chalicelib.periods import directory_walk, ordered_pieces, pieces
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.records import period_of, with_results
from chalicelib.scorecards import listing
from chalicelib.tenancy.platform import Platform
from tests.api.client import Api
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.periods.many_results import POOR, RED, ManyResults, many_results
from tests.api.uploads.sending import SCHEME, csv_of, published
from tests.api.worker import worker_in
from tests.api.world import World
from tests.profiles import choose

CARDS = "/v1/periods/2026-10/scorecards"
ROWS = "/v1/periods/2026-10/bonus-coefficients"


@pytest.fixture
def hundred(acme: Company, world: World, platform: Platform) -> ManyResults:
    return many_results(acme, world, platform, 100)


@pytest.fixture
def thousand(globex: Company, world: World, platform: Platform) -> ManyResults:
    return many_results(globex, world, platform, 1_000)


@pytest.fixture
def in_pieces(
    acme: Company, world: World, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> ManyResults:
    """A period of 120 results whose directory lies in pieces of ten or twenty people."""
    monkeypatch.setattr(pieces, "MOST_INSIDE", 0)
    for name, size in {"AIM": 300, "MOST": 600, "SMALL": 50}.items():
        monkeypatch.setattr(ordered_pieces, name, size)
    return many_results(acme, world, platform, 120)


@contextmanager
def kinds_read(platform: Platform) -> Iterator[Counter[str]]:
    """Count the keys that batches ask for, by collection."""
    found: Counter[str] = Counter()

    def note(params: Any, **_: object) -> None:
        for asked in loads(params["body"])["RequestItems"].values():
            found.update(key["pk"]["S"].split("#")[1] for key in asked["Keys"])

    events = platform.table.connection.connection.client.meta.events
    events.register("before-call.dynamodb.BatchGetItem", note)
    try:
        yield found
    finally:
        events.unregister("before-call.dynamodb.BatchGetItem", note)


def everybody(caller: Api, path: str = CARDS, limit: int = 200, **query: Any) -> list[str]:
    """The ids of a whole list, page by page."""
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = caller.get(path, query={"limit": limit, **query, **cursor}).ok()
        found += [item["employee_id"] for item in page["items"]]
        if page["next"] is None:
            return found
        cursor = {"cursor": page["next"]}


def asked(many: ManyResults, calls: Calls) -> dict[str, int]:
    """Return how many requests of the table each list makes, but those of every request."""
    caller, supervisor = many.company.hr, many.company.supervisor
    lists: dict[str, Callable[[], Any]] = {
        "page of 200": lambda: caller.get(CARDS, query={"limit": 200}),
        "page of 1": lambda: caller.get(CARDS, query={"limit": 1}),
        "own team": lambda: supervisor.get(CARDS, query={"limit": 200}),
        "a grade": lambda: caller.get(CARDS, query={"grade": "poor"}),
        "an upload": lambda: caller.get(CARDS, query={"upload": "upl_small"}),
        "nobody's team": lambda: caller.get(CARDS, query={"team": "green"}),
        "nobody's grade": lambda: caller.get(CARDS, query={"grade": "best"}),
        "nothing changed": lambda: caller.get(
            CARDS, query={"modified_since": "2026-11-05T09:00:00Z"}
        ),
        "coefficients, 200": lambda: caller.get(ROWS, query={"limit": 200}),
        "coefficients, 1": lambda: caller.get(ROWS, query={"limit": 1}),
    }
    found: dict[str, int] = {}
    for name, ask in lists.items():
        ask().ok()  # versions and names are in memory from here on
        calls()
        ask().ok()
        found[name] = sum(one in ("GetItem", "BatchGetItem", "Query") for one in calls())
    return found


#: What each list asks of the table at most, whatever the number of people. A page of 200: the
#: period's record, the index and the piece of the directory, the cards and the people (two each),
#: and the index and the piece of the ranks. A team costs two, for its names and its code.
MOST = {
    "page of 200": 9,
    "page of 1": 7,
    "own team": 9,
    "a grade": 7,
    "an upload": 7,
    "nobody's team": 5,
    "nobody's grade": 4,
    "nothing changed": 4,
    "coefficients, 200": 10,
    "coefficients, 1": 8,
}


@pytest.mark.long
def test_each_list_makes_a_bounded_number_of_requests(
    hundred: ManyResults, thousand: ManyResults, calls: Calls
) -> None:
    small, large = asked(hundred, calls), asked(thousand, calls)
    assert {name: n for name, n in small.items() if n > MOST[name]} == {}
    assert {name: n for name, n in large.items() if n > MOST[name]} == {}


@pytest.mark.long
def test_10_000_people_cost_a_list_what_1_000_do(
    acme: Company, thousand: ManyResults, world: World, platform: Platform, calls: Calls
) -> None:
    ten_thousand = many_results(acme, world, platform, 10_000)

    assert asked(ten_thousand, calls) == asked(thousand, calls)


@pytest.mark.deep
def test_a_company_of_three_shards_is_listed_with_as_many_requests_as_one_of_one(
    operator: Api, world: World, platform: Platform, calls: Calls
) -> None:
    """Its cards and its register lie in three partitions each; the directory is one."""
    for number in choose(quick=(100,), long=(100, 1_000, 10_000)):
        company = Company(operator, f"wide-{number}", shards=3)
        wide = many_results(company, world, platform, number, shards=3)
        people = ["0000", "0001", *(f"A{n:06d}" for n in range(number))]
        assert everybody(company.hr) == everybody(company.hr, ROWS) == people
        assert {name: n for name, n in asked(wide, calls).items() if n > MOST[name]} == {}


def test_a_list_reads_just_the_cards_that_it_shows(
    in_pieces: ManyResults, platform: Platform
) -> None:
    for query, number in (({"limit": 1}, 1), ({"limit": 7}, 7), ({"grade": "poor"}, 3)):
        with kinds_read(platform) as read:
            in_pieces.company.hr.get(CARDS, query=query).ok()
        assert read["scores"] == number


def test_the_lines_of_results_are_read_to_explain_them_alone(
    hundred: ManyResults, platform: Platform
) -> None:
    """Nor is their link of the chain, which is bytes, nor what a list does not show of people."""
    read, people = set[str](), set[str]()

    def note(parsed: Any, **_: object) -> None:
        for items in parsed["Responses"].values():
            read.update(name for one in items if "#scores#" in one["pk"]["S"] for name in one)
            people.update(name for one in items if "#employees#" in one["pk"]["S"] for name in one)

    events = platform.table.connection.connection.client.meta.events
    events.register("after-call.dynamodb.BatchGetItem", note)
    try:
        for path in (CARDS, ROWS):
            hundred.company.hr.get(path, query={"limit": 2}).ok()
        assert "total" in read
        assert {"packed", "l"} & read == set()
        assert "id" in people
        assert {"name", "revision"} & people == set()
        hundred.company.hr.get(CARDS, query={"limit": 2, "explain": "true"}).ok()
        assert "packed" in read
    finally:
        events.unregister("after-call.dynamodb.BatchGetItem", note)


@pytest.mark.long
@pytest.mark.parametrize("many", ["hundred", "in_pieces"])
def test_pages_of_each_list_give_everybody_once(many: str, request: pytest.FixtureRequest) -> None:
    period: ManyResults = request.getfixturevalue(many)
    caller, number = period.company.hr, period.number
    people = ["0000", "0001", *(f"A{n:06d}" for n in range(number))]
    red = ["0001", *(f"A{n:06d}" for n in range(5, number, number // 10))]

    assert everybody(caller) == people
    assert everybody(caller, ROWS) == people
    assert everybody(caller, limit=4, team="red") == red
    assert everybody(period.company.supervisor, limit=4) == red
    assert everybody(caller, limit=2, grade="poor") == [
        f"A{n:06d}" for n in range(7, number, number // 3)
    ]
    assert everybody(caller, limit=1, upload="upl_small") == [
        f"A{n:06d}" for n in range(9, number, number // 2)
    ]
    assert everybody(caller, team="red", grade="poor") == []
    assert everybody(caller, team="blue", upload="upl_small") == [
        f"A{n:06d}" for n in range(9, number, number // 2)
    ]
    assert everybody(caller, modified_since="2026-11-05T08:00:00Z") == people


def test_a_page_that_has_read_its_pieces_ends_and_the_next_goes_on(
    in_pieces: ManyResults, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory_walk.Reads, "__init__", _two)

    page = in_pieces.company.hr.get(CARDS, query={"grade": "good", "team": "blue"}).ok()

    assert 0 < len(page["items"]) < 50
    assert page["next"] is not None
    found = everybody(in_pieces.company.hr, grade="good", team="blue")
    assert len(found) == 120 - RED - POOR + 1


def _two(self: directory_walk.Reads) -> None:
    self.pieces = 2


@pytest.mark.long
def test_a_card_that_is_written_after_the_settling_is_listed_with_the_next_one(
    hundred: ManyResults,
) -> None:
    desk, caller = hundred.desk, hundred.company.hr
    before = everybody(caller)
    upload = desk.announce()
    event = desk.put(upload, csv_of("0000,Ann,blue,7200,100,80,100", "B1,Di,blue,4000,100,88,100"))
    # No time is left after the first run: cards are written, and nothing is settled.
    desk.run_once(desk.message(event), milliseconds=1_000)
    shown = {card["employee_id"]: card for card in caller.get(CARDS).ok()["items"]}
    assert everybody(caller) == before
    assert "B1" not in shown

    desk.deliver(event)

    assert everybody(caller) == sorted([*before, "B1"])


@pytest.mark.long
def test_a_period_that_an_older_version_settled_is_listed_from_its_cards(
    in_pieces: ManyResults, platform: Platform
) -> None:
    caller = in_pieces.company.hr

    def lists() -> tuple[list[str], ...]:
        return everybody(caller), everybody(caller, ROWS), everybody(caller, team="red")

    expected = lists()
    with worker_in(platform, "acme") as context:
        key = key_of_period(context.scope, "2026-10", "desk")
        gone = [Path("listing").remove(), Path("ordered").remove()]
        context.table.update(key, gone)

    assert lists() == expected

    in_pieces.settle()
    assert lists() == expected
    with worker_in(platform, "acme") as context:
        assert period_of(context.table.get(key), "2026-10", "desk").listing is not None


@pytest.mark.long
def test_a_list_that_a_settling_overtakes_reads_the_new_directory(
    in_pieces: ManyResults, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller = in_pieces.company.hr
    before = everybody(caller)
    with worker_in(platform, "acme") as context:
        former = with_results(context, "2026-10", "desk")
    in_pieces.desk.send(csv_of("B1,Di,blue,4000,100,88,100"))
    # The request has read the period's record before the settling, and its pieces after.
    monkeypatch.setattr(listing, "records_of", lambda *_: former)

    assert everybody(caller) == [*before, "B1"]


@pytest.mark.long
def test_a_supervisor_of_several_teams_sees_each_person_once(in_pieces: ManyResults) -> None:
    caller = in_pieces.company.with_role("supervisor", teams=["red", "ＢＬＵＥ"])
    assert sorted(everybody(caller, limit=7)) == everybody(in_pieces.company.hr)


@pytest.mark.long
def test_pages_go_on_from_scheme_to_scheme(
    in_pieces: ManyResults, acme: Company, world: World
) -> None:
    published(acme, {**SCHEME, "code": "night"})
    rows = csv_of("0000,Ann,blue,4000,100,88,100", "N1,Di,red,4000,100,88,100")
    upload = in_pieces.desk.announce(scheme="night")
    in_pieces.desk.deliver(in_pieces.desk.put(upload, rows))
    desk = everybody(acme.hr, scheme="desk")

    for path in (CARDS, ROWS):
        assert everybody(acme.hr, path, limit=11) == [*desk, "0000", "N1"]
    # A page that ends with the first scheme says that there is a next one.
    assert everybody(acme.hr, limit=61) == [*desk, "0000", "N1"]
    assert everybody(acme.hr, limit=5, upload=upload["id"]) == ["0000", "N1"]
