"""Pieces of the rulebook's page. Every text that comes in is escaped here."""

from collections.abc import Iterable, Sequence
from html import escape

from chalicelib.schemes.rulebook.content import Named


def across(heads: Sequence[str], pairs: Sequence[tuple[str, str]]) -> str:
    """Two rows, one above the other, so that many indicators fit on a printed page."""
    rows = [
        f"<tr><th>{escape(head)}</th>"
        f"{''.join(f'<td>{escape(pair[place])}</td>' for pair in pairs)}</tr>"
        for place, head in enumerate(heads)
    ]
    return f'<table class="examples">{"".join(rows)}</table>'


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], figures: Sequence[int] = ()) -> str:
    """A table with its headings above; ``figures`` are the places of columns of figures."""
    marks = [' class="figure"' if place in figures else "" for place in range(len(heads))]
    head = _row("th", marks, heads)
    body = "".join(_row("td", marks, row) for row in rows)
    return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"


def paragraphs(sentences: Iterable[str]) -> str:
    return "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)


def steps(sentences: Iterable[str]) -> str:
    """Sentences in the order in which one reckons, numbered."""
    return f"<ol>{''.join(f'<li>{escape(sentence)}</li>' for sentence in sentences)}</ol>"


def named(several: Iterable[Named]) -> str:
    return "".join(
        f"<p><strong>{escape(one.name)}</strong> {escape(one.text)}</p>" for one in several
    )


def _row(tag: str, marks: Sequence[str], cells: Sequence[str]) -> str:
    written = (
        f"<{tag}{mark}>{escape(cell)}</{tag}>" for cell, mark in zip(cells, marks, strict=True)
    )
    return f"<tr>{''.join(written)}</tr>"
