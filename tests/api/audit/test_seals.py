"""The chain over a company's audit log: what a check finds, and who cannot make a seal."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.audit import sealing, seals, walking
from chalicelib.store.identifiers import new_id
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope
from infra import audit_check
from tests.api.audit.chain import Chain, Item
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.world import World

#: Events of a seal in these tests.
FEW = 3


@pytest.fixture
def chain(
    acme: Company,
    world: World,
    platform: Platform,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> Chain:
    """Onboarding and eight changes: ten events in four seals of three, three, three and one."""
    monkeypatch.setattr(sealing, "MOST_EVENTS", FEW)
    found = Chain(acme, world, platform, clock)
    found.change(8)
    assert found.seal() == 4
    return found


def ids(items: list[Item]) -> list[str]:
    return [item["sk"]["S"] for item in items]


def test_the_events_are_sealed_in_order_each_once(chain: Chain) -> None:
    sealed = [one["S"].split()[0] for seal in chain.seals for one in seal["events"]["L"]]
    assert sealed == ids(chain.log)
    assert [len(seal["events"]["L"]) for seal in chain.seals] == [3, 3, 3, 1]
    assert [seal["number"]["N"] for seal in chain.seals] == ["1", "2", "3", "4"]
    hashes = [seals.BEGINNING, *(seal["hash"]["S"] for seal in chain.seals)]
    assert [seal["previous"]["S"] for seal in chain.seals] == hashes[:-1]


def test_an_untouched_log_is_intact(chain: Chain) -> None:
    report = chain.check()
    assert report["intact"] is True
    assert (report["seals"], report["events"], report["after"]) == (4, 10, None)
    assert (report["without_commitment"], report["erased"]) == (0, 0)
    last = chain.seals[-1]
    assert report["last_seal"]["number"] == 4
    assert report["last_seal"]["hash"] == last["hash"]["S"]
    assert report["last_seal"]["event"] == ids(chain.log)[-1]


def test_an_event_is_not_sealed_before_it_can_no_longer_be_followed_by_an_older_one(
    chain: Chain,
) -> None:
    chain.change(1)
    assert chain.seal(minutes=14) == 0
    assert chain.seal(minutes=2) == 1
    assert chain.seal() == 0  # nothing new


def test_a_chain_goes_on_over_months_and_over_months_without_an_event(chain: Chain) -> None:
    chain.clock.advance(days=70)
    chain.change(2)
    assert chain.seal() == 1
    assert chain.seals[-1]["month"]["S"] == "2027-01"
    assert chain.found() is None


def test_a_changed_byte_of_who_did_what_when_is_found(chain: Chain) -> None:
    event = chain.log[4]
    for member in ("at", "actor", "role", "action", "id", "revision", "actor_kind"):
        ((kind, value),) = event[member].items()
        chain.put({**event, member: {kind: value[:-1] + ("1" if value[-1] != "1" else "2")}})
        assert chain.found() == ("event_changed", 2, event["sk"]["S"]), member
    chain.put(event)
    assert chain.found() is None


def test_a_changed_role_among_several_is_found(chain: Chain) -> None:
    event = chain.log[4]
    assert "roles" not in event  # one role: the leaf is as it always was
    chain.put({**event, "roles": {"L": [{"S": "admin"}, {"S": "hr"}]}})
    assert chain.found() == ("event_changed", 2, event["sk"]["S"])


CONTENTS: list[dict[str, Any]] = [
    {"after": {"S": '{"locale":"fr"}'}},
    {"after": None},
    {"target": {"S": "tenants"}},
    {"actor_name": {"S": "Somebody else"}},
    {"salt": {"S": "0" * 32}},
    {"salt": None},
    {"commitment": None, "salt": None},  # like an event of an older version
    {"commitment": {"S": "0" * 64}},
    {"erased_in": {"S": "2026-11/evt_nothing"}},  # like an erased one
    {"erased_in": {"S": "nothing"}, "kept": {"S": "0" * 64}},
]


def test_a_changed_content_is_found(chain: Chain) -> None:
    event = chain.log[7]
    for change in CONTENTS:
        changed = event | change
        chain.put({name: value for name, value in changed.items() if value is not None})
        assert chain.found() == ("event_changed", 3, event["sk"]["S"]), change


def test_an_event_made_unreadable_is_found(chain: Chain) -> None:
    event = chain.log[7]
    without = {name: value for name, value in event.items() if name != "role"}
    for changed in (without, event | {"role": {"N": "1"}}, event | {"revision": {"S": "many"}}):
        chain.put(changed)
        assert chain.found() == ("event_changed", 3, event["sk"]["S"]), changed


def test_a_removed_event_is_found(chain: Chain) -> None:
    for n, seal in ((0, 1), (2, 1), (3, 2), (9, 4)):
        event = chain.log[n]
        chain.remove(event)
        assert chain.found() == ("event_removed", seal, event["sk"]["S"])
        chain.put(event)
    assert chain.found() is None


def test_an_added_event_is_found(chain: Chain) -> None:
    # Onboarding, two events, is at 08:00 and a change at each minute until 08:08.
    began = chain.clock.now - timedelta(minutes=24)
    for minutes, seal in ((-1, 1), (1.5, 2), (3.5, 2), (4.5, 3), (7.5, 4)):
        added = new_id("evt", began + timedelta(minutes=minutes))
        item = {**chain.log[3], "sk": {"S": added}, "id": {"S": added}}
        chain.put(item)
        assert chain.found() == ("event_added", seal, added), minutes
        chain.remove(item)
    assert chain.found() is None


def test_an_event_in_another_place_is_removed_here_or_added_there(chain: Chain) -> None:
    event = chain.log[5]
    chain.remove(event)
    chain.put({**event, "sk": {"S": event["sk"]["S"] + "0"}})
    assert chain.found() == ("event_removed", 2, event["sk"]["S"])


def test_a_doubled_event_is_found(chain: Chain) -> None:
    event = chain.log[5]
    chain.put({**event, "sk": {"S": event["sk"]["S"] + "0"}})
    assert chain.found() == ("event_added", 3, event["sk"]["S"] + "0")


def test_a_removed_seal_is_found(chain: Chain) -> None:
    for n, seal in enumerate(chain.seals[:-1], start=1):
        chain.remove(seal)
        assert chain.found() == ("seal_missing", n, None)
        chain.put(seal)


def test_a_changed_seal_is_found(chain: Chain) -> None:
    seal = chain.seals[1]
    for change in (
        {"hash": {"S": "0" * 64}},
        {"previous": {"S": "0" * 64}},
        {"month": {"S": "2026-10"}},
        {"made_at": {"S": "2026-11-05T08:00:00.000Z"}},
        {"events": {"L": []}},
        {"number": {"N": "1"}},
    ):
        chain.put(seal | change)
        assert chain.found() == ("seal_changed", 2, None), change


def test_a_seal_replaced_together_with_its_events_is_found(chain: Chain) -> None:
    chain.remove(chain.log[4])
    chain.forge_seal(chain.seals[1], lambda events: [events[0], events[2]])
    assert chain.found() == ("seal_replaced", 2, None)


def test_a_chain_cut_off_or_made_anew_is_found_by_whoever_kept_its_end(chain: Chain) -> None:
    last = chain.check()["last_seal"]
    kept = f"{last['number']}:{last['hash']}"
    assert chain.found(kept=kept) is None
    end, event = chain.seals[-1], chain.log[-1]
    chain.remove(event)
    chain.remove(end)
    assert chain.found() is None  # whole in itself
    assert chain.found(kept=kept) == ("seal_missing", 4, None)
    chain.put(end)
    chain.forge_seal(end, lambda events: [events[0][:-1] + "x"])
    assert chain.found(kept=kept) == ("seal_replaced", 4, None)


@pytest.mark.long
def test_a_long_chain_is_checked_request_by_request(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "PAGE", 2)
    chain.change(30)
    assert chain.seal() == 10
    first = chain.check()
    assert (first["seals"], first["events"], first["after"]) == (10, 28, 10)
    rest = chain.check(after=10)
    assert (rest["seals"], rest["events"], rest["after"]) == (4, 12, None)
    chain.remove(chain.log[-1])
    assert chain.check()["intact"] is True
    assert chain.found() == (
        "event_removed",
        14,
        chain.seals[-1]["events"]["L"][-1]["S"].split()[0],
    )


def test_a_check_that_goes_on_from_no_seal_says_so(chain: Chain) -> None:
    assert chain.check(after=9)["finding"] == {"kind": "seal_missing", "seal": 9, "event": None}


def test_who_reads_the_log_may_check_it(chain: Chain) -> None:
    chain.company.auditor.get("/v1/audit-events/verification").ok()
    chain.company.hr.get("/v1/audit-events/verification").problem(403)
    chain.company.admin.get("/v1/audit-events/verification?kept=1:x").problem(422)
    chain.company.admin.get("/v1/audit-events/verification?after=-1").problem(422)


def test_a_company_without_a_seal_is_intact(globex: Company) -> None:
    report = globex.admin.get("/v1/audit-events/verification").ok()
    assert (report["intact"], report["seals"], report["last_seal"]) == (True, 0, None)


def test_events_from_before_the_chain_are_covered_but_for_their_content(chain: Chain) -> None:
    chain.change(1)
    event = chain.log[-1]
    chain.put({name: v for name, v in event.items() if name not in ("salt", "commitment")})
    chain.seal()
    report = chain.check()
    assert (report["intact"], report["without_commitment"]) == (True, 1)
    chain.put({**event, "action": {"S": "tenant.unchanged"}})
    assert chain.found() == ("event_changed", 5, event["sk"]["S"])


class TestErasure:
    """What an erasure does to events does not look like tampering, nor tampering like it."""

    @pytest.fixture
    def erased(self, chain: Chain) -> list[str]:
        """Erase somebody of whom three sealed events tell; return the ids of these events."""
        company = chain.company
        company.hr.put("/v1/employees/7", {"name": "Ann Smith", "team": "red"}).ok(201)
        company.admin.post("/v1/api-keys", {"role": "agent", "employee_id": "7"}).ok(201)
        company.hr.put("/v1/employees/7", {"name": "Ann Smith", "team": "blue"}).ok()
        chain.seal()
        before = {item["sk"]["S"]: item for item in chain.log}
        company.admin.post("/v1/employees/7/erase", {"files": "keep"}).ok(202)
        Worker(chain.world).work()
        return [i for i, old in before.items() if self.item(chain, i) != old]

    def item(self, chain: Chain, event: str) -> Item:
        return next(item for item in chain.log if item["sk"]["S"] == event)

    @pytest.mark.long
    def test_erased_events_are_told_and_the_log_is_intact(
        self, chain: Chain, erased: list[str]
    ) -> None:
        assert "Ann Smith" not in json.dumps(chain.log)
        assert len(erased) == 3
        report = chain.check()
        assert (report["intact"], report["erased"]) == (True, 3)
        chain.seal()
        assert chain.found() is None

    @pytest.mark.long
    def test_the_salts_go_with_the_person(self, chain: Chain, erased: list[str]) -> None:
        # Nobody can try out whom the old commitment was of.
        for event in erased:
            item = self.item(chain, event)
            assert item["kept"]["S"] != item["commitment"]["S"]
        records = [item for item in chain.log if item["action"]["S"] == "audit_events.erased"]
        told = [json.loads(item["after"]["S"])["events"] for item in records]
        assert {event: kept for one in told for event, kept in one.items()} == {
            event: self.item(chain, event)["kept"]["S"] for event in erased
        }

    @pytest.mark.long
    def test_an_erased_event_that_is_changed_again_is_found(
        self, chain: Chain, erased: list[str]
    ) -> None:
        item = self.item(chain, erased[0])
        changes: list[dict[str, Any]] = [
            {"after": {"S": '{"team":"green"}'}},
            {"target": {"S": "employees/8"}},
            {"erased_in": None, "kept": None},
            {"kept": {"S": "0" * 64}},
            {"role": {"S": "agent"}},
        ]
        for change in changes:
            changed = item | change
            chain.put({name: value for name, value in changed.items() if value is not None})
            found = chain.found()
            assert found is not None, change
            assert (found[0], found[2]) == ("event_changed", erased[0])

    @pytest.mark.long
    def test_an_event_cannot_be_passed_off_as_erased(self, chain: Chain, erased: list[str]) -> None:
        # Another event is made to look as if the same erasure had emptied it.
        model, victim = self.item(chain, erased[0]), chain.log[1]
        chain.put({**victim, **{name: model[name] for name in ("salt", "kept", "erased_in")}})
        assert chain.found() == ("event_changed", 1, victim["sk"]["S"])

    @pytest.mark.long
    def test_an_erasure_without_its_record_is_found(self, chain: Chain, erased: list[str]) -> None:
        place = self.item(chain, erased[0])["erased_in"]["S"].partition("/")[2]
        chain.remove(self.item(chain, place))
        found = chain.found()
        assert found is not None
        assert (found[0], found[2]) == ("event_changed", erased[0])

    @pytest.mark.long
    def test_two_erasures_of_the_same_event_leave_it_intact(
        self, chain: Chain, erased: list[str]
    ) -> None:
        company = chain.company
        company.hr.put("/v1/employees/8", {"name": "Bo Li", "team": "red"}).ok(201)
        chain.seal()
        company.admin.post("/v1/employees/8/erase", {"files": "keep"}).ok(202)
        Worker(chain.world).work()
        chain.seal()
        assert chain.found() is None


@pytest.mark.long
def test_a_copy_has_the_seals_and_a_deletion_removes_them(chain: Chain, operator: Any) -> None:
    asked = chain.company.admin.post("/v1/tenant/copies").ok(201)
    Worker(chain.world).work()
    made = chain.company.admin.get(f"/v1/tenant/copies/{asked['id']}").ok()
    assert made["status"] == "completed"
    assert {one["collection"]: one["rows"] for one in made["parts"]}["audit_seals"] == 4
    operator.patch("/v1/tenants/acme", {"status": "suspended"}, if_match="*").ok()
    operator.post("/v1/tenants/acme/delete", {"confirm": "acme"}).ok(202)
    assert chain.seal() == 0  # nothing is sealed while the company goes
    chain.clock.advance(minutes=76)
    Worker(chain.world).work()
    assert chain.seals == []
    assert chain.seal() == 0


class TestSealer:
    def test_two_runs_at_once_make_each_seal_once(
        self, chain: Chain, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        chain.change(2)
        chain.clock.advance(minutes=16)
        first, raced = sealing._store, []

        def late(platform: Platform, scope: TenantScope, seal: seals.Seal) -> bool:
            if not raced:
                raced.append(seal)
                assert chain.seal(minutes=0) == 1  # the other run is faster
            return first(platform, scope, seal)

        monkeypatch.setattr(sealing, "_store", late)
        assert chain.seal(minutes=0) == 0
        assert len(chain.seals) == 5
        assert chain.found() is None

    def test_one_companys_error_delays_no_other_and_is_raised_at_the_end(
        self, chain: Chain, globex: Company, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        chain.change(1)
        chain.clock.advance(minutes=16)
        seal = sealing.seal_company

        def failing(platform: Platform, scope: TenantScope, until: Any) -> int:
            if scope.tenant == "acme":
                raise RuntimeError("no")
            return seal(platform, scope, until)

        monkeypatch.setattr(sealing, "seal_company", failing)
        with pytest.raises(RuntimeError, match="no"):
            sealing.seal_all(chain.platform)
        assert globex.admin.get("/v1/audit-events/verification").ok()["seals"] == 1
        monkeypatch.undo()
        assert sealing.seal_all(chain.platform) == 1
        assert chain.found() is None

    def test_a_run_has_an_end_and_the_next_goes_on(self, chain: Chain) -> None:
        chain.change(9)
        chain.clock.advance(minutes=16)
        scope, over = TenantScope("acme"), chain.clock.now - timedelta(seconds=1)
        assert sealing.seal_company(chain.platform, scope, over) == 0
        assert chain.seal(minutes=0) == 3
        assert chain.found() is None


class TestOperatorsCommand:
    @pytest.mark.long
    def test_it_checks_every_company_whole_and_names_what_it_finds(
        self, chain: Chain, globex: Company
    ) -> None:
        chain.change(30)
        chain.seal()
        sealing.seal_all(chain.platform)
        table = chain.platform.table
        last = chain.check()["last_seal"]
        lines = [audit_check.told(*one) for one in audit_check.check_all(table)]
        assert lines[0] == (
            f"acme: intact, 40 events under 14 seals; the last is 14:{last['hash']}"
        )
        assert lines[1].startswith("globex: intact, 2 events under 1 seals")
        event = chain.log[-1]["sk"]["S"]
        chain.remove(chain.log[-1])
        ((tenant, report),) = audit_check.check_all(table, "acme")
        assert audit_check.told(tenant, report) == f"acme: event_removed at seal 14, {event}"

    def test_a_log_that_cannot_be_read_hides_no_other_companys(
        self, chain: Chain, globex: Company
    ) -> None:
        chain.put({**chain.log[3], "f": {"N": "9"}})
        checked = audit_check.check_all(chain.platform.table)
        lines = [audit_check.told(*one) for one in checked]
        assert lines[0].startswith("acme: cannot be read: audit: format 9")
        assert lines[1].startswith("globex: intact")

    def test_it_compares_a_seal_that_was_kept(self, chain: Chain) -> None:
        ((_, report),) = audit_check.check_all(chain.platform.table, "acme", (4, "0" * 64))
        assert audit_check.told("acme", report) == "acme: seal_replaced at seal 4"

    def test_a_company_that_is_being_deleted_is_not_checked(
        self, chain: Chain, globex: Company, operator: Any
    ) -> None:
        operator.patch("/v1/tenants/acme", {"status": "suspended"}, if_match="*").ok()
        operator.post("/v1/tenants/acme/delete", {"confirm": "acme"}).ok(202)
        chain.remove(chain.log[0])  # the deletion has come so far
        checked = audit_check.check_all(chain.platform.table)
        assert [tenant for tenant, _ in checked] == ["globex"]

    def test_a_company_that_is_not_there_is_not_called_whole(self, chain: Chain) -> None:
        with pytest.raises(audit_check.NoSuchCompany, match="acmee"):
            list(audit_check.check_all(chain.platform.table, "acmee"))

    def test_it_says_when_nothing_is_deployed(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert audit_check.main(["--home", str(tmp_path)]) == 1
        assert "nothing is deployed" in capsys.readouterr().err
        with pytest.raises(SystemExit):
            audit_check.main(["--kept", "4:0"])
