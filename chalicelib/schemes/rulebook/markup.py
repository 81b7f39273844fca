"""HTML parts of the rulebook's page. These functions escape every text that they get."""

from collections.abc import Iterable, Sequence
from html import escape

from chalicelib.schemes.rulebook.content import NamedRule


def horizontal_table(heads: Sequence[str], pairs: Sequence[tuple[str, str]]) -> str:
    """Return a table with one row for each heading and one column for each pair.

    The table has only two rows, so many indicators fit on a printed page.
    """
    rows = [
        f"<tr><th>{escape(head)}</th>"
        f"{''.join(f'<td>{escape(pair[place])}</td>' for pair in pairs)}</tr>"
        for place, head in enumerate(heads)
    ]
    return f'<table class="examples">{"".join(rows)}</table>'


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], figures: Sequence[int] = ()) -> str:
    """Return a table with headings above. ``figures`` are the positions of columns of figures."""
    marks = [' class="figure"' if place in figures else "" for place in range(len(heads))]
    head = _row("th", marks, heads)
    body = "".join(_row("td", marks, row) for row in rows)
    return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"


def paragraphs(sentences: Iterable[str]) -> str:
    """Return one paragraph for each sentence."""
    return "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)


def steps(sentences: Iterable[str]) -> str:
    """Return a numbered list of sentences: the steps of a computation."""
    return f"<ol>{''.join(f'<li>{escape(sentence)}</li>' for sentence in sentences)}</ol>"


def named_rules(rules: Iterable[NamedRule]) -> str:
    """Return one paragraph for each extra or veto, with its name in bold."""
    return "".join(
        f"<p><strong>{escape(rule.name)}</strong> {escape(rule.text)}</p>" for rule in rules
    )


def _row(tag: str, marks: Sequence[str], cells: Sequence[str]) -> str:
    written = (
        f"<{tag}{mark}>{escape(cell)}</{tag}>" for cell, mark in zip(cells, marks, strict=True)
    )
    return f"<tr>{''.join(written)}</tr>"
