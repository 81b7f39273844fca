"""Attacks on our own bounds: each is answered in bounded work, by an error that says what is wrong.

Work is counted in requests to AWS, never in seconds. Other attacks have tests where their bound is:
files, their sheets and cells (tests/reading/test_bounds_over_the_whole_file.py,
test_hostile_workbooks.py), formulas and slices (tests/api/schemes/test_score.py), simulations
(tests/api/schemes/test_simulations.py), shares of workers (tests/api/jobs/test_worker_share.py),
long ids and documents (test_odd_input.py), notes (tests/api/plans/test_long_notes.py), answers
(test_answer_size.py), answers that are kept (test_idempotency.py), floods of a company
(test_rates_together.py) and of one key (test_share_of_a_credential.py), replays of requests
(tests/isolation/test_replays.py), lists and filters that nobody meets (test_lists_are_bounded.py).
"""

from typing import Any

import pytest

from tests.api.client import Api
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.profiles import choose

#: API Gateway takes this many bytes of all headers together.
MOST_HEADERS = 10_000


@pytest.fixture
def clerk(acme: Company) -> Api:
    people = [{"id": f"p{n}", "name": "Ann", "team": "red"} for n in range(5)]
    acme.hr.post("/v1/employees/batch", {"employees": people}).ok()
    return acme.hr


def counted(calls: Calls, ask: Any) -> tuple[Any, int]:
    calls()
    reply = ask()
    return reply, len([one for one in calls() if one != "Lease"])


def test_a_huge_accept_language_costs_nothing_and_is_read_to_its_end(
    clerk: Api, calls: Calls
) -> None:
    header = {"Accept-Language": ("xx;q=0.5," * 2000)[: MOST_HEADERS - 3] + ",zh"}
    plain, few = counted(calls, lambda: clerk.get("/v1/employees/nobody"))
    huge, many = counted(calls, lambda: clerk.get("/v1/employees/nobody", headers=header))
    assert (plain.status, huge.status, many) == (404, 404, few)
    assert huge.headers["content-language"] == "zh"


@pytest.mark.parametrize("name", ["If-Match", "If-None-Match"])
def test_thousands_of_etags_are_one_comparison(clerk: Api, calls: Calls, name: str) -> None:
    header = {name: ",".join(f'"{n}"' for n in range(2, 1400))}
    reply, many = counted(
        calls, lambda: clerk.call("PATCH", "/v1/employees/p1", {"name": "B"}, headers=header)
    )
    assert reply.status == (412 if name == "If-Match" else 200)
    assert many <= 8


def test_a_header_without_an_end_of_its_quotes_is_read_once(clerk: Api, calls: Calls) -> None:
    """A pattern that tries again from each quote would take the square of its length."""
    for text in ('"' * 9_000, 'W/"' * 3_000, '",' * 4_500, "W/" * 4_500):
        reply, many = counted(
            calls,
            lambda text=text: clerk.call(
                "PATCH", "/v1/employees/p1", {"name": "B"}, headers={"If-Match": text}
            ),
        )
        assert (reply.status, many <= 4) == (412, True)


def test_a_cursor_of_another_list_filter_or_company_reads_nothing(
    clerk: Api, globex: Company, calls: Calls
) -> None:
    cursor = clerk.get("/v1/employees?limit=1").ok()["next"]
    for caller, path in (
        (clerk, f"/v1/teams?cursor={cursor}"),
        (clerk, f"/v1/employees?team=red&cursor={cursor}"),
        (globex.hr, f"/v1/employees?cursor={cursor}"),
        (clerk, f"/v1/employees?cursor={cursor[:-2]}"),
        (clerk, "/v1/employees?cursor=" + "A" * 1990),
    ):
        caller.get("/v1/me").ok()
        reply, many = counted(calls, lambda caller=caller, path=path: caller.get(path))
        reply.problem(400, "bad_cursor")
        assert many <= 2, "the authorizer's, and which team a filter names"


def test_a_cursor_that_is_replayed_gives_the_same_page_for_the_same_work(
    clerk: Api, calls: Calls
) -> None:
    cursor = clerk.get("/v1/employees?limit=2").ok()["next"]
    path = f"/v1/employees?limit=2&cursor={cursor}"
    pages = [counted(calls, lambda: clerk.get(path).ok()) for _ in range(5)]
    assert len({str(page) for page in pages}) == 1


def test_an_external_id_of_separators_is_a_few_requests(clerk: Api, calls: Calls) -> None:
    """Each colon may be the one between the system and the id."""
    reply, many = counted(calls, lambda: clerk.get("/v1/employees?external_id=" + "a:" * 60))
    assert (reply.status, many <= 3) == (200, True)
    clerk.get("/v1/employees?external_id=" + "a:" * 5_000).problem(422)


def test_all_filters_of_a_list_at_once_cost_what_they_name(clerk: Api, calls: Calls) -> None:
    """The team's name, and where the log of changes begins and what it has."""
    every = "team=red&status=active&modified_since=2026-01-01T00:00:00Z&limit=200"
    _, one = counted(calls, lambda: clerk.get("/v1/employees?team=red&limit=200").ok())
    _, all_of_them = counted(calls, lambda: clerk.get(f"/v1/employees?{every}").ok())
    assert all_of_them <= one + 2


def person(number: int) -> dict[str, Any]:
    """A person with the longest texts that the members take."""
    return {
        "id": f"{number:03d}" + "9" * 61,
        "name": "名" * 100,
        "team": f"{number % 50:02d}" + "队" * 62,
        "external_ids": {f"{n}" + "s" * 31: f"{number:03d}-{n}" + "x" * 95 for n in range(10)},
    }


@pytest.mark.deep
def test_a_batch_with_the_longest_texts_costs_a_transaction_for_some_people(
    clerk: Api, calls: Calls
) -> None:
    """A person with ten external ids is twelve writes with the event: eight in a transaction of a
    hundred. 500 of them are 125 requests."""
    number = choose(quick=20, long=500)
    batch = {"employees": [person(n) for n in range(number)]}
    reply, many = counted(calls, lambda: clerk.post("/v1/employees/batch", batch))
    assert reply.ok()["counts"]["created"] == number
    assert many <= 15 + number // 4


def test_a_batch_beyond_its_limit_is_refused_before_anything_is_read(
    clerk: Api, calls: Calls
) -> None:
    batch = {"employees": [{"id": f"q{n}", "name": "A"} for n in range(10_000)]}
    reply, many = counted(calls, lambda: clerk.post("/v1/employees/batch", batch))
    assert reply.status == 422
    assert many <= 3, "the authorizer's and the repetition's"
