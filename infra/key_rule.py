"""Check that only the scope makes keys: ``python -m infra.key_rule`` reads all of chalicelib.

Refused in every module except the two that make keys (``MAKERS``):

- ``Key(…)``, and ``joined`` and ``object_part`` of ``store.keys``;
- ``PLATFORM`` and texts that begin with ``~operator``, except in comparisons;
- texts built from a tenant and ``#``, or from an area of the bucket and a tenant: f-strings, sums,
  ``"{}#".format(…)`` and ``"%s#" % …``;
- a key's attributes (``pk``, ``sk`` and those of the employee index) named for writing;
- ``Collection(…)`` outside a package's ``keys.py``.

An exception is a comment on its line: ``# key-rule: <reason>``. An exception without a reason, or
on a line without a breach, is refused too. See docs/decisions/tenant-boundary.md.
"""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from infra.built_texts import is_tenant, parts_of, text_of

PROJECT = Path(__file__).resolve().parent.parent
HOUSE = "chalicelib"
KEYS, SCOPE = "chalicelib.store.keys", "chalicelib.tenancy.scope"
MAKERS = ("chalicelib/tenancy/scope.py", "chalicelib/store/keys.py")

#: Names in ``store.keys``: the makers of keys, and the attributes that hold keys.
_MAKING = ("Key", "joined", "object_part", "object_file", "PLATFORM")
_ATTRIBUTES = ("PARTITION", "SORT", "EMPLOYEE_PARTITION", "EMPLOYEE_SORT")
_ATTRIBUTE_TEXTS = ("pk", "sk", "employee_pk", "employee_sk")
_AREAS = ("uploads/", "exports/", "evidence/")
#: The last line of the command's output: where the key is made instead.
ADVICE = (
    "Only the scope makes keys: make it in the package's keys.py with scope.partition / scope.key. "
    "See docs/decisions/tenant-boundary.md."
)
_EXCEPTION = re.compile(r"#\s*key-rule:?(.*)")


@dataclass(frozen=True, slots=True, order=True)
class Breach:
    """One line that breaks the rule. ``what`` says how."""

    path: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"


def breaches(source: str, path: str) -> list[Breach]:
    """Return a module's breaches without a written exception, and its invalid exceptions."""
    if path in MAKERS:
        return []
    found = {Breach(path, line, what) for line, what in _Reading(source, path).found()}
    excused = dict(_exceptions(source))
    left = {one for one in found if one.line not in excused}
    lines = {one.line for one in found}
    for line, reason in excused.items():
        if line not in lines:
            left.add(Breach(path, line, "an exception that excuses nothing"))
        elif not reason:
            left.add(Breach(path, line, "an exception without a reason"))
    return sorted(left)


