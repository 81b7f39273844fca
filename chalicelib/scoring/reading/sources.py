"""Reading the sources of a scheme, and the source of each column.

Before there were sources a column said in words where its figures come from. Such a text becomes a
source: texts that fold alike (width, case, spaces) are one. Its code is made of the English words,
in lower case with `_` between them; where none are left, or the code is taken, it is `source_` and
the number of the source.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from chalicelib.scoring import limits
from chalicelib.scoring.scheme import JUDGES, ColumnNote, Scheme, Source
from chalicelib.scoring.text import Text

from .place import Place

SOURCE_FIELDS: Final = ("code", "name", "due_day", "judged_by")
_CODE_CHARACTERS: Final = 40
_NO_WORD: Final = re.compile(r"[^a-z0-9]+")


def read_sources(
    document: Place, columns: Sequence[ColumnNote]
) -> tuple[tuple[Source, ...], tuple[ColumnNote, ...]]:
    """The sources, declared and made of texts, and the columns with the code of theirs.

    Where the document declares sources, a plain string on a column is a code; else it is a text.
    """
    section = document.at("sources")
    coded = section.present
    sources = [_read_source(place) for place in section.items(limits.SOURCES)]
    found: list[ColumnNote] = []
    for note, place in zip(columns, document.at("columns").items(limits.COLUMNS), strict=False):
        found.append(replace(note, source=_source_of(place.at("source"), sources, coded=coded)))
    if len(sources) > limits.SOURCES:
        section.fault("too_many", most=limits.SOURCES, found=len(sources))
    return tuple(sources), tuple(found)


def with_sources(document: Mapping[str, Any], scheme: Scheme) -> dict[str, Any]:
    """The document with every source declared, and its code at each column that has one.

    `scheme` must be what the document reads as. A document without texts stays as it is.
    """
    made = [{"code": one.code, "name": dict(one.name)} for one in scheme.sources if one.made]
    columns = [
        column if note.source is None else {**column, "source": note.source}
        for column, note in zip(document.get("columns") or (), scheme.columns, strict=True)
    ]
    if not scheme.sources or (not made and columns == list(document["columns"])):
        return dict(document)
    return {**document, "sources": [*(document.get("sources") or ()), *made], "columns": columns}


def folded(name: Text) -> tuple[str, str]:
    """What spellings of a source's name have in common."""
    zh, en = ("".join(unicodedata.normalize("NFKC", name[lang]).split()) for lang in ("zh", "en"))
    return zh.casefold(), en.casefold()


def _read_source(place: Place) -> Source:
    place.is_object(SOURCE_FIELDS)
    due, judged = place.at("due_day"), place.at("judged_by")
    return Source(
        code=place.at("code").code(),
        name=place.at("name").text(limits.NAME_CHARACTERS),
        due_day=due.integer(least=1, most=limits.DUE_DAY) if due.present else None,
        judged_by=judged.choice(JUDGES) if judged.present else None,
    )


def _source_of(place: Place, sources: list[Source], *, coded: bool) -> str | None:
    """The code of a column's source. A text that no source has yet is added as one."""
    if not place.present:
        return None
    if coded and not isinstance(place.value, Mapping):
        return place.code()
    name = place.text(limits.NAME_CHARACTERS)
    same = next((one for one in sources if folded(one.name) == folded(name)), None)
    if same is None:
        same = Source(_made_code(name, sources), name, made=True)
        sources.append(same)
    return same.code


def _made_code(name: Text, sources: Sequence[Source]) -> str:
    words = unicodedata.normalize("NFKC", name["en"]).casefold()
    code = _NO_WORD.sub("_", words).strip("_")[:_CODE_CHARACTERS].strip("_")
    taken = {one.code for one in sources}
    number = len(sources) + 1
    while not code or code in taken:
        code, number = f"source_{number}", number + 1
    return code
