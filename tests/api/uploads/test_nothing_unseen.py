"""No upload makes a person, a payment or a loss that its findings do not name.

Random rosters, files and settings; before and after each file everything is read through the API
and compared. A look at the file writes nothing, and finds what the run then does.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.api.client import Api
from tests.api.company import Company
from tests.api.uploads.random_files import File, Registered, files, rosters
from tests.api.uploads.sending import IN_PARTS, Desk
from tests.api.world import World
from tests.profiles import choose, examples

#: Waiting as of the desk, and the percentage itself, so that fractions can be typed.
_TIME, _RATE = IN_PARTS["dimensions"][0]["indicators"]
SCHEME: dict[str, Any] = {
    **IN_PARTS,
    "max_unavailable": "1",
    "columns": [
        *IN_PARTS["columns"][:2],
        {"code": "solved", "name": "Solved", "unit": "percent", "source": "qa"},
    ],
    "dimensions": [
        {
            **IN_PARTS["dimensions"][0],
            "indicators": [_TIME, {**_RATE, "value": {"kind": "metric", "column": "solved"}}],
        }
    ],
}
#: The same, where a missing waiting time is the team's mean: a file changes results of others.
BY_TEAM = deepcopy(SCHEME)
BY_TEAM["dimensions"][0]["indicators"][0]["not_available"] = "team_mean"


def dearer(scheme: dict[str, Any]) -> dict[str, Any]:
    """A later version, by which a good month pays more, and so does the same total."""
    good, poor = scheme["grades"]
    return {**scheme, "grades": [{**good, "coefficient": "1.5"}, poor]}


WRITTEN = ("completed", "completed_with_errors")
#: Kinds of findings about people and what they are paid.
CHANGES = ("total_changed", "total_lost", "coefficient_changed")
#: What an upload keeps of itself, and who did what: the rest is people and results.
OWN = ("#upload", "#audit", "#period", "#idempotency", "#changes", "#workers")
Result = tuple[Decimal | None, Decimal | None]


@dataclass
class Office:
    """A company that is made for one example, and its files."""

    world: World
    company: Company
    desk: Desk

    def register(self, roster: list[Registered]) -> None:
        hr = self.company.admin
        people = [
            {
                "id": one.id,
                "name": f"N{one.id}",
                "team": one.team,
                "external_ids": {"crm": one.external},
            }
            for one in roster
        ]
        hr.post("/v1/employees/batch", {"employees": people}).ok()
        for one in roster:
            path = f"/v1/employees/{_in_path(one.id)}"
            if one.fate == "renamed":
                hr.post(f"{path}/rename", {"employee_id": one.now}).ok()
            elif one.fate == "left":
                hr.patch(path, {"left_on": "2026-09-10"}).ok()
            elif one.fate == "deleted":
                hr.delete(path).ok(204)

    def publish(self, scheme: dict[str, Any], since: str) -> None:
        admin = self.company.admin
        known = admin.get("/v1/schemes/desk")
        if known.status == 404:
            made = admin.post("/v1/schemes", scheme)
        else:
            made = admin.put("/v1/schemes/desk", scheme, if_match=known.headers["etag"])
        body, etag = {"effective_from": since, "reason": "x"}, made.headers["etag"]
        admin.post("/v1/schemes/desk/publish", body, if_match=etag).ok(201)

    def send(self, file: File, **more: Any) -> Any:
        return self.desk.send(file.content(), **file.settings, **more)

    def people(self) -> dict[str, str | None]:
        """The team of everybody on the register, the deleted too, by person."""
        return {
            one["person"]: one["team"]
            for query in ({}, {"status": "deleted"})
            for one in self._all("/v1/employees", query)
        }

    def results(self) -> dict[str, Result]:
        """Total and coefficient by employee id."""
        return {
            one["employee_id"]: (_decimal(one["total"]), _decimal(one["coefficient"]))
            for one in self._all("/v1/periods/2026-10/scorecards", {})
        }

    def teams(self) -> set[str]:
        return {one["text"] for one in self._all("/v1/teams", {})}

    def apply(self, looked: Any) -> Any:
        self.company.admin.post(f"/v1/uploads/{looked['id']}/apply", {}).ok(202)
        self.desk.deliver_body(self.world.messages("uploads")[0])
        return self.company.admin.get(f"/v1/uploads/{looked['id']}").ok()

    def seen(self, upload: Any) -> tuple[Any, Any]:
        """The findings and the errors of an upload, without what the register says of today."""
        members = ("kind", "row", "rows", "text", "person", "column", "before", "after")
        told = [tuple(one[name] for name in members) for one in self.findings(upload)]
        return told, self.errors(upload)

    def findings(self, upload: Any) -> list[dict[str, Any]]:
        return self._all(f"/v1/uploads/{upload['id']}/findings", {})

    def errors(self, upload: Any) -> list[Any]:
        found = self._all(f"/v1/uploads/{upload['id']}/errors", {})
        return [(one["row"], [error["code"] for error in one["errors"]]) for one in found]

    def stored(self) -> list[Any]:
        """Everything that is stored of people and results."""
        tenant = self.company.tenant
        items = (one for one in self.world.kept() if one["pk"]["S"].startswith(f"{tenant}#"))
        return [one for one in items if not one["pk"]["S"].removeprefix(tenant).startswith(OWN)]

    def _all(self, path: str, query: dict[str, str]) -> list[dict[str, Any]]:
        page = self.company.admin.get(path, query={**query, "limit": 200}).ok()
        assert page["next"] is None
        return list(page["items"])


def _in_path(employee_id: str) -> str:
    return quote(employee_id, safe="")


def _decimal(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)


@pytest.fixture
def offices(operator: Api, world: World) -> Iterator[Office]:
    """A new company each time."""

    def made() -> Iterator[Office]:
        for number in count():
            company = Company(operator, f"office-{number}")
            yield Office(world, company, Desk(world, company.admin, company.tenant))

    return made()


@pytest.mark.long
@settings(
    max_examples=examples(choose(quick=0.1, long=0.25)),
    suppress_health_check=list(HealthCheck),
    # Without shrinking, which would take minutes: an example is small as it is.
    phases=[Phase.generate],
)
@given(data=st.data())
def test_no_upload_makes_a_person_a_payment_or_a_loss_that_it_does_not_name(
    offices: Iterator[Office], data: st.DataObject
) -> None:
    office = next(offices)
    roster = data.draw(rosters)
    scheme = BY_TEAM if data.draw(st.booleans()) else SCHEME
    office.publish(scheme, "2026-01")
    office.register(roster)
    for number in range(2):
        if number and data.draw(st.booleans()):
            office.publish(dearer(scheme), "2026-10")
        file = data.draw(files(roster))
        people, results, teams = office.people(), office.results(), office.teams()
        stored = office.stored()

        looked = office.send(file, dry_run=True)
        assert office.stored() == stored
        found = office.seen(looked)
        applies = looked["status"] == "looked_at" and data.draw(st.booleans())
        done = office.apply(looked) if applies else office.send(file)

        _finds_the_same(office, looked, found, done)
        named = office.findings(done)
        if done["status"] not in WRITTEN:
            assert office.stored() == stored
            continue
        _names_who_is_new(office, people, named)
        _names_who_is_paid_and_who_loses(office, roster, file, results, done, named)
        new_teams = {one["team"] for one in named if one["kind"] == "new_team"}
        assert office.teams() - teams <= new_teams


def _finds_the_same(office: Office, looked: Any, found: Any, done: Any) -> None:
    """The look ends where the run ends, with the same findings, errors and counts."""
    ends = {"needs_answer": "needs_answer", "rejected": "rejected"}
    expected = ends.get(done["status"], "looked_at")
    assert looked["status"] == expected
    if expected == "looked_at":
        assert looked["counts"] == done["counts"]
        assert looked["changes"] == done["changes"]
    assert found == office.seen(done)


def _names_who_is_new(office: Office, people: dict[str, Any], named: list[Any]) -> None:
    now = office.people()
    made = sorted(now.keys() - people.keys())
    assert made == sorted(one["person"] for one in named if one["kind"] == "new_person")
    assert people.keys() <= now.keys()
    assert {one: now[one] for one in people} == people


def _names_who_is_paid_and_who_loses(
    office: Office,
    roster: list[Registered],
    file: File,
    before: dict[str, Result],
    done: Any,
    named: list[Any],
) -> None:
    after = office.results()
    changed = {one["employee_id"] for one in named if one["kind"] in CHANGES}
    by_id = {one.now: one for one in roster}
    made = {one["employee_id"] for one in named if one["kind"] == "new_person"}
    assert before.keys() <= after.keys()
    for who, (total, coefficient) in after.items():
        if who in before:
            assert ((total, coefficient) != before[who]) == (who in changed), who
        else:
            # Somebody has a result for the first time: by a row that has this very id.
            assert who in made or file.names(by_id[who]), who
    first = after.keys() - before.keys()
    # Counted are the people of the file; who is in no row of it has none in the finding either.
    in_file = {one["employee_id"] for one in named if one["kind"] in CHANGES and one["row"]}
    both = [(before[who], after[who]) for who in before if who in in_file]
    assert done["changes"]["new"] == len(first)
    assert done["changes"]["lost"] == sum(old[0] is not None is new[0] for old, new in both)
    assert done["changes"]["better"] + done["changes"]["worse"] + done["changes"]["lost"] == len(
        both
    )