def _exceptions(source: str) -> Iterator[tuple[int, str]]:
    """Yield the number of each line with an exception, and the reason."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        match = _EXCEPTION.match(token.string) if token.type == tokenize.COMMENT else None
        if match:
            yield token.start[0], match[1].strip()


class _Reading:
    """The syntax tree of one module, with the meaning of its imported names."""

    def __init__(self, source: str, path: str) -> None:
        self._tree = ast.parse(source)
        self._may_declare = path.rpartition("/")[2] == "keys.py"
        #: By local name: modules, and names imported from modules as ``(module, name)``.
        self._modules: dict[str, str] = {}
        self._names: dict[str, tuple[str, str]] = {}
        for node in ast.walk(self._tree):
            self._note(node)

    def _note(self, node: ast.AST) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                self._modules[alias.asname or alias.name] = alias.name
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                local = alias.asname or alias.name
                self._modules[local] = f"{node.module}.{alias.name}"
                self._names[local] = (node.module, alias.name)

    def found(self) -> Iterator[tuple[int, str]]:
        """Yield the line of each breach, and what is wrong."""
        nodes = list(ast.walk(self._tree))
        called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
        compared = {
            id(side)
            for node in nodes
            if isinstance(node, ast.Compare)
            for side in (node.left, *node.comparators)
        }
        for node in nodes:
            if id(node) not in compared:
                yield from self._breaks(node, called=id(node) in called)

    def _breaks(self, node: ast.AST, *, called: bool) -> Iterator[tuple[int, str]]:
        match node:
            case ast.Name(ctx=ast.Load()) | ast.Attribute(ctx=ast.Load()):
                yield from self._name(node, called=called)
            case ast.ImportFrom(module="chalicelib.store.keys" | "chalicelib.tenancy.scope"):
                if any(one.name == "*" for one in node.names):
                    yield node.lineno, "imports everything of the makers of keys"
            case ast.Constant(value=str(text)) if re.match(r"~operator(#|$)", text):
                yield node.lineno, "names the operator's partitions"
            case ast.JoinedStr() | ast.BinOp():
                yield from _built(node)
            case ast.Dict():
                yield from self._named(key for key in node.keys if key is not None)
            case ast.Subscript(ctx=ast.Store()):
                yield from self._named([node.slice])
            case ast.Call():
                yield from self._call(node)

    def _name(self, node: ast.Name | ast.Attribute, *, called: bool) -> Iterator[tuple[int, str]]:
        module, name = self._meaning(node)
        if module == KEYS and name in _MAKING and (called or name != "Key"):
            yield node.lineno, f"uses {name} of store.keys"
        if module == SCOPE and name == "Collection" and called and not self._may_declare:
            yield node.lineno, "declares a collection outside a package's keys.py"

    def _meaning(self, node: ast.AST) -> tuple[str, str]:
        """Return the module and the name that an expression refers to, or two empty texts."""
        if isinstance(node, ast.Name):
            return self._names.get(node.id, ("", ""))
        if isinstance(node, ast.Attribute):
            module = ast.unparse(node.value)
            return self._modules.get(module, module), node.attr
        return "", ""

    def _is_key_attribute(self, node: ast.AST) -> bool:
        if isinstance(node, ast.Constant):
            return node.value in _ATTRIBUTE_TEXTS
        module, name = self._meaning(node)
        return module == KEYS and name in _ATTRIBUTES

    def _named(self, places: Iterable[ast.expr]) -> Iterator[tuple[int, str]]:
        for node in places:
            if self._is_key_attribute(node):
                yield node.lineno, "names an attribute of the key for writing"

    def _call(self, node: ast.Call) -> Iterator[tuple[int, str]]:
        """Find ``dict(pk=…)``, ``Path("pk").set(…)``, ``"#".join(…)``, ``"{}#".format(tenant)``."""
        function = node.func
        if isinstance(function, ast.Name) and function.id == "dict":
            if any(one.arg in _ATTRIBUTE_TEXTS for one in node.keywords):
                yield node.lineno, "names an attribute of the key for writing"
        elif isinstance(function, ast.Attribute):
            owner = function.value
            if function.attr == "set" and isinstance(owner, ast.Call):
                yield from self._named(owner.args[:1])
            if function.attr == "join" and isinstance(owner, ast.Constant) and owner.value == "#":
                yield node.lineno, "joins a text with #"
            if function.attr == "format":
                yield from _built(node)


def _built(node: ast.expr) -> Iterator[tuple[int, str]]:
    """Find a tenant before ``#``, or after an area of the bucket, in a text that is built."""
    for before, after in pairwise(parts_of(node)):
        if is_tenant(before) and text_of(after).startswith("#"):
            yield node.lineno, "puts a tenant's partition together"
        if text_of(before) in _AREAS and is_tenant(after):
            yield node.lineno, "puts a tenant's object name together"


def of_the_tree(root: Path = PROJECT) -> list[Breach]:
    """Return every breach in chalicelib."""
    return [
        breach
        for path in sorted((root / HOUSE).rglob("*.py"))
        for breach in breaches(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())
    ]


def main() -> int:
    found = of_the_tree()
    for breach in found:
        print(breach)
    if found:
        print(ADVICE)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
