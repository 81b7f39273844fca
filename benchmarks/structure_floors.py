"""Which floor a package of the house stands on, the ground being 0."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

PYPROJECT = Path(__file__).parent.parent / "pyproject.toml"
#: Modules beside the packages as they were before packages stood on floors (commit 299cebb), and
#: where what they held is today.
BEFORE = {
    "context": "tenancy",
    "deferring": "deferred_imports",
    "messages": "jobs",
    "mounting": "web",
    "platform": "tenancy",
}


def floors(packages: Iterable[str]) -> dict[str, int]:
    """The floor of each of the packages. Raises KeyError for one that stands on none."""
    floor = {package: n for n, line in enumerate(_of_the_contract()) for package in line}
    return {package: floor[BEFORE.get(package, package)] for package in packages}


def _of_the_contract() -> list[list[str]]:
    """The layers of import-linter's contract, from the ground; none when there is no contract."""
    tools: dict[str, Any] = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["tool"]
    for contract in tools.get("importlinter", {}).get("contracts", ()):
        if contract["type"] == "layers":
            return [_packages(layer) for layer in reversed(contract["layers"])]
    return []


def _packages(layer: str | dict[str, Any]) -> list[str]:
    """``(a) | chalicelib.b`` → a, b; side by side, dependent (``:``) or not (``|``)."""
    names = layer["packages"] if isinstance(layer, dict) else layer.replace(":", "|").split("|")
    return [name.strip(" ()").rpartition(".")[2] for name in names]
