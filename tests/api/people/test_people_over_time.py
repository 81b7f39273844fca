"""Whatever happens to people and ids: who sees whose what, and whose result counts where.

A state machine registers, renames, moves, deletes, rehires and erases people, sends files, makes
keys, with few ids, so that they are used again and again. A plain list says what must be so.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.people.calling import from_before_shards
from tests.api.people.plain_people import GOOD, POOR, Key, Person, Plain
from tests.api.people.worker import Worker
from tests.api.settled_month import settled
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.world import World
from tests.profiles import choose

IDS = st.sampled_from(["A", "B", "C", "D"])
TEAMS = st.sampled_from(["red", "blue"])
PERIODS = ("2026-09", "2026-10")
FIGURES = {GOOD: "4000,100,88,100", POOR: "7200,100,80,100"}


class People(RuleBasedStateMachine):
    """``operator``, ``world``, ``clock`` and ``numbers`` are the test's. Each example has a company
    of its own: with one shard, with four, and one whose register is from before shards."""

    operator: Api
    world: World
    clock: Clock
    numbers: Iterator[int]

    @initialize()
    def begin(self) -> None:
        number = next(self.numbers)
        tenant = f"company-{number}"
        self.company = Company(self.operator, tenant, shards=(1, 4, 4)[number % 3])
        if number % 3 == 2:
            from_before_shards(self.world, tenant)
        limits = {"requests_per_minute": 1_000_000}
        self.operator.patch(f"/v1/tenants/{tenant}", {"limits": limits}).ok()
        published(self.company)
        self.plain = Plain()
        self.hr, self.desk = self.company.hr, Desk(self.world, self.company.hr, self.company.tenant)
        self.agents: list[Api] = []

    def _asked(self, reply: Any, answer: tuple[int, str | None]) -> bool:
        """Check an answer; return whether the request was done."""
        self.clock.advance(seconds=1)
        status, code = answer
        assert reply.status == status, (answer, reply.text)
        if code is not None:
            assert reply.json["code"] == code, reply.text
        return status < 300

    @rule(one=IDS, team=TEAMS, word=st.sampled_from([None, "new_person", "rehired"]))
    def register_or_move(self, one: str, team: str, word: str | None) -> None:
        body = {"team": team, "name": None, "status": "active"} | ({word: True} if word else {})
        reply = self.hr.put(f"/v1/employees/{one}", body)
        before = self.plain.holder.get(one)
        if not self._asked(reply, self.plain.put_answer(one, word)):
            return
        if before is None and word == "rehired":
            before = self.plain.gone(one)
            assert before is not None
            self.plain.returned(before, one)
        person = before or self.plain.come(one, team)
        person.team, person.status = team, "active"
        self._told(person, reply.json["person"])

    def _told(self, person: Person, shown: str) -> None:
        """The service's own name for a person never changes, and is nobody else's."""
        assert person.shown in ("", shown)
        person.shown = shown
        assert len({one.shown for one in self.plain.people}) == len(self.plain.people)

    @rule(one=IDS, new=IDS, reuse=st.booleans())
    def rename(self, one: str, new: str, reuse: bool) -> None:
        body = {"employee_id": new, "reuse": reuse}
        reply = self.hr.post(f"/v1/employees/{one}/rename", body)
        if self._asked(reply, self.plain.rename_answer(one, new, reuse)) and one != new:
            self.plain.renamed(self.plain.holder[one], new)

    @rule(one=IDS)
    def leave(self, one: str) -> None:
        if one in self.plain.holder:
            person = self.plain.holder[one]
            body = {"team": person.team, "name": None, "status": "left"}
            self.hr.put(f"/v1/employees/{one}", body).ok()
            person.status = "left"

    @rule(one=IDS)
    def delete(self, one: str) -> None:
        reply = self.hr.delete(f"/v1/employees/{one}")
        if self._asked(reply, (204 if one in self.plain.holder else 404, None)):
            self.plain.deleted(self.plain.holder[one])

    @rule(one=IDS, number=st.none() | st.integers(0, 5), reuse=st.booleans())
    def rehire(self, one: str, number: int | None, reuse: bool) -> None:
        """Of the id alone, or of a person by the lasting key, whatever became of the id."""
        known = self.plain.people
        named = None if number is None or not known else known[number % len(known)]
        body = {"reuse": reuse} | ({"person": named.shown} if named else {})
        reply = self.hr.post(f"/v1/employees/{one}/rehire", body)
        person = self.plain.returning(one, named)
        if self._asked(reply, self.plain.rehire_answer(one, named, reuse)):
            assert person is not None
            self.plain.returned(person, one)
            self._told(person, reply.json["person"])

    @rule(one=IDS)
    def erase(self, one: str) -> None:
        person = self.plain.holder.get(one) or self.plain.gone(one)
        reply = self.company.admin.post(f"/v1/employees/{one}/erase", {"files": "keep"})
        if self._asked(reply, (202 if person else 404, None)):
            assert person is not None
            Worker(self.world).work()
            path = f"/v1/erasures/{reply.json['id']}"
            assert self.company.admin.get(path).ok()["status"] == "completed"
            self.plain.deleted(person, erased=True)

    @rule(
        period=st.sampled_from(PERIODS),
        rows=st.dictionaries(IDS, st.tuples(st.sampled_from([GOOD, POOR]), TEAMS), min_size=1),
    )
    def send(self, period: str, rows: dict[str, tuple[str, str]]) -> None:
        """A file is scored. An id that nobody ever had makes a newcomer."""
        errors = {one: code for one in rows if (code := self.plain.row_answer(one))}
        lines = [f"{one},,{team},{FIGURES[total]}" for one, (total, team) in rows.items()]
        upload = self.desk.send(csv_of(*lines), period=period)
        counts = upload["counts"]
        assert (counts["scored"], counts["failed"]) == (len(rows) - len(errors), len(errors))
        if errors:
            told = self.hr.get(f"/v1/uploads/{upload['id']}/errors").ok()["items"]
            found = {row["raw"]["employee_id"]: row["errors"][0]["code"] for row in told}
            assert found == errors
        if len(errors) < len(rows):
            reply = settled(self.hr, "publish", period, "desk")
            assert reply.status in (200, 409), reply.text
        for one, told_of_one in rows.items():
            if one not in errors:
                known = self.plain.holder.get(one)
                person = known or self.plain.come(one, told_of_one[1])
                person.results[period] = told_of_one
                if known is None:
                    self._told(person, self.hr.get(f"/v1/employees/{one}").ok()["person"])
        self.clock.advance(seconds=1)

    @precondition(lambda self: len(self.agents) < 4)
    @rule(one=IDS)
    def make_a_key(self, one: str) -> None:
        person = self.plain.holder.get(one)
        used = person is None and one in self.plain.last
        body = {"role": "agent", "employee_id": one}
        reply = self.company.admin.post("/v1/api-keys", body)
        if self._asked(reply, (422 if used else 201, None)):
            self.agents.append(self.hr.as_(reply.json["secret"]))
            waits = None if person else one
            self.plain.keys.append(Key(waits, person, person.ended if person else 0))

    # What must be so after each step ------------------------------------------------------------

    @invariant()
    def the_register_has_everybody_once(self) -> None:
        found = self.hr.get("/v1/employees").ok()["items"]
        told = sorted((one["id"], one["person"], one["status"], one["team"]) for one in found)
        assert told == sorted(
            (one.id, one.shown, one.status, one.team) for one in self.plain.present()
        )
        for one in found:
            (person,) = (known for known in self.plain.people if known.shown == one["person"])
            assert set(one["former_ids"]) == person.ids - {person.id}

    @invariant()
    def every_result_is_its_persons(self) -> None:
        for period in PERIODS:
            scored = {one.shown: one for one in self.plain.people if period in one.results}
            cards = self._items(self.hr, f"/v1/periods/{period}/scorecards")
            found = {card["person"]: card for card in cards}
            nameless = [found.pop(one) for one in list(found) if one not in scored]
            assert {
                one: (card["employee_id"], card["total"], card["team"])
                for one, card in found.items()
            } == {who: (one.id, *one.results[period]) for who, one in scored.items()}
            erased = sorted((period, card["total"], card["team"]) for card in nameless)
            assert erased == sorted(one for one in self.plain.anonymous if one[0] == period)
            assert all(card["employee_id"].startswith("erased-") for card in nameless)
            poor = {who for who, one in scored.items() if one.results[period][0] == POOR}
            plans = self._items(self.hr, "/v1/improvement-plans", period=period)
            assert {plan["person"] for plan in plans} & set(scored) == poor
            self._paid_and_missing(period, cards)

    def _paid_and_missing(self, period: str, cards: list[Any]) -> None:
        if not cards:
            return
        rows = self._items(self.hr, f"/v1/periods/{period}/bonus-coefficients")
        assert sorted((row["employee_id"], row["total"]) for row in rows) == sorted(
            (card["employee_id"], card["total"]) for card in cards
        )
        (told,) = self.hr.get(f"/v1/periods/{period}").ok()["schemes"]
        missing = sorted(one["employee_id"] for one in told["missing"]["employees"])
        # Who returned after the month was not employed in it.
        joined = {one["id"]: one["joined_on"] for one in self._items(self.hr, "/v1/employees")}
        assert missing == sorted(
            one.id
            for one in self.plain.present()
            if one.status == "active"
            and period not in one.results
            and (joined[one.id] or "") <= f"{period}-31"
        )

    @invariant()
    def a_supervisor_sees_the_team(self) -> None:
        red = self.company.supervisor
        people = self._items(red, "/v1/employees")
        present = self.plain.present()
        assert {one["person"] for one in people} == {
            one.shown for one in present if one.team == "red"
        }
        for period in PERIODS:
            cards = self._items(red, f"/v1/periods/{period}/scorecards")
            known = {one.shown for one in self.plain.people}
            assert {card["person"] for card in cards} & known == {
                one.shown
                for one in self.plain.people
                if one.results.get(period, ("", ""))[1] == "red"
            }

    @invariant()
    def an_agent_sees_the_own(self) -> None:
        for agent, key in zip(self.agents, self.plain.keys, strict=True):
            person = key.person
            own = person.id if person else key.waits_for or "A"
            reply = agent.get(f"/v1/employees/{own}/scorecards")
            if not key.opens():
                reply.problem(401)
                continue
            cards = reply.ok()["items"]
            results = person.results if person else {}
            assert {card["period"]: card["total"] for card in cards} == {
                period: total for period, (total, _) in results.items()
            }
            for other in {"A", "B", "C", "D"} - {own}:
                agent.get(f"/v1/employees/{other}").problem(404)
                assert agent.get(f"/v1/employees/{other}/scorecards").ok()["items"] == []

    def _items(self, caller: Api, path: str, **query: str) -> list[Any]:
        reply = caller.get(path, query=query or None)
        return [] if reply.status == 404 else list(reply.ok()["items"])


@pytest.mark.long
@pytest.mark.deep
def test_at_every_step_everything_is_the_right_persons(
    operator: Api, world: World, clock: Clock
) -> None:
    parts = {"operator": operator, "world": world, "clock": clock, "numbers": iter(range(1000))}
    run_state_machine_as_test(
        type("Machine", (People,), parts),
        settings=settings(
            max_examples=choose(quick=3, long=21),
            stateful_step_count=choose(quick=10, long=30),
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
