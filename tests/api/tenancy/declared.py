"""Compares what packages store in the table with what their holdings declare."""

import inspect
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

from chalicelib.store.keys import Key
from chalicelib.tenancy.holdings import Holding
from chalicelib.tenancy.scope import Collection, EmployeeIndex, TenantScope

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
}


def key_modules() -> list[ModuleType]:
    """Every ``keys`` module of a package that stores something of companies."""
    paths = sorted((ROOT / "chalicelib").rglob("keys.py"))
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths]
    return [import_module(name) for name in names if name != "chalicelib.store.keys"]


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
