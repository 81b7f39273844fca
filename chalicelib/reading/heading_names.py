"""Match header texts to columns: by code, Chinese or English name, or our templates' heading.

A text names a column in three cases. It is one of the column's names, in any case, width and
spacing. It has several of these names (`首次响应时长 / First response (first_response)`). Or it is
a name with a unit or remark in brackets (`响应时长(秒)`, `满意度（必填）`). Any other text names
nothing: texts that merely look alike never match.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from chalicelib.scoring.text import Text

from .columns import ColumnSpec
from .employee_fields import LABELS, Field, field_names, template_heading
from .notes import ERROR_HEADING
from .units import contradicts, is_remark
from .words import name_key

_PARTS = re.compile(r"[/|()\[\]【】\n]+")


class HeadingNames:
    """The names of one scheme's columns and of the employee fields."""

    def __init__(self, specs: Sequence[ColumnSpec], employee_field: str = "employee_id") -> None:
        self._specs = {spec.code: spec for spec in specs}
        self._codes = _unambiguous((spec.code, _spec_keys(spec)) for spec in specs)
        self._own_id = name_key(employee_field)
        by_field = _field_keys(employee_field)
        # The employee's column goes last: a heading that the request names is that and no other.
        self._fields: dict[str, tuple[Field, int]] = {
            key: (field, rank)
            for field in sorted(by_field, key=lambda one: one == "employee_id")
            for rank, key in reversed(list(enumerate(by_field[field])))
        }

    def match(
        self, texts: Sequence[str]
    ) -> tuple[dict[str, int], dict[Field, int], tuple[str, ...]]:
        """Return columns and fields found, each with its position, and texts that name neither."""
        columns: dict[str, int] = {}
        for position, text in enumerate(texts):
            code = self.column(text)
            if code is not None:
                columns.setdefault(code, position)
        fields = self._find_fields(texts)
        used = {*columns.values(), *fields.values()}
        unknown = tuple(
            text
            for position, text in enumerate(texts)
            if text and position not in used and name_key(text) != name_key(ERROR_HEADING)
        )
        return columns, fields, unknown

    def column(self, text: str) -> str | None:
        """Return the code of the column that a header text names, or None."""
        if not text:
            return None
        if text in self._specs:
            return text
        whole = self._codes.get(name_key(text))
        if whole is not None:
            return whole
        found: set[str] = set()
        rest: list[str] = []
        for part in _parts(text):
            code = self._codes.get(name_key(part))
            if code is None:
                rest.append(part)
            else:
                found.add(code)
        if len(found) != 1:
            return None
        code = found.pop()
        return code if all(is_remark(part, self._specs[code].unit) for part in rest) else None

    def named_twice(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Return header texts that name the same column, or are equally good names of the id.

        The reader does not choose between them.
        """
        naming: dict[object, list[str]] = {}
        for text in texts:
            field = self.field(text)
            if (code := self.column(text)) is not None:
                naming.setdefault(code, []).append(text)
            elif field is not None and field[0] == "employee_id":
                naming.setdefault(field, []).append(text)
        return tuple(text for same in naming.values() if len(same) > 1 for text in same)

    def several_ids(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Return header texts that name the employee's id by different names.

        Nobody knows which of them is meant: 工号 may be one system's and 员工编号 the other's.
        A heading that is just our own code, or what the request names, is meant before any other.
        """
        ids = [text for text in texts if self.column(text) is None and self._names_id(text)]
        if len(ids) < 2 or any(name_key(text) == self._own_id for text in ids):
            return ()
        return tuple(ids)

    def _names_id(self, text: str) -> bool:
        found = self.field(text) if text else None
        return found is not None and found[0] == "employee_id"

    def wrong_units(
        self, texts: Sequence[str], columns: Mapping[str, int]
    ) -> tuple[tuple[str, Text], ...]:
        """Return (header text, expected unit) where the text names another unit of time."""
        wrong: list[tuple[str, Text]] = []
        for code, position in columns.items():
            heading, unit = texts[position], self._specs[code].unit
            if unit is None or name_key(heading) in self._codes:
                continue
            rest = [part for part in _parts(heading) if name_key(part) not in self._codes]
            if any(contradicts(part, unit) for part in rest):
                wrong.append((heading, unit))
        return tuple(wrong)

    def field(self, text: str) -> tuple[Field, int] | None:
        """Return the employee field that a header text names, and the name's rank (0 is best)."""
        whole = self._fields.get(name_key(text))
        if whole is not None:
            return whole
        parts = _parts(text)
        named = [self._fields[key] for key in map(name_key, parts) if key in self._fields]
        rest = [part for part in parts if name_key(part) not in self._fields]
        one_field = len({field for field, _ in named}) == 1
        return min(named) if one_field and all(is_remark(p, None) for p in rest) else None

    def _find_fields(self, texts: Sequence[str]) -> dict[Field, int]:
        """Return the position of each field's best name; the first position among equal names."""
        best: dict[Field, tuple[int, int]] = {}
        for position, text in enumerate(texts):
            named = self.field(text) if text else None
            if named is not None:
                field, rank = named
                best[field] = min(best.get(field, (rank, position)), (rank, position))
        return {field: position for field, (_, position) in best.items()}


def _parts(text: str) -> list[str]:
    split = _PARTS.split(unicodedata.normalize("NFKC", text))
    return [part.strip() for part in split if part.strip()]


def _field_keys(employee_field: str) -> dict[Field, tuple[str, ...]]:
    keys = field_names(employee_field)
    for field, (zh, en) in LABELS.items():
        if field != "employee_id" or employee_field == "employee_id":
            keys[field] = (name_key(template_heading(zh, en, field)), *keys[field])
    return keys


def _spec_keys(spec: ColumnSpec) -> tuple[str, ...]:
    zh, en = (*spec.names, "", "")[:2]
    heading = template_heading(zh, en, spec.code)
    return tuple(name_key(name) for name in (spec.code, *spec.names, heading) if name_key(name))


def _unambiguous(keyed: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, str]:
    """Return key to code. A key of two columns names neither, unless it is the code of one."""
    names: dict[str, set[str]] = {}
    for code, keys in keyed:
        for key in keys:
            names.setdefault(key, set()).add(code)
    chosen: dict[str, str] = {}
    for key, codes in names.items():
        own = [code for code in codes if name_key(code) == key]
        if len(codes) == 1:
            chosen[key] = next(iter(codes))
        elif len(own) == 1:
            chosen[key] = own[0]
    return chosen
