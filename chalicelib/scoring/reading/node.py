"""A node of a scheme document: what stands there, where it is, and what is below it."""

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import Self

from chalicelib.scoring.findings import Finding, finding, joined

from .scalars import brief


class Node:
    """One value of the document, its pointer, and the list that faults are written to."""

    __slots__ = ("findings", "pointer", "value")

    def __init__(self, value: object, pointer: str, findings: list[Finding]) -> None:
        self.value = value
        self.pointer = pointer
        self.findings = findings

    @property
    def present(self) -> bool:
        """Something other than null stands here."""
        return self.value is not None

    def fault(self, code: str, **figures: object) -> None:
        self.findings.append(finding(code, self.pointer, **figures))

    def at(self, key: str | int) -> Self:
        """The place below; its value is None when there is none, as for null."""
        value = self.value.get(key) if isinstance(self.value, Mapping) else None
        return type(self)(value, joined(self.pointer, key), self.findings)

    def is_object(self, fields: Collection[str] | None = None) -> bool:
        """Whether an object stands here; fields that it may not have are faults of their own."""
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
        """The fields of an object whose keys are the tenant's own."""
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
        """The items of a list of at least `least` and at most `most`; nothing there is none."""
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
        """Whether anything stands here that could be read; an open parameter is said to be one."""
        if not self.present:
            self.fault("missing", expected=expected)
            return False
        if isinstance(self.value, Mapping) and "$parameter" in self.value:
            self.fault("parameter_unset", parameter=brief(self.value["$parameter"]))
            return False
        return True

    def wrong(self, expected: str) -> None:
        self.fault("wrong_type", expected=expected, found=brief(self.value))

    def _unknown(self, key: object, fields: Collection[str]) -> None:
        # Comparing spellings takes time; after so many faults it helps nobody.
        comparable = isinstance(key, str) and len(key) < 60 and len(self.findings) < 100
        near = get_close_matches(str(key), fields, n=1) if comparable else []
        known = near[0] if near else ", ".join(sorted(fields)) or "-"
        where = joined(self.pointer, brief(key))
        self.findings.append(finding("unknown_field", where, field=brief(key), known=known))
