"""Schemes as the rest of the product asks for them."""

from typing import Any

from chalicelib.context import Context
from chalicelib.schemes.compiled import ReadyScheme, ready
from chalicelib.schemes.drafts import Draft
from chalicelib.schemes.records import Effect, SchemeHead, SchemeVersion, read_head
from chalicelib.store.collecting import collect
from chalicelib.store.records import from_item
from chalicelib.web import exact_json
from chalicelib.web.languages import Language


def page(context: Context, limit: int, after: str | None) -> tuple[list[SchemeHead], str | None]:
    """Heads of the tenant's schemes, by code."""
    return collect(
        context.table,
        context.scope.schemes(),
        limit=limit,
        after=after,
        keep=lambda item: from_item(SchemeHead, item),
    )


def in_effect(context: Context, code: str, period: str) -> ReadyScheme | None:
    """The published version that scores a period, compiled; None when there is none."""
    head = read_head(context.table, context.scope, code)
    effect = head.in_effect(period) if head else None
    if effect is None:
        return None
    return ready(context.table, context.scope, code, effect.version)


def described_head(head: SchemeHead) -> dict[str, Any]:
    """A scheme in a list."""
    document = exact_json.read(head.draft)
    return {
        "code": head.code,
        "name": document.get("name"),
        "state": head.state,
        "template": head.template,
        "latest_version": head.latest_version,
        "versions": [described_effect(effect) for effect in head.effects],
        "created_at": head.created_at,
        "updated_at": head.updated_at,
    }


def described_draft(draft: Draft, language: Language) -> dict[str, Any]:
    """A scheme with its draft and what the linter finds in it."""
    findings = [
        {
            "code": found.code,
            "severity": found.severity,
            "pointer": found.pointer,
            "message": found.message[language],
            "suggestion": found.suggestion[language],
        }
        for found in draft.findings
    ]
    return {
        **described_head(draft.head),
        "document": draft.document,
        "findings": findings,
        "publishable": all(found.severity != "error" for found in draft.findings),
    }


def described_effect(effect: Effect) -> dict[str, Any]:
    return {
        "version": effect.version,
        "state": effect.state,
        "effective_from": effect.effective_from,
        "effective_until": effect.effective_until,
        "teams": list(effect.teams),
    }


def described_version(version: SchemeVersion, effect: Effect | None) -> dict[str, Any]:
    """A version, whole."""
    return {
        "code": version.code,
        "sha256": version.sha256,
        "published_at": version.published_at,
        "published_by": version.published_by,
        "document": exact_json.read(version.document),
        **(described_effect(effect) if effect else {"version": version.version}),
    }
