"""The house: imports point one way, and a newcomer finds a thing where its name says."""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOUSE = ROOT / "chalicelib"
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in HOUSE.rglob("*.py")
}
#: What stands below every package that a user names, and may not know of them.
FOUNDATION = ("chalicelib.scoring", "chalicelib.store")
#: One package per thing a user names.
FEATURES = (
    "api_keys", "audit", "board", "coefficients", "companies", "exports", "people", "plans",
    "publication", "receipts", "schemes", "scorecards", "sign_in", "simulation", "templates",
    "trials", "uploads",
)  # fmt: skip


@cache
def imports(module: str, *, at_once: bool = False) -> frozenset[str]:
    """Modules of ours that a module imports: anywhere in it, or ``at_once`` when it is read."""
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if at_once else ast.walk(tree)
    return frozenset(_found(nodes, package)) - {module}


def _found(nodes: Iterable[ast.AST], package: str) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = package.split(".")
                base = ".".join([*parts[: len(parts) - node.level + 1], *filter(None, [base])])
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                if inner in MODULES:
                    yield inner
                elif base in MODULES:
                    yield base


@pytest.mark.parametrize("package", FOUNDATION)
def test_the_foundation_imports_nothing_of_ours_but_itself(package: str) -> None:
    strangers = {
        (module, other)
        for module in MODULES
        if module.startswith(package)
        for other in imports(module)
        if not other.startswith(package)
    }
    assert strangers == set()


def test_routes_are_imported_by_the_table_of_contents_alone() -> None:
    importers = {
        (module, other)
        for module in MODULES
        for other in imports(module)
        if other.endswith(".routes") and module.split(".")[1] != other.split(".")[1]
    }
    assert importers == set()


def test_records_know_no_service_and_no_route() -> None:
    upward = {
        (module, other)
        for module in MODULES
        if module.endswith(".records")
        for other in imports(module)
        if other.endswith((".service", ".routes", ".jobs", ".schemas"))
    }
    assert upward == set()


def test_services_know_no_shape_of_the_wire() -> None:
    upward = {
        (module, other)
        for module in MODULES
        if module.endswith((".service", ".records"))
        for other in imports(module)
        if other.endswith((".schemas", ".routes")) or other.startswith("chalicelib.web.serve")
    }
    assert upward == set()


def test_what_an_answer_of_http_looks_like_is_known_to_web_alone() -> None:
    """Services and jobs raise errors of their domain."""
    knowing = {module for module in MODULES if "chalicelib.web.problems" in imports(module)}
    assert knowing
    assert {module for module in knowing if not module.startswith("chalicelib.web.")} == set()


def test_no_module_imports_itself_by_way_of_others() -> None:
    state: dict[str, str] = {}
    path: list[str] = []

    def visit(module: str) -> None:
        if state.get(module) == "done":
            return
        assert state.get(module) != "open", " → ".join([*path[path.index(module) :], module])
        state[module] = "open"
        path.append(module)
        for other in sorted(imports(module, at_once=True)):
            visit(other)
        path.pop()
        state[module] = "done"

    for module in sorted(MODULES):
        visit(module)


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_has_its_routes_where_they_are_looked_for(feature: str) -> None:
    assert f"chalicelib.{feature}.routes" in MODULES


def floors() -> list[str]:
    """The packages from the ground up, as the contract of the imports has them."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    (contract,) = tools["importlinter"]["contracts"]
    return list(reversed(contract["layers"]))


def test_the_page_on_the_architecture_shows_the_floors_of_the_contract() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = page[page.index("| floor |") : page.index("Inside a package")]
    rows = [row.split("|")[2] for row in table.splitlines()[2:] if row.strip()]
    shown = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    ground = len(shown) - len(floors()) + floors().index("scoring")
    absent = set(floors()) - set(shown)
    assert not absent, f"{absent}: add to the table of floors in docs/architecture.md"
    assert set(shown[:ground]) == set(floors()[:ground])
    assert shown[ground:] == floors()[ground:]


def test_every_package_stands_on_a_floor_of_its_own() -> None:
    inside = {path.stem for path in HOUSE.glob("*.py")} | {
        path.parent.name for path in HOUSE.glob("*/__init__.py")
    }
    assert sorted(floors()) == sorted(inside - {"__init__"})


#: tenancy/holdings.py has the types that the others are made of.
ADDING = sorted({path.parent.name for path in HOUSE.glob("*/holdings.py")} - {"tenancy"})


@pytest.mark.parametrize("package", ADDING)
def test_a_package_that_adds_something_is_in_the_table_of_contents(package: str) -> None:
    contents = (HOUSE / "handlers" / "contents.py").read_text(encoding="utf-8")
    assert f"from chalicelib.{package}.holdings import" in contents
