"""Decide which findings prevent saving a document, and which are saved with the draft.

A draft may have errors as a scheme, such as points that do not add up or open parameters. The
linter's findings come with it until they are corrected. Structural faults are refused, all at once:
a missing field, a malformed figure, a code used twice, more entries than allowed. So every saved
draft can be read as a scheme. A place with an open parameter is no fault. It is filled later.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.errors import Fault, Invalid, ServiceError, TooLarge
from chalicelib.language import Text
from chalicelib.scoring import Finding, lint
from chalicelib.scoring.findings import joined
from chalicelib.scoring.parameters import open_parameters
from chalicelib.scoring.structure_words import STRUCTURE

#: Most bytes of a stored draft. An audit event holds the draft before and after a change, and an
#: item of the table may have 400 KB. The largest template has 40 KB.
LARGEST_DOCUMENT = 180_000
#: The reader reports this finding as structural. A draft may be saved with it, because the
#: parameter can be settled later.
WAITING = "parameter_unset"
#: Ends of the pointers of objects that have a ``kind``. Elsewhere ``kind`` is an unknown field.
_HAVE_A_KIND = ("/rule", "/value", "/value/of")


@dataclass(frozen=True, slots=True)
class Examined:
    """All findings of a document, and the structural ones among them, which prevent saving."""

    findings: tuple[Finding, ...]
    structural: tuple[Finding, ...]

    @property
    def publishable(self) -> bool:
        """Whether no finding is an error."""
        return all(found.severity != "error" for found in self.findings)


def examine(document: Mapping[str, Any]) -> Examined:
    """Lint the document once. Does not raise for any JSON values in it.

    Faults inside a rule or value whose kind is an open parameter are not structural.
    """
    findings = lint(document)
    structural = [found for found in findings if found.code in STRUCTURE and found.code != WAITING]
    if structural:
        # The kind of such a rule or value is not known yet, so its fields cannot be judged.
        unknown = tuple(f"{pointer}/" for pointer in _open_kinds(document))
        structural = [found for found in structural if not found.pointer.startswith(unknown)]
    return Examined(findings, tuple(structural))


def faults(findings: tuple[Finding, ...], prefix: str = "") -> list[Fault]:
    """Return findings as faults of a request. ``prefix`` is the document's pointer in the body."""
    return [Fault(prefix + found.pointer, found.code, Text(**found.message)) for found in findings]


def refuse_too_large(text: str) -> None:
    """Raise TooLarge (413) for a document whose JSON text is above ``LARGEST_DOCUMENT`` bytes."""
    if len(text.encode()) > LARGEST_DOCUMENT:
        raise TooLarge(
            "scheme_too_large",
            Text(
                f"方案文档超过 {LARGEST_DOCUMENT // 1000} KB。",
                f"The scheme's document is larger than {LARGEST_DOCUMENT // 1000} KB.",
            ),
        )


def refuse_unreadable(document: Mapping[str, Any], prefix: str = "") -> Examined:
    """Examine the document. Raises Invalid (422) ``invalid_scheme`` with all structural faults."""
    examined = examine(document)
    if examined.structural:
        raise invalid_scheme(faults(examined.structural, prefix))
    return examined


def invalid_scheme(found: list[Fault]) -> ServiceError:
    """Return the Invalid (422) ``invalid_scheme`` with these faults."""
    return Invalid(found, "invalid_scheme")


def _open_kinds(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield pointers of rules and values whose kind is a parameter without value or suggestion."""
    waiting = open_parameters(document.get("parameters"))
    blank = {code for code, one in waiting.items() if one.get("suggested") is None}
    if not blank:
        return
    stack: list[tuple[str, Any]] = [("", document)]
    while stack:
        pointer, value = stack.pop()
        if isinstance(value, Mapping):
            kind = value.get("kind")
            of_a_kind = pointer.endswith(_HAVE_A_KIND)
            if of_a_kind and isinstance(kind, Mapping) and kind.get("$parameter") in blank:
                yield pointer
            stack += ((joined(pointer, key), inner) for key, inner in value.items())
        elif isinstance(value, list):
            stack += ((joined(pointer, place), inner) for place, inner in enumerate(value))
