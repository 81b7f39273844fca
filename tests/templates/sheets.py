"""Score a template on a small sheet, with its suggested parameters confirmed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from chalicelib.scoring import compile_scheme, fill, read_scheme
from chalicelib.templates.library import CODES, template

Figures = Mapping[str, object]
ALL_TEMPLATES = CODES


def confirmed(code: str, settings: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the template's document with `settings` filled in and other parameters confirmed."""
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
    """Score one agent's figures. A sequence holds one row for each slice."""
    compiled = compile_scheme(read_scheme(confirmed(code, settings)))
    kinds = {column.code: column.kind for column in compiled.columns}
    if isinstance(figures, Mapping):
        return compiled.score(_cells(figures, kinds), **context)
    return compiled.score([_cells(row, kinds) for row in figures], **context)


def points(result: Any) -> dict[str, str | None]:
    """Return each line's points as printed, by indicator; None for a line without points."""
    return {
        line.indicator: None if line.points is None else f"{line.points:f}" for line in result.lines
    }


def outcome(result: Any) -> tuple[str, str, str]:
    """Return total, grade and coefficient as printed."""
    return f"{result.total:f}", result.grade, f"{result.coefficient:f}"


def _cells(figures: Figures, kinds: Mapping[str, str]) -> dict[str, Decimal | str | None]:
    return {column: _cell(figures.get(column), kind) for column, kind in kinds.items()}


def _cell(figure: object, kind: str) -> Decimal | str | None:
    if figure is None:
        return None
    return Decimal(str(figure)) if kind == "number" else str(figure)
