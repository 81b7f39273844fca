"""The template library: complete schemes of several industries, with open parameters.

A template is a scheme document (docs/scheme-document.md). Its `parameters` list every figure that
the reference scheme leaves open and every figure that we assumed. A tenant's scheme can be
published when each parameter has a value or is confirmed. docs/templates.md describes them all.

Importing this module reads no file. A template's file is read at its first use. Its document is
parsed again for every caller, so a caller that changes its copy affects no other caller.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final, TypeAlias

Document: TypeAlias = dict[str, Any]

# The order of the list that administrators see: the four reference schemes with their second
# scorings, then the industry variants of the quality standard.
CODES: Final = (
    "taobao",
    "courier",
    "online-support",
    "quality-standard",
    "quality-standard-channels",
    "quality-standard-70-30",
    "telecom",
    "finance",
    "medical",
    "education",
    "e-commerce",
)


class UnknownTemplate(LookupError):
    """No template has this code. `known` lists the codes of all templates."""

    def __init__(self, code: str) -> None:
        super().__init__(f"no template {code!r}; there are {', '.join(CODES)}")
        self.code = code
        self.known = CODES


@dataclass(frozen=True, slots=True)
class TemplateSummary:
    """A template in a list: enough to choose one and to ask for its parameters.

    `indicators` are codes. `parameters` are the entries of the document.
    """

    code: str
    name: Mapping[str, str]
    description: Mapping[str, str]
    industry: str
    subject: str
    period: str
    indicators: tuple[str, ...]
    parameters: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A template: its summary and the JSON text of its document."""

    summary: TemplateSummary
    text: str

    def document(self) -> Document:
        """Return a new copy of the scheme document, which the caller may change.

        Numbers with a fraction are Decimal.
        """
        return _parse(self.text)


def list_templates() -> tuple[TemplateSummary, ...]:
    """Return every template's summary, in the order of `CODES`."""
    return tuple(template(code).summary for code in CODES)


def template(code: str) -> Template:
    """Return the template of that code. Raises UnknownTemplate when there is none."""
    if code not in CODES:
        raise UnknownTemplate(code)
    return _read(code)


@cache
def _read(code: str) -> Template:
    text = (files(__package__) / f"{code}.json").read_text(encoding="utf-8")
    return Template(_summary(_parse(text)), text)


def _parse(text: str) -> Document:
    document: Document = json.loads(text, parse_float=Decimal)
    return document


def _summary(document: Document) -> TemplateSummary:
    return TemplateSummary(
        code=document["code"],
        name=document["name"],
        description=document["description"],
        industry=document["industry"],
        subject=document["subject"],
        period=document["period"],
        indicators=tuple(
            indicator["code"]
            for dimension in document["dimensions"]
            for indicator in dimension["indicators"]
        ),
        parameters=tuple(document["parameters"]),
    )
