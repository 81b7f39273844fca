"""Packages declare what they store of a company. These tests find what is not declared."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from unittest import mock

import pytest

import chalicelib
from app import CONTENTS
from chalicelib.store import item_formats
from chalicelib.store.keys import owner_of, parts_of
from chalicelib.tenancy.holdings import Holding, NotCopied, NothingPersonal
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.records import read_tenant
from chalicelib.tenancy.scope import Collection, EmployeeIndex, TenantScope
from tests.api.tenancy import declared
from tests.api.worker import worker_in
from tests.api.world import World
from tests.isolation.things import Things

#: A package that stores lunches and does not declare them.
LUNCHES = """
from chalicelib.tenancy.scope import Collection
LUNCHES = Collection("test-lunches")
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A directory whose ``chalicelib`` has one more package, which nothing has imported."""
    package = tmp_path / "chalicelib" / "lunches"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "keys.py").write_text(LUNCHES)
    monkeypatch.setattr(chalicelib, "__path__", [*chalicelib.__path__, str(package.parent)])
    yield tmp_path
    for name in ("chalicelib.lunches.keys", "chalicelib.lunches"):
        sys.modules.pop(name, None)
    vars(chalicelib).pop("lunches", None)
    item_formats._KINDS.pop("test-lunches", None)


@pytest.fixture
def made_up(root: Path) -> ModuleType:
    (module,) = declared.key_modules(root)
    return module


def test_every_collection_is_declared_by_one_package_and_has_a_word_of_its_own() -> None:
    """A failure here is repaired in the ``holdings.py`` of the package that stores it."""
    assert declared.faults(declared.key_modules(), CONTENTS.holdings) == []


def test_a_collection_that_nobody_declares_is_found(made_up: ModuleType) -> None:
    modules = [*declared.key_modules(), made_up]
    assert declared.faults(modules, CONTENTS.holdings) == ["nobody declares test-lunches"]


def test_a_keys_module_that_nothing_has_imported_is_read_whole(root: Path) -> None:
    (module,) = declared.key_modules(root)
    assert declared.named([module]) == [Collection("test-lunches")]


def test_the_collections_that_sources_make_are_those_declared() -> None:
    """Without an import, so that no way of importing can hide a collection."""
    assert declared.words_written() == {one.collection.word for one in CONTENTS.holdings}


def test_a_source_that_makes_one_more_collection_is_found(root: Path) -> None:
    assert declared.words_written(root) == {"test-lunches"}


def test_a_collection_that_two_packages_declare_is_found() -> None:
    twice = (*CONTENTS.holdings, CONTENTS.holdings[0])
    assert declared.faults(declared.key_modules(), twice) == ["tenant is declared twice"]


def test_a_word_that_two_collections_have_is_found(made_up: ModuleType) -> None:
    """Words of the employee index count: policies cover its partitions and the others alike."""
    word = EmployeeIndex("scores")
    with mock.patch.object(made_up, "LUNCHES", word):
        found = declared.faults([*declared.key_modules(), made_up], CONTENTS.holdings)
    assert found == ["two collections have the word scores"]


def test_collections_are_named_in_keys_modules_alone() -> None:
    assert declared.words_named_elsewhere() == [], (
        "only a package's keys.py makes a Collection or an EmployeeIndex: move it there "
        "(docs/decisions/tenant-boundary.md)"
    )


@pytest.mark.long
def test_every_item_lies_in_a_partition_that_a_package_names(
    everything: Things, platform: Platform, world: World
) -> None:
    known = _partitions(platform, "globex")
    items = [item["pk"]["S"] for item in world.items()]
    mine = {name for name in items if owner_of(name) == "globex"}
    assert mine - known == set()
    # Every collection has an item, so each is tested.
    assert {parts_of(name)[1] for name in mine} == {
        holding.collection.word for holding in CONTENTS.holdings
    }


def _partitions(platform: Platform, tenant_id: str) -> set[str]:
    with worker_in(platform, tenant_id) as context:
        tenant = read_tenant(platform.table, context.scope)
        assert tenant is not None
        return {
            partition
            for holding in CONTENTS.holdings
            for partition in holding.partitions(context, tenant.created_at[:7])
        }


def all_partitions() -> list[tuple[Holding, str]]:
    """The partitions of a company with one period, one scheme and one upload of each name."""
    context = mock.Mock()
    context.scope = TenantScope("acme")
    context.principal.shards = context.register_shards = 1
    context.time = "2026-11-05T08:00:00.000Z"
    kept = {
        "acme#periods": ["2026-10#desk"],
        "acme#pilot-periods": ["2026-10#desk~2"],
        "acme#uploads": ["x"],
        "acme#late-files": ["x"],
        "acme#exports": ["x"],
        "acme#rating-rounds": ["x"],
        "acme#schemes": ["desk"],
        "acme#inspections": ["x"],
        "acme#snapshots": ["2026-10#desk"],
        "acme#announcements": ["2026-10#desk#001"],
    }
    said = {"inspectors": ["x"], "period": "2026-10", "scheme": "desk"}
    context.table.query_all = lambda name, **_: [{"sk": sk, **said} for sk in kept.get(name, [])]
    return [
        (holding, partition)
        for holding in CONTENTS.holdings
        for partition in holding.partitions(context, "2026-11")
    ]


def test_no_key_that_a_scope_makes_lies_where_nobody_looks() -> None:
    """This fails for a new partition that its package's holding does not name."""
    modules = declared.key_modules()
    # A part of the index is a partition for each person or team, or one of the company.
    index = {
        f"acme#{one.word}{of}"
        for one in declared.named(modules)
        if isinstance(one, EmployeeIndex)
        for of in ("", "#x")
    }
    known = {partition for _, partition in all_partitions()}
    made = set(declared.partitions_made(TenantScope("acme"), modules))
    assert made - known - index == set()
    assert len(made) >= 14


def test_a_holdings_partitions_are_its_collections_own() -> None:
    for holding, partition in all_partitions():
        assert parts_of(partition)[:2] == ("acme", holding.collection.word)


def test_what_is_not_copied_or_not_erased_says_why() -> None:
    for holding in CONTENTS.holdings:
        for answer in (holding.copied, holding.erased):
            if isinstance(answer, (NotCopied, NothingPersonal)):
                assert len(answer.reason.split()) > 1, holding.collection.word


def test_a_copy_leaves_these_out_and_no_others() -> None:
    left_out = {
        one.collection.word for one in CONTENTS.holdings if isinstance(one.copied, NotCopied)
    }
    assert left_out == {
        *("idempotency", "requests", "usage", "workers", "copies", "external-ids", "headcount"),
        *("simulations", "changes", "upload-figures", "cases-in-force", "export-rows"),
        *("difference-counts", "case-counts"),
        *("changed-periods", "rating-rounds-under-way"),
        *("rating-links", "rating-progress", "rating-sheets", "rater-flags"),
        *("coaching-note-authors", "appeal-counts", "appealed-results", "due-appeals"),
        "announced-plans",
        *("inspection-tasks", "inspection-figures", "inspection-closings", "signal-runs"),
        *("period-leases", "period-summaries", "register-locks", "snapshots"),
        *("team-counts", "team-dismissals", "team-leads", "team-names"),
    }
