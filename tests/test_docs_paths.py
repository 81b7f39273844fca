"""Every file, module and make target that a page of the documentation names exists."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOUSE = ROOT / "chalicelib"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
#: Directories of the project that a path in a page may begin with.
TOP = ("chalicelib", "infra", "tests", "docs", "benchmarks", "demo", ".chalice", ".ci")
#: A page may leave ``chalicelib`` away: ``uploads/run.py``, ``store.keys``.
PACKAGES = frozenset(path.parent.name for path in HOUSE.glob("*/__init__.py"))
SOURCE = re.compile(r"[\w*-]+\.(?:py|md|ya?ml|lock|toml)")
#: A placeholder in a path stands for any name: ``{kind}``, ``<n>``.
PLACEHOLDER = re.compile(r"\{\w+\}|<\w+>")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
IN_BACKTICKS = re.compile(r"(?<!`)(`+)(?!`)((?:(?!\n\n).)+?)(?<!`)\1(?!`)", re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
TARGETS = frozenset(
    re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
)


def faults(page: Path, text: str) -> list[str]:
    """Return one sentence for each name in ``text`` of which the project has no such thing."""
    fenced = FENCE.findall(text)
    prose = FENCE.sub("", text)
    code = [match[2] for match in IN_BACKTICKS.finditer(prose)]
    code += [line for block in fenced for line in block.split("\n")]
    found = [*link_faults(page, prose)]
    for piece in code:
        found += [*target_faults(piece), *import_faults(piece), *path_faults(piece)]
    return found


def link_faults(page: Path, prose: str) -> Iterator[str]:
    for target in LINK.findall(prose):
        if "://" not in target and not (page.parent / target).exists():
            yield f"the link ({target}) leads to no file"


def target_faults(piece: str) -> Iterator[str]:
    """Check the targets of ``make a b NAME=value``; a comment or ``&&`` ends the command."""
    for command in re.split(r"&&|#", piece):
        words = command.split()
        if words[:1] == ["make"]:
            for word in words[1:]:
                if re.fullmatch(r"[a-z][a-z-]*", word) and word not in TARGETS:
                    yield f"`make {word}` is no target of the Makefile"


def import_faults(piece: str) -> Iterator[str]:
    match = re.match(r"from (chalicelib[\w.]*) import ([\w, ]+)", piece.strip())
    if match:
        for name in match[2].split(","):
            dotted = f"{match[1]}.{name.strip()}"
            if not is_dotted_name(dotted):
                yield f"`{dotted}` cannot be imported: it is no module, and no name in one"


def path_faults(piece: str) -> Iterator[str]:
    """Check each word of ``piece`` that has the form of a path or of a module's name."""
    words = re.sub(r"(\.py): (?=\w)", r"\1:", piece).split()
    for word in (word.strip("`,;()\"'") for word in words):
        path, _, name = word.partition(":")
        if "…" in word or "=" in word or "://" in word:
            continue
        if "/" in path:
            if is_ours(path) and not list(places(path)):
                yield f"`{path}` is no file or directory of the project, nor one under chalicelib/"
            elif name and path.endswith(".py") and not defines(next(places(path)), name):
                yield f"`{path}` defines no `{name}`"
        elif SOURCE.fullmatch(path):
            if not is_file_name(path):
                yield f"`{path}` is the name of no file of the project"
        elif is_dotted(path) and not is_dotted_name(path):
            yield f"`{path}` is no module of the project, and no name in one"


def is_ours(path: str) -> bool:
    """Tell whether a path claims to be the project's: by its first directory or by ``.py``."""
    first, _, rest = path.partition("/")
    return first in TOP or first in PACKAGES or bool(first and rest and path.endswith(".py"))


def is_dotted(word: str) -> bool:
    """Tell whether a word has the form of a module's name and begins with a package of ours."""
    return bool(re.fullmatch(r"\w+(\.\w+)+", word)) and is_ours(word.replace(".", "/"))


