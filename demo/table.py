"""Text tables for a terminal, where a Chinese character is two columns wide."""

import unicodedata
from collections.abc import Sequence
from typing import Literal

Align = Literal["left", "right"]


def width(text: str) -> int:
    """Return the number of terminal columns of `text`."""
    return sum(_columns(character) for character in text)


def padded(text: str, columns: int, align: Align = "left") -> str:
    """Return `text` padded with spaces to `columns`."""
    spaces = " " * (columns - width(text))
    return text + spaces if align == "left" else spaces + text


def table(header: Sequence[str], rows: Sequence[Sequence[str]], align: Sequence[Align]) -> str:
    """Return header, rule and rows as text, each column as wide as its widest cell."""
    widths = [max(width(row[n]) for row in [header, *rows]) for n in range(len(header))]
    lines = [_line(row, widths, align) for row in [header, *rows]]
    rule = "  ".join("─" * columns for columns in widths)
    return "\n".join([lines[0], rule, *lines[1:]])


def wrapped(text: str, columns: int, indent: str) -> str:
    """Break `text` into lines of at most `columns`: between words, or anywhere in Chinese."""
    lines, line, room = [], "", columns - width(indent)
    for piece in _pieces(text):
        if line and width(line + piece.rstrip()) > room:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return "\n".join(indent + line for line in [*lines, line.rstrip()] if line)


def _pieces(text: str) -> list[str]:
    """Yield words with the spaces after them, and Chinese characters with their punctuation."""
    pieces: list[str] = []
    for character in text:
        starts_new = not pieces or pieces[-1][-1] == " " or _columns(pieces[-1][-1]) == 2
        if _columns(character) == 2 and not unicodedata.category(character).startswith("P"):
            starts_new = True
        if character == " " or unicodedata.category(character) == "Po":
            starts_new = not pieces
        if starts_new:
            pieces.append(character)
        else:
            pieces[-1] += character
    return pieces


def _line(cells: Sequence[str], widths: Sequence[int], align: Sequence[Align]) -> str:
    return "  ".join(map(padded, cells, widths, align)).rstrip()


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
