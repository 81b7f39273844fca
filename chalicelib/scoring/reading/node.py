"""A node of a scheme document: its value, its JSON pointer, and the nodes below it."""

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import Self

from chalicelib.scoring.findings import Finding, finding, joined

from .scalars import brief


class Node:
    """One value of the document, its pointer, and the list to which faults are added."""

    __slots__ = ("findings", "pointer", "value")

    def __init__(self, value: object, pointer: str, findings: list[Finding]) -> None:
        self.value = value
        self.pointer = pointer
        self.findings = findings

    @property
    def present(self) -> bool:
        """Whether there is a value other than null."""
        return self.value is not None

    def fault(self, code: str, **figures: object) -> None:
        """Note the structural fault `code` at this place."""
        self.findings.append(finding(code, self.pointer, **figures))

    def at(self, key: str | int) -> Self:
        """The node below; its value is None when there is none."""
        value = self.value.get(key) if isinstance(self.value, Mapping) else None
        return type(self)(value, joined(self.pointer, key), self.findings)

    def is_object(self, fields: Collection[str] | None = None) -> bool:
        """Whether the value is an object; every field that is not in `fields` is a fault.

        Fields that begin with `x_` are the tenant's own and allowed.
        """
        if not self.filled("object"):
            return False
        if not isinstance(self.value, Mapping):
            self.wrong("object")
            return False
        if fields is not None:
            for key in self.value:
                if not (isinstance(key, str) and (key in fields or key.startswith("x_"))):
                    self._unknown(key, fields)
        return True

    def entries(self) -> Iterable[tuple[str, Self]]:
        """The fields of an object whose keys the tenant chooses."""
        if not self.filled("object"):
            return
        if not isinstance(self.value, Mapping):
            self.wrong("object")
            return
        for key in self.value:
            if isinstance(key, str):
                yield key, self.at(key)
            else:
                self._unknown(key, ())

    def items(self, most: int, least: int = 0) -> list[Self]:
        """The items of a list of `least` to `most` items; none when there is no value."""
        if not self.present and not least:
            return []
        if not self.filled("list"):
            return []
        if not isinstance(self.value, list | tuple):
            self.wrong("list")
            return []
        if len(self.value) > most:
            self.fault("too_many", most=most, found=len(self.value))
            return []
        if len(self.value) < least:
            self.fault("too_few", least=least)
        return [
            type(self)(value, joined(self.pointer, n), self.findings)
            for n, value in enumerate(self.value)
        ]

    def filled(self, expected: str) -> bool:
        """Whether there is a value to read; a missing value or an open parameter is a fault.

        `expected` names what should be there.
        """
        if not self.present:
            self.fault("missing", expected=expected)
            return False
        if isinstance(self.value, Mapping) and "$parameter" in self.value:
            self.fault("parameter_unset", parameter=brief(self.value["$parameter"]))
            return False
        return True

    def wrong(self, expected: str) -> None:
        """Note that the value is of the wrong type."""
        self.fault("wrong_type", expected=expected, found=brief(self.value))

    def _unknown(self, key: object, fields: Collection[str]) -> None:
        # Comparing spellings takes time; after a hundred faults it is left out.
        comparable = isinstance(key, str) and len(key) < 60 and len(self.findings) < 100
        near = get_close_matches(str(key), fields, n=1) if comparable else []
        known = near[0] if near else ", ".join(sorted(fields)) or "-"
        where = joined(self.pointer, brief(key))
        self.findings.append(finding("unknown_field", where, field=brief(key), known=known))
