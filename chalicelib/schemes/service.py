"""Read schemes, and describe them as JSON values for the API."""

from typing import Any

from chalicelib.language import Language
from chalicelib.schemes.calendar import Effect
from chalicelib.schemes.calendar_items import this_month
from chalicelib.schemes.drafts import Draft
from chalicelib.schemes.keys import partition_of_schemes
from chalicelib.schemes.records import SchemeHead, SchemeVersion
from chalicelib.scoring import Finding
from chalicelib.store.filtered_page import collect
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context
from chalicelib.web import exact_json


def page(context: Context, limit: int, after: str | None) -> tuple[list[SchemeHead], str | None]:
    """Return up to ``limit`` heads of the tenant's schemes by code, and the next position."""
    return collect(
        context.table,
        partition_of_schemes(context.scope),
        limit=limit,
        after=after,
        keep=lambda item: from_item(SchemeHead, item),
    )


def described_head(context: Context, head: SchemeHead) -> dict[str, Any]:
    """Return a scheme as a list shows it (``SchemeHeadAnswer``)."""
    month = this_month(context)
    return {
        "code": head.code,
        "name": head.name,
        "state": head.state(month),
        "template": head.template,
        "latest_version": head.latest_version,
        "versions": [described_effect(effect, month) for effect in head.effects],
        "created_at": head.created_at,
        "updated_at": head.updated_at,
    }


def described_draft(context: Context, draft: Draft, language: Language) -> dict[str, Any]:
    """Return a scheme with its draft and the linter's findings (``SchemeAnswer``)."""
    return {
        **described_head(context, draft.head),
        "document": draft.document,
        "findings": [described_finding(one, language) for one in draft.examined.findings],
        "publishable": draft.examined.publishable,
    }


def described_finding(found: Finding, language: Language) -> dict[str, Any]:
    """Return a finding in one language (``FindingAnswer``)."""
    return {
        "code": found.code,
        "severity": found.severity,
        "pointer": found.pointer,
        "message": found.message[language],
        "suggestion": found.suggestion[language],
    }


def described_effect(effect: Effect, month: str) -> dict[str, Any]:
    """Return when a version is in effect, and its state as of a month (``EffectAnswer``)."""
    return {
        "version": effect.version,
        "state": effect.state_in(month),
        "pilot": effect.state == "pilot",
        "effective_from": effect.effective_from,
        "effective_until": effect.effective_until,
        "retired_from": effect.retired_from,
        "reason": effect.reason,
        "worse_off": [
            {"period": period, "employees": people}
            for period, people in sorted((effect.worse_off or {}).items())
        ],
        "teams": list(effect.teams),
    }


def described_version(
    context: Context, version: SchemeVersion, effect: Effect | None
) -> dict[str, Any]:
    """Return a version with its document (``VersionAnswer``)."""
    when = described_effect(effect, this_month(context)) if effect else {}
    return {
        "version": version.version,
        "code": version.code,
        "sha256": version.sha256,
        "published_at": version.published_at,
        "published_by": version.published_by,
        "document": exact_json.read(version.document),
        **when,
    }
