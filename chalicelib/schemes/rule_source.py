"""The rules of a trial or a simulation: a draft, a version, or a document of the request.

A draft or document need not be publishable. The suggestion of an open parameter is used in its
place, and the answer names the parameter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.errors import Invalid, NotFound
from chalicelib.schemes.compiled import ReadyScheme, ready
from chalicelib.schemes.drafts import existing_head
from chalicelib.schemes.structure import WAITING, faults, refuse_too_large, refuse_unreadable
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

#: The version number of a draft or of a document of the request.
NO_VERSION = 0


@dataclass(frozen=True, slots=True)
class ChosenRules:
    """Compiled rules. ``version`` is None for a draft or a document of the request.

    ``assumed`` are the open parameters whose suggestion was used. ``findings`` are the linter's; a
    version has none here, because it was checked at publication.
    """

    code: str
    version: int | None
    ready: ReadyScheme
    assumed: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    def described(self) -> dict[str, Any]:
        """Return the rules' identity as JSON values (``RulesAnswer``)."""
        return {
            "code": self.code,
            "version": self.version,
            "sha256": self.ready.sha256,
            "assumed_parameters": list(self.assumed),
        }


def of_version(context: Context, code: str, number: int) -> ChosenRules:
    """Return the rules of a version. Raises NotFound (404), and Damaged (500)."""
    existing_head(context, code)
    found = ready(context.table, context.scope, code, number)
    if found is None:
        raise NotFound("version")
    return ChosenRules(code, number, found)


def of_draft(context: Context, code: str) -> ChosenRules:
    """Return the rules of the stored draft, with findings.

    Raises NotFound (404). Raises Invalid (422) ``scheme_unfinished`` with the parameters that have
    neither a value nor a suggestion.
    """
    document = exact_json.read(existing_head(context, code).draft)
    return replace(_compiled(document, ""), findings=lint(document))


def of_document(document: Mapping[str, Any]) -> ChosenRules:
    """Return the rules of the request's document, with findings.

    Raises Invalid (422) ``invalid_scheme`` with every structural fault, or ``scheme_unfinished``
    for parameters without a value or suggestion. Pointers begin with ``/document``. Raises TooLarge
    (413) as for a draft.
    """
    refuse_too_large(exact_json.write(document))
    examined = refuse_unreadable(document, "/document")
    return replace(_compiled(document, "/document"), findings=examined.findings)


def _compiled(document: Mapping[str, Any], pointer: str) -> ChosenRules:
    """Fill the parameters with values or suggestions, then read and compile the document.

    Raises Invalid (422) ``scheme_unfinished``. ``pointer`` is the document's place in the request.
    """
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
    return ChosenRules(scheme.code, None, compiled, tuple(assumed))
