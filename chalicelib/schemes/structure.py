"""Which findings keep a document from being saved, and which are saved with the draft.

A draft may be wrong as a scheme (points that do not add up, parameters open): the linter's
findings come with it until they are mended. But what is saved can be read as a scheme: a
missing field, a figure that is no figure, a code used twice or more entries than allowed are
refused, all at once. A place that waits for a parameter is neither: it is filled later.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.errors import Fault, Invalid, ServiceError
from chalicelib.language import Text
from chalicelib.scoring import Finding, lint
from chalicelib.scoring.findings import joined
from chalicelib.scoring.parameters import open_parameters
from chalicelib.scoring.structure_words import STRUCTURE

#: Structural in the reader's eyes, but a draft is there to be completed.
WAITING = "parameter_unset"
#: Where an object says by its kind which fields it has; elsewhere ``kind`` is no field at all.
_HAVE_A_KIND = ("/rule", "/value", "/value/of")


@dataclass(frozen=True, slots=True)
class Examined:
    """Every finding of a document, and those among them for which it is no scheme at all."""

    findings: tuple[Finding, ...]
    structural: tuple[Finding, ...]

    @property
    def publishable(self) -> bool:
        return all(found.severity != "error" for found in self.findings)


def examine(document: Mapping[str, Any]) -> Examined:
    """Lint the document once. Never raises, whatever JSON value it holds."""
    findings = lint(document)
    structural = [found for found in findings if found.code in STRUCTURE and found.code != WAITING]
    if structural:
        # Not known yet is what kind of rule or value stands there, so nothing inside it is wrong.
        unknown = tuple(f"{pointer}/" for pointer in _kinds_open(document))
        structural = [found for found in structural if not found.pointer.startswith(unknown)]
    return Examined(findings, tuple(structural))


def faults(findings: tuple[Finding, ...], prefix: str = "") -> list[Fault]:
    """Findings as faults of a request; ``prefix`` is where the document lies in the body."""
    return [Fault(prefix + found.pointer, found.code, Text(**found.message)) for found in findings]


def refuse_unreadable(document: Mapping[str, Any], prefix: str = "") -> Examined:
    """The document, examined. 422 ``invalid_scheme`` with every structural fault at once."""
    examined = examine(document)
    if examined.structural:
        raise invalid_scheme(faults(examined.structural, prefix))
    return examined


def invalid_scheme(found: list[Fault]) -> ServiceError:
    return Invalid(found, "invalid_scheme")


def _kinds_open(document: Mapping[str, Any]) -> Iterator[str]:
    """Pointers of the rules and values whose kind is a parameter without value or suggestion."""
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
