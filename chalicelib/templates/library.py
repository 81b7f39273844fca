"""The template library: complete schemes of several industries, with what is open as parameters.

A template is a scheme document (docs/scheme-document.md) whose `parameters` list everything the
reference scheme leaves open and everything we assumed for it. It becomes a tenant's scheme when
each parameter has got a value or was confirmed; docs/templates.md describes every one.

Nothing is read at import. A template is read from its file when it is first asked for, and its
document is parsed anew for every caller, so that nobody can change it for another.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final, TypeAlias

Document: TypeAlias = dict[str, Any]

# The order in which an administrator sees them: the four reference schemes and their second
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
    """No template has this code; `known` names those there are."""

    def __init__(self, code: str) -> None:
        super().__init__(f"no template {code!r}; there are {', '.join(CODES)}")
        self.code = code
        self.known = CODES


@dataclass(frozen=True, slots=True)
class TemplateSummary:
    """What a list of templates shows: enough to choose one and to ask for its parameters."""

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
    """One template: its summary and the text of its document."""

    summary: TemplateSummary
    text: str

    def document(self) -> Document:
        """The scheme document, the caller's own to change; decimals are exact."""
        return _parse(self.text)


def list_templates() -> tuple[TemplateSummary, ...]:
    """Every template's summary, in the order of `CODES`."""
    return tuple(template(code).summary for code in CODES)


def template(code: str) -> Template:
    """The template of that code; raises UnknownTemplate when there is none."""
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
