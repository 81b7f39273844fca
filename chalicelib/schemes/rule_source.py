"""The rules that a trial or a simulation goes by: a draft, a version, or a document sent along.

None of them needs to be publishable. Where a parameter waits for the tenant, its suggestion
stands in and is named in the answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.errors import Invalid, NotFound
from chalicelib.schemes.compiled import ReadyScheme, ready
from chalicelib.schemes.drafts import existing
from chalicelib.schemes.structure import WAITING, faults, refuse_unreadable
from chalicelib.scoring import (
    Finding,
    InvalidScheme,
    compile_scheme,
    fill,
    lint,
    read_scheme,
    sha256,
)
from chalicelib.scoring.parameters import open_parameters, substitute
from chalicelib.tenancy.context import Context
from chalicelib.web import exact_json

#: Stands for a version's number where there is none: a draft, or a document of the request.
NO_VERSION = 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rules, compiled; ``version`` is None for a draft or a document,
    whose findings come along: a version has none that matter."""

    code: str
    version: int | None
    ready: ReadyScheme
    assumed: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    def described(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "version": self.version,
            "sha256": self.ready.sha256,
            "assumed_parameters": list(self.assumed),
        }


def of_version(context: Context, code: str, number: int) -> Chosen:
    """A version. Raises 404."""
    existing(context, code)
    found = ready(context.table, context.scope, code, number)
    if found is None:
        raise NotFound
    return Chosen(code, number, found)


def of_draft(context: Context, code: str) -> Chosen:
    """The draft as it is stored. 404; 422 ``scheme_unfinished`` naming the parameters without
    which it cannot be scored by."""
    document = exact_json.read(existing(context, code).draft)
    return replace(_made(document, ""), findings=lint(document))


def of_document(document: Mapping[str, Any]) -> Chosen:
    """A document of the request, at ``/document`` there. 422 ``invalid_scheme``."""
    examined = refuse_unreadable(document, "/document")
    return replace(_made(document, "/document"), findings=examined.findings)


def _made(document: Mapping[str, Any], pointer: str) -> Chosen:
    waiting = open_parameters(document.get("parameters"))
    suggested = {code: one.get("suggested") for code, one in waiting.items()}
    assumed = {code: value for code, value in suggested.items() if value is not None}
    complete = substitute(fill(document), assumed)
    try:
        scheme = read_scheme(complete)
    except InvalidScheme as unfinished:
        found = tuple(one for one in unfinished.findings if one.code == WAITING)
        raise Invalid(faults(found or unfinished.findings, pointer), "scheme_unfinished") from None
    compiled = ReadyScheme(NO_VERSION, sha256(complete), scheme, compile_scheme(scheme))
    return Chosen(scheme.code, None, compiled, tuple(assumed))
