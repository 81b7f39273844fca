"""The floor of each package of chalicelib; the ground is 0."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

PYPROJECT = Path(__file__).parent.parent / "pyproject.toml"
#: Modules outside packages before packages had floors (commit 299cebb), and today's place of their
#: contents.
BEFORE = {
    "context": "tenancy",
    "deferring": "deferred_imports",
    "messages": "jobs",
    "mounting": "web",
    "platform": "tenancy",
}


def floors(packages: Iterable[str]) -> dict[str, int]:
    """Return the floor of each package. Raises KeyError for a package without a floor."""
    floor = {package: n for n, line in enumerate(_of_the_contract()) for package in line}
    return {package: floor[BEFORE.get(package, package)] for package in packages}


def _of_the_contract() -> list[list[str]]:
    """Return the layers of import-linter's contract, from the ground; empty without a contract."""
    tools: dict[str, Any] = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["tool"]
    for contract in tools.get("importlinter", {}).get("contracts", ()):
        if contract["type"] == "layers":
            return [_packages(layer) for layer in reversed(contract["layers"])]
    return []


def _packages(layer: str | dict[str, Any]) -> list[str]:
    """Return the packages of a layer: ``(a) | chalicelib.b`` → a, b. A separator is | or :."""
    names = layer["packages"] if isinstance(layer, dict) else layer.replace(":", "|").split("|")
    return [name.strip(" ()").rpartition(".")[2] for name in names]
