"""docs/upload-files.md names every code that the reader can answer with, and no other."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
READING = ROOT / "chalicelib" / "reading"
PAGE = ROOT / "docs" / "upload-files.md"
SPEAKERS = {"rejected", "fault", "CellError", "_error"}


def codes_in_source() -> set[str]:
    return {
        code for file in READING.glob("*.py") for code in _codes(ast.parse(file.read_text("utf-8")))
    }


def _called(function: ast.expr) -> str | None:
    """Return the name of a function, or of a method of the object itself."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else None


def _codes(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        called = _called(node.func) if isinstance(node, ast.Call) else None
        if isinstance(node, ast.Call) and called in SPEAKERS:
            code = node.args[1 if called == "CellError" else 0]
            if isinstance(code, ast.Constant):
                yield str(code.value)
        # The codes of foreign packages stand in a table beside their part's name.
        if isinstance(node, ast.Tuple) and len(node.elts) == 3:
            values = [each.value for each in node.elts if isinstance(each, ast.Constant)]
            if len(values) == 3 and re.fullmatch(r"[a-z]+_file|not_a_table", str(values[1])):
                yield str(values[1])


def test_every_code_is_explained_on_the_page_and_every_explained_code_exists() -> None:
    explained = set(re.findall(r"^\| `([a-z_]+)` \|", PAGE.read_text("utf-8"), re.MULTILINE))
    assert explained == codes_in_source()
