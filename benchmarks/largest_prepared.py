"""What stands ready before a request of ``make bench-largest``, and the request."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from chalicelib.teams.keys import key_of_team
from chalicelib.teams.records import MOST_TEAMS
from tests.api.answer import Reply
from tests.api.client import Api
from tests.api.company import Company
from tests.api.periods.many_results import many_results
from tests.api.schemes.documents import FIRST_TARGET, scheme
from tests.api.uploads.sending import Desk, published
from tests.api.worker import worker_in

Ask = Callable[[], Reply]
MONTH = {"period": "2026-10"}


@dataclass(frozen=True)
class Bench:
    """AWS of the tests, emptied, and a company in it: another each time, since the process keeps
    the rules of versions."""

    tenant: str
    world: Any
    platform: Any
    client: Any

    @cached_property
    def company(self) -> Company:
        """Return the company, whose requests of a minute do not end."""
        from chalicelib.api_keys.operator_keys import issue_operator_key

        key = issue_operator_key(self.platform.table, self.platform.clock)
        operator = Api(self.client).as_(key)
        made = Company(operator, self.tenant)
        limits = {"limits": {"requests_per_minute": 1_000_000, "max_employees": 50_000}}
        operator.patch(f"/v1/tenants/{self.tenant}", limits, if_match="*").ok()
        return made

    def people(self, number: int, batch: int = 200) -> None:
        """Register so many people."""
        for start in range(0, number, batch):
            some = [
                {"id": f"E{n:05d}", "name": "客服甲", "team": f"team-{n // 20}"}
                for n in range(start, min(number, start + batch))
            ]
            self.company.hr.post("/v1/employees/batch", {"employees": some}).ok()


def score(document: dict[str, Any], rows: list[Any], **more: Any) -> Callable[[Bench], Ask]:
    """Ask for a trial by the document."""

    def prepared(bench: Bench) -> Ask:
        body = {"document": document, "rows": rows, **more}
        caller = bench.company.hr
        return lambda: caller.post("/v1/score", body)

    return prepared


def person(slices: int) -> list[dict[str, str]]:
    return [{"channel": f"s{n}", "solved": "123.45", "raised": "2"} for n in range(slices)]


def simulation(people: int) -> Callable[[Bench], Ask]:
    """Ask what a stricter draft would change for so many people of two plain lines."""

    def prepared(bench: Bench) -> Ask:
        many_results(bench.company, bench.world, bench.platform, people)
        stricter = scheme({FIRST_TARGET: "20"})
        bench.company.admin.put("/v1/schemes/desk", stricter, if_match="*").ok()
        caller = bench.company.hr
        body = {**MONTH, "show": "all"}
        return lambda: caller.post("/v1/schemes/desk/simulate", body, query={"limit": "200"})

    return prepared


def publication(people: int) -> Callable[[Bench], Ask]:
    """Publish a version of a month that has begun, for so many people."""

    def prepared(bench: Bench) -> Ask:
        many_results(bench.company, bench.world, bench.platform, people)
        milder = scheme({FIRST_TARGET: "40"})
        made = bench.company.admin.put("/v1/schemes/desk", milder, if_match="*")
        body = {"effective_from": "2026-10", "reason": "The target was too strict."}
        caller, tag = bench.company.admin, made.headers["etag"]
        return lambda: caller.post("/v1/schemes/desk/publish", body, if_match=tag)

    return prepared


def draft(document: dict[str, Any]) -> Callable[[Bench], Ask]:
    """Save a draft, which is read and examined."""

    def prepared(bench: Bench) -> Ask:
        caller = bench.company.admin
        return lambda: caller.post("/v1/schemes", document)

    return prepared


def of_draft(document: dict[str, Any], path: str, **query: str) -> Callable[[Bench], Ask]:
    """Read what is made from a draft."""

    def prepared(bench: Bench) -> Ask:
        bench.company.admin.post("/v1/schemes", document).ok(201)
        caller = bench.company.admin
        return lambda: caller.get(path, query=query)

    return prepared


def diff(before: dict[str, Any], after: dict[str, Any]) -> Callable[[Bench], Ask]:
    """Compare a version with the draft after it."""

    def prepared(bench: Bench) -> Ask:
        published(bench.company, before)
        bench.company.admin.put("/v1/schemes/desk", after, if_match="*").ok()
        caller = bench.company.hr
        return lambda: caller.get("/v1/schemes/desk/diff", query={"from": "1", "to": "draft"})

    return prepared


def template(document: dict[str, Any], form: str) -> Callable[[Bench], Ask]:
    """Read the filled template of a register of which a part holds no more."""

    def prepared(bench: Bench) -> Ask:
        published(bench.company, document)
        bench.people(5_001)
        query = {"format": form, "filled": "true", **MONTH}
        caller = bench.company.hr
        return lambda: caller.get("/v1/schemes/desk/upload-template", query=query)

    return prepared


def explained(document: dict[str, Any], header: str, rows: list[str]) -> Callable[[Bench], Ask]:
    """List explained results, as many as a page holds."""

    def prepared(bench: Bench) -> Ask:
        published(bench.company, document)
        desk = Desk(bench.world, bench.company.hr, bench.tenant)
        sent = desk.send("\n".join([header, *rows, ""]).encode())
        assert sent["status"] == "completed", sent["reason"]
        query = {"explain": "true", "limit": "200"}
        caller = bench.company.hr
        return lambda: caller.get("/v1/periods/2026-10/scorecards", query=query)

    return prepared


def history(
    document: dict[str, Any], header: str, files: list[list[str]]
) -> Callable[[Bench], Ask]:
    """Read the revisions that so many files made of the first person."""

    def prepared(bench: Bench) -> Ask:
        published(bench.company, document)
        desk = Desk(bench.world, bench.company.hr, bench.tenant)
        for rows in files:
            sent = desk.send("\n".join([header, *rows, ""]).encode())
            assert sent["status"] == "completed", sent["reason"]
        caller = bench.company.hr
        path = "/v1/employees/E000/scorecards/2026-10/history"
        return lambda: caller.get(path, query={"limit": "200"})

    return prepared


def batch(bench: Bench) -> Ask:
    """Register people, as many as a request takes."""
    people = [{"id": f"E{n:05d}", "name": "客服甲", "team": f"team-{n}"} for n in range(500)]
    caller = bench.company.hr
    return lambda: caller.post("/v1/employees/batch", {"employees": people})


def name_of(places: tuple[str, ...], number: int) -> dict[str, str]:
    """Return a team's name: long, like many others, and the name of no other team."""
    zh = f"{places[number % 6]}{places[number // 6 % 6]}客服{chr(0x4E00 + number)}中心{number}组"
    return {"zh": zh, "en": f"Service {zh}"}


def teams(bench: Bench) -> Ask:
    """Compare the names of as many teams as a company may have."""
    caller = bench.company.admin
    caller.post("/v1/teams", {"code": "t", "names": {"zh": "一组", "en": "One"}}).ok(201)
    places = ("北京", "上海", "广州", "深圳", "杭州", "成都")
    with worker_in(bench.platform, bench.tenant) as context:
        like = context.table.get(key_of_team(context.scope, "t"))
        context.table.write_batch(
            (
                key_of_team(context.scope, f"t{n}"),
                {**like, "code": f"t{n}", "text": f"t{n}", "names": name_of(places, n)},
            )
            for n in range(MOST_TEAMS)
        )
    return lambda: caller.get("/v1/teams/proposals")
