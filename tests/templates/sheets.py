"""Scoring a template on a small sheet: the proposed parameters confirmed, the figures as typed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from chalicelib.scoring import compile_scheme, fill, read_scheme
from chalicelib.templates.library import CODES, template

Figures = Mapping[str, object]
ALL_TEMPLATES = CODES


def confirmed(code: str, settings: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The template's document with `settings` filled in and every other parameter confirmed."""
    document = template(code).document()
    values: dict[str, object] = {
        parameter["code"]: {"confirmed": True} for parameter in document["parameters"]
    }
    filled: dict[str, Any] = fill(document, values | dict(settings or {}))
    return filled


def scored(
    code: str,
    figures: Figures | Sequence[Figures],
    settings: Mapping[str, str] | None = None,
    **context: Any,
) -> Any:
    """The result of one agent's figures (or of their rows, one per slice)."""
    compiled = compile_scheme(read_scheme(confirmed(code, settings)))
    kinds = {column.code: column.kind for column in compiled.columns}
    if isinstance(figures, Mapping):
        return compiled.score(_cells(figures, kinds), **context)
    return compiled.score([_cells(row, kinds) for row in figures], **context)


def points(result: Any) -> dict[str, str | None]:
    """Each line's points as printed, None where the line has none."""
    return {
        line.indicator: None if line.points is None else f"{line.points:f}" for line in result.lines
    }


def outcome(result: Any) -> tuple[str, str, str]:
    """Total, grade and coefficient as printed."""
    return f"{result.total:f}", result.grade, f"{result.coefficient:f}"


def _cells(figures: Figures, kinds: Mapping[str, str]) -> dict[str, Decimal | str | None]:
    return {column: _cell(figures.get(column), kind) for column, kind in kinds.items()}


def _cell(figure: object, kind: str) -> Decimal | str | None:
    if figure is None:
        return None
    return Decimal(str(figure)) if kind == "number" else str(figure)