def places(path: str) -> Iterator[Path]:
    """Return where ``path`` is: from the root, or under ``chalicelib`` or a package in it.

    A module may be named without ``.py``. ``{a,b}`` stands for each, a placeholder for any name.
    """
    choices = re.search(r"\{([^{}]*,[^{}]*)\}", path)
    if choices:
        each = [
            list(places(path[: choices.start()] + choice + path[choices.end() :]))
            for choice in choices[1].split(",")
        ]
        yield from (place for found in each if all(each) for place in found)
        return
    pattern = PLACEHOLDER.sub("*", path.rstrip("/"))
    first = pattern.partition("/")[0]
    bases = [ROOT] if first in TOP else [ROOT, HOUSE, *inner_packages()]
    if first in PACKAGES:
        bases.append(HOUSE)
    for base in bases:
        yield from base.glob(pattern)
        yield from base.glob(f"{pattern}.py")


@cache
def inner_packages() -> tuple[Path, ...]:
    """Return the packages that have packages of their own: ``rules/tiers.py`` lies in scoring."""
    return tuple(sorted({path.parents[1] for path in HOUSE.glob("*/*/__init__.py")}))


@cache
def is_file_name(name: str) -> bool:
    folders = [ROOT / folder for folder in TOP if (ROOT / folder).is_dir()]
    return any(ROOT.glob(name)) or any(next(folder.rglob(name), None) for folder in folders)


def is_dotted_name(dotted: str) -> bool:
    """Tell whether ``dotted`` is a module, or a name that a module defines or imports."""
    parts = dotted.split(".")
    for count in range(len(parts), 0, -1):
        found = [place for place in places("/".join(parts[:count])) if is_module(place)]
        if found:
            return count == len(parts) or any(defines(place, parts[count]) for place in found)
    return False


def is_module(place: Path) -> bool:
    return place.suffix == ".py" or (place / "__init__.py").exists()


def defines(place: Path, name: str) -> bool:
    module = place if place.suffix == ".py" else place / "__init__.py"
    return name in names_in(module)


@cache
def names_in(module: Path) -> frozenset[str]:
    """Return every name that a module binds: classes, functions, constants, imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.alias):
            names.add(node.asname or node.name)
    return frozenset(names)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_names_only_what_the_project_has(page: Path) -> None:
    found = faults(page, page.read_text(encoding="utf-8"))
    assert found == [], "\n".join([f"{page.relative_to(ROOT)} names what does not exist:", *found])


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("see `chalicelib/people/erasing.py`", "`chalicelib/people/erasing.py` is no file"),
        ("see `uploads/reading`", "`uploads/reading` is no file"),
        ("see `rules/no_such_kind.py`", "`rules/no_such_kind.py` is no file"),
        ("see `no_such_module.py`", "`no_such_module.py` is the name of no file"),
        ("see `chalicelib/{jobs,letters}/`", "`chalicelib/{jobs,letters}/` is no file"),
        ("see `tests/scoring/reading/{kind}.py`", "`tests/scoring/reading/{kind}.py` is no file"),
        ("see `store/formats.py: FORMAT_OF_DATA`", "`store/formats.py` defines no `FORMAT_OF_"),
        ("see `chalicelib.store.wire`", "`chalicelib.store.wire` is no module"),
        ("see `store.table.Wardrobe`", "`store.table.Wardrobe` is no module"),
        ("run `python -m benchmarks.wind`", "`benchmarks.wind` is no module"),
        ("run `make check && make tea`", "`make tea` is no target"),
        ("```sh\nmake tea   # a comment\n```", "`make tea` is no target"),
        ("```python\nfrom chalicelib.reading import tea\n```", "`chalicelib.reading.tea` cannot"),
        ("see [the page](no-such-page.md#part)", "the link (no-such-page.md) leads to no file"),
    ],
)
def test_a_name_of_nothing_is_told_with_the_reason(sentence: str, fault: str) -> None:
    (found,) = faults(ROOT / "README.md", sentence)
    assert found.startswith(fault)


@pytest.mark.parametrize(
    "sentence",
    [
        "see `uploads/run.py`, `uploads/run`, `chalicelib/templates/*.json` and `rules/{kind}.py`",
        "see `store/formats.py: DATA_FORMAT`, `store.transactions.Unit` and `infra.package`",
        "run `make test`, `make deploy STAGE=… REGION=…` and `make venv test check`",
        "`POST /v1/uploads` answers `application/problem+json`; the files lie at `exports/…/cpy_…`",
    ],
)
def test_what_exists_and_what_is_no_name_of_the_project_passes(sentence: str) -> None:
    assert faults(ROOT / "README.md", sentence) == []
