"""Compares what packages store in the table with what their holdings declare."""

import ast
import inspect
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from chalicelib.store.keys import Key
from chalicelib.tenancy.holdings import Holding
from chalicelib.tenancy.scope import Collection, EmployeeIndex, TenantScope
from tests.loading import loaded

ROOT = Path(__file__).resolve().parents[3]
MAKERS = ("key_of_", "partition_of_", "index_of_")
SAMPLES = {
    "period": "2026-10",
    "scheme": "desk",
    "code": "desk",
    "month": "2026-11",
    "shard": 0,
    "shards": 1,
    "version": 1,
    "revision": 1,
    "first_row": 1,
    "before": 1,
    "chunk": 1,
    "ticket_number": 1,
    "row_number": 1,
    "announcement_number": 1,
    "frame_part": 1,
    "piece": 1,
    "draw": 1,
    "sheet_part": 1,
    "locks": 1,
    "seal_number": 1,
    "snapshot_generation": 1,
    "merge_number": 1,
    "listed": "employees",
}


def _key_files(root: Path) -> list[Path]:
    paths = sorted((root / "chalicelib").rglob("keys.py"))
    return [
        path for path in paths if path.relative_to(root).parts != ("chalicelib", "store", "keys.py")
    ]


def key_modules(root: Path = ROOT) -> list[ModuleType]:
    """Every ``keys`` module of a package that stores something of companies, loaded.

    ``root`` is the directory that ``chalicelib`` lies in.
    """
    paths = [path.relative_to(root).with_suffix("") for path in _key_files(root)]
    return [loaded(".".join(path.parts)) for path in paths]


def words_written(root: Path = ROOT) -> set[str]:
    """The words of the collections that the sources of the ``keys`` modules make.

    Nothing is imported. A word that is not written as a text is given as its expression.
    """
    found = set()
    for path in _key_files(root):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Collection"):
                word = [*node.args, *(one.value for one in node.keywords)][0]
                text = isinstance(word, ast.Constant) and isinstance(word.value, str)
                found.add(word.value if text else ast.unparse(word))
    return found


def words_named_elsewhere() -> list[str]:
    """Files other than ``keys.py`` that make a collection."""
    made = re.compile(r"(?<!class )\b(Collection|EmployeeIndex)\(")
    paths = [path for path in (ROOT / "chalicelib").rglob("*.py") if path.name != "keys.py"]
    return [str(path) for path in paths if made.search(path.read_text(encoding="utf-8"))]


def named(modules: Iterable[ModuleType]) -> list[Collection | EmployeeIndex]:
    """The collections and parts of the employee index that the modules name."""
    found = (value for module in modules for value in vars(module).values())
    return [value for value in found if isinstance(value, (Collection, EmployeeIndex))]


def faults(modules: Iterable[ModuleType], holdings: Iterable[Holding]) -> list[str]:
    """Faults: words used twice, collections that no package or more than one declares."""
    everything = named(modules)
    words = Counter(one.word for one in everything)
    declared = Counter(holding.collection.word for holding in holdings)
    collections = {one.word for one in everything if isinstance(one, Collection)}
    return [
        *(f"two collections have the word {word}" for word in words if words[word] > 1),
        *(f"nobody declares {word}" for word in sorted(collections - declared.keys())),
        *(f"no keys module names {word}" for word in sorted(declared.keys() - collections)),
        *(f"{word} is declared twice" for word in declared if declared[word] > 1),
    ]


def partitions_made(scope: TenantScope, modules: Iterable[ModuleType]) -> Iterator[str]:
    """The partition of every key that the modules can make, with the employee index."""
    for module in modules:
        for name, maker in inspect.getmembers(module, inspect.isfunction):
            if maker.__module__ == module.__name__ and name.startswith(MAKERS):
                needed = list(inspect.signature(maker).parameters)[1:]
                made = maker(scope, *(SAMPLES.get(parameter, "x") for parameter in needed))
                yield made.pk if isinstance(made, Key) else made
