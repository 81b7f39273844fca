"""Chinese sentences have Chinese punctuation: in templates, and in every message of the code."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
CHINESE = "\u3400-\u9fff"
#: What an f-string puts in, which may be Chinese.
FILLED_IN = "\ufffc"
BESIDE = f"[{CHINESE}{FILLED_IN}，。；：？！（）、“”《》]"
HALF_WIDTH = re.compile(f"{BESIDE} ?[,;:()?!]|[,;:()?!] ?(?:{BESIDE}|$)", re.MULTILINE)
#: Not prose: what a cell or a formula looks like.
FORMS = re.compile(r"时:分:秒|时:分|分:秒|if\(条件,甲,乙\)|\(…\)|\( \)|#未计算!")
#: Patterns and pages of HTML are not read as sentences.
NOT_PROSE = ("[0-9]", "<html")


def faults(text: str) -> list[str]:
    """Places where punctuation of half width stands beside Chinese."""
    if not re.search(f"[{CHINESE}]", text) or any(mark in text for mark in NOT_PROSE):
        return []
    return [
        text[max(0, found.start() - 10) : found.end() + 10]
        for found in HALF_WIDTH.finditer(FORMS.sub("", text))
    ]


@pytest.mark.parametrize(
    "text", ["请求过多,请稍后再试。", f"无法读取 JSON:{FILLED_IN}", "他来了吗?", "合计 (分) 为"]
)
def test_what_is_looked_for_is_found(text: str) -> None:
    assert faults(text)


@pytest.mark.parametrize("path", sorted((ROOT / "chalicelib/templates").glob("*.json")))
def test_templates_have_no_half_width_punctuation_in_chinese(path: Path) -> None:
    texts = list(_texts(json.loads(path.read_text(encoding="utf-8"))))
    assert sum(bool(re.search(f"[{CHINESE}]", text)) for text in texts) > 100
    assert [fault for text in texts for fault in faults(text)] == []


def test_messages_have_no_half_width_punctuation_in_chinese() -> None:
    written = [
        (f"{path.relative_to(ROOT)}:{line}", text)
        for package in ("chalicelib", "infra")
        for path in sorted((ROOT / package).rglob("*.py"))
        for line, text in _constants(path)
    ]
    assert sum(bool(re.search(f"[{CHINESE}]", text)) for _, text in written) > 500
    assert [(place, fault) for place, text in written for fault in faults(text)] == []


def _texts(value: Any) -> Iterator[str]:
    """Every text in a JSON document."""
    if isinstance(value, dict):
        for child in value.values():
            yield from _texts(child)
    elif isinstance(value, list):
        for child in value:
            yield from _texts(child)
    elif isinstance(value, str):
        yield value


def _constants(path: Path) -> Iterator[tuple[int, str]]:
    """Every text in a module but its docstrings, f-strings whole."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = list(ast.walk(tree))
    passed_over = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            passed_over |= {id(part) for part in node.values}
            parts = (p.value if isinstance(p, ast.Constant) else FILLED_IN for p in node.values)
            yield node.lineno, "".join(map(str, parts))
    for node in nodes:
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and id(node) not in passed_over:
            yield node.lineno, text
