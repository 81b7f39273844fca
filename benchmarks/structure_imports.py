"""The imports between modules of a checkout, and the imports in the wrong direction."""

import ast
from collections.abc import Iterator
from pathlib import Path

HOUSE = "chalicelib"
Pair = tuple[str, str]


def package_of(module: str) -> str:
    """Return the package below ``chalicelib`` that contains the module, or the module itself."""
    return module.split(".")[1] if "." in module else module


class Imports:
    """The imports between modules of a checkout, at any place in a module."""

    def __init__(self, root: Path) -> None:
        self.files = {
            ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path
            for path in (root / HOUSE).rglob("*.py")
        }
        self.arrows = {
            (module, other)
            for module, path in self.files.items()
            for other in self._imported(module, path)
            if HOUSE not in (module, other) and package_of(module) != package_of(other)
        }

    def _imported(self, module: str, path: Path) -> Iterator[str]:
        base = module if path.name == "__init__.py" else module.rpartition(".")[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names if alias.name in self.files)
            elif isinstance(node, ast.ImportFrom):
                origin = node.module or ""
                if node.level:
                    parts = base.split(".")
                    above = parts[: len(parts) - node.level + 1]
                    origin = ".".join([*above, *filter(None, [origin])])
                for alias in node.names:
                    inner = f"{origin}.{alias.name}"
                    found = inner if inner in self.files else origin
                    if found in self.files:
                        yield found

    @property
    def packages(self) -> set[str]:
        return {package_of(module) for module in self.files if module != HOUSE}

    def up(self, floor: dict[str, int]) -> set[Pair]:
        """Return the imports of another package that is not on a lower floor."""
        return {
            (module, other)
            for module, other in self.arrows
            if floor[package_of(other)] >= floor[package_of(module)]
        }

    def mutual(self) -> set[Pair]:
        """Return the pairs of packages that import each other."""
        pairs = {(package_of(module), package_of(other)) for module, other in self.arrows}
        return {(one, other) for one, other in pairs if one < other and (other, one) in pairs}
