"""Schemas have names of their own: in marshmallow's registry and in OpenAPI, names are global."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from marshmallow import Schema

from tests.loading import loaded

ROOT = Path(__file__).parents[3]


def _below(schema: type[Schema]) -> Iterator[type[Schema]]:
    for one in schema.__subclasses__():
        yield one
        yield from _below(one)


def names_written() -> set[tuple[str, str]]:
    """The name and the module of every schema of ``chalicelib``."""
    for path in sorted((ROOT / "chalicelib").rglob("*.py")):
        loaded(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    return {
        (schema.__name__, schema.__module__)
        for schema in _below(Schema)
        if schema.__module__.startswith("chalicelib.")
    }


def faults(schemas: Iterable[tuple[str, str]]) -> list[str]:
    files = defaultdict(list)
    for name, module in sorted(schemas):
        files[name].append(module.replace(".", "/") + ".py")
    return [
        f"two packages call a schema {name}: rename one ({', '.join(of)})"
        for name, of in files.items()
        if len(of) > 1
    ]


def test_every_schema_has_a_name_of_its_own() -> None:
    """The components of the OpenAPI document are named after the classes (infra/openapi)."""
    written = names_written()
    assert ("Schema", "chalicelib.web.fields.shapes") in written
    assert len(written) > 100
    assert faults(written) == []


def test_a_name_that_two_packages_use_is_told_with_both_files() -> None:
    taken = {
        ("NoteAnswer", "chalicelib.plans.schemas"),
        ("NoteAnswer", "chalicelib.notes.schemas"),
        ("PlanAnswer", "chalicelib.plans.schemas"),
    }
    told = "two packages call a schema NoteAnswer: rename one "
    assert faults(taken) == [told + "(chalicelib/notes/schemas.py, chalicelib/plans/schemas.py)"]
