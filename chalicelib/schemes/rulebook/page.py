"""The rulebook as an HTML page to read and print: one file, no scripts, no external resources."""

from collections.abc import Iterable
from html import escape
from importlib.resources import files
from typing import Any

from chalicelib.language import Language
from chalicelib.schemes.rulebook.content import IndicatorRules, Rulebook
from chalicelib.schemes.rulebook.labels import LABELS
from chalicelib.schemes.rulebook.markup import (
    horizontal_table,
    named_rules,
    paragraphs,
    steps,
    table,
)

HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}


def page(book: Rulebook, about: dict[str, Any], language: Language) -> str:
    """Return the page's HTML.

    ``about`` is an ``AboutAnswer``: the scheme's version, and when it is in effect.
    """
    return _Page(book, about, language).html()


class _Page:
    """Builds one page. Every text is escaped."""

    def __init__(self, book: Rulebook, about: dict[str, Any], language: Language) -> None:
        self._book = book
        self._about = about
        self._language = language

    def html(self) -> str:
        tag = "zh-CN" if self._language == "zh" else "en"
        style = (files(__package__) / "page.css").read_text(encoding="utf-8")
        title = f"{self._book.name} · {self._label('rulebook')}"
        return (
            f'<!doctype html>\n<html lang="{tag}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{escape(title)}</title><style>{style}</style></head><body>"
            f"{self._head()}{self._dimensions()}{self._outcomes()}{self._foot()}</body></html>\n"
        )

    def _label(self, label: str, *parts: object) -> str:
        """Return a label in the page's language, with its places filled by ``parts``."""
        return LABELS[label].to(self._language).format(*parts)

    def _heads(self, *labels: str) -> list[str]:
        return [self._label(label) for label in labels]

    def _head(self) -> str:
        book, about = self._book, self._about
        when = [self._label("rulebook"), *self._when()]
        description = f'<p class="lead">{escape(book.description)}</p>' if book.description else ""
        assumed = about["assumed_parameters"]
        notice = (
            f'<p class="notice">{escape(self._label("assumed", ", ".join(assumed)))}</p>'
            if assumed
            else ""
        )
        return (
            f'<header><h1>{escape(book.name)}</h1><p class="about">{escape(" · ".join(when))}</p>'
            f"</header>{notice}{description}{paragraphs(book.summary)}"
        )

    def _when(self) -> Iterable[str]:
        about = self._about
        if about["version"] is None:
            yield self._label("draft")
            return
        yield self._label("version", about["version"])
        yield self._label("from", about["effective_from"])
        if about["effective_until"]:
            yield self._label("until", about["effective_until"])
        if about["state"] in ("pilot", "retired"):
            yield self._label(about["state"])
        if about.get("reason"):
            yield self._label("reason", about["reason"])

    def _dimensions(self) -> str:
        parts = []
        for dimension in self._book.dimensions:
            points = self._label("points", dimension.points)
            said = f'<p class="muted">{escape(dimension.description or "")}</p>'
            parts.append(
                f'<h2><span>{escape(dimension.name)}</span><span class="points">{escape(points)}'
                f"</span></h2>{said if dimension.description else ''}"
                f"{''.join(self._indicator(one) for one in dimension.indicators)}"
            )
        return "".join(parts)

    def _indicator(self, one: IndicatorRules) -> str:
        points = self._label("points", one.max_points)
        description = f"<p>{escape(one.description)}</p>" if one.description else ""
        target = self._in_brackets(one.target, one.direction) if one.target else one.direction
        rows = [
            ("measured", escape(one.measured)),
            ("target", escape(target)),
            ("rule", escape(one.rule)),
            ("levels", self._levels(one)),
            ("examples", self._examples(one)),
            ("no_data", escape(one.no_data)),
            ("notes", "<br>".join(escape(note) for note in one.notes)),
            ("source", escape(one.source or "")),
            ("inputs", self._inputs(one)),
        ]
        listed = "".join(
            f"<dt>{escape(self._label(label))}</dt><dd class='{label}'>{content}</dd>"
            for label, content in rows
            if content
        )
        return (
            f'<section class="indicator"><h3><span>{escape(one.name)}</span>'
            f'<span class="points">{escape(points)}</span></h3>{description}<dl>{listed}</dl>'
            "</section>"
        )

    def _levels(self, one: IndicatorRules) -> str:
        if not one.levels:
            return ""
        rows = [(level.name, level.marks) for level in one.levels]
        return horizontal_table(self._heads("level", "marks"), rows)

    def _examples(self, one: IndicatorRules) -> str:
        if not one.examples:
            return ""
        rows = [(example.value, example.points) for example in one.examples]
        return horizontal_table(self._heads("value", "score"), rows)

    def _inputs(self, one: IndicatorRules) -> str:
        colon = "：" if self._language == "zh" else ": "
        lines = []
        for figure in one.inputs:
            name = self._in_brackets(figure.name, figure.unit) if figure.unit else figure.name
            lines.append(f"{name}{colon}{figure.description}" if figure.description else name)
        return "<br>".join(map(escape, lines))

    def _in_brackets(self, words: str, note: str) -> str:
        """Return the words followed by a note in brackets."""
        return f"{words}（{note}）" if self._language == "zh" else f"{words} ({note})"

    def _outcomes(self) -> str:
        book = self._book
        grades = [
            (band.name, band.totals, band.coefficient, band.description or "")
            for band in book.grades
        ]
        heads = self._heads("grade", "totals", "coefficient", "description")
        bands = table(heads, grades, figures=(2,))
        parts = [
            ("extras", named_rules(book.extras)),
            ("total", steps(book.total)),
            ("grades", bands + paragraphs(book.grading)),
            ("vetoes", named_rules(book.vetoes)),
        ]
        return "".join(
            f"<h2><span>{escape(self._label(label))}</span></h2>{content}"
            for label, content in parts
            if content
        )

    def _foot(self) -> str:
        words = self._label("fingerprint")
        return (
            f'<footer class="about">{escape(self._about["code"])} · {escape(words)} '
            f"<code>SHA-256 {escape(self._about['sha256'])}</code></footer>"
        )
