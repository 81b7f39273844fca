"""Drafts: made from a template or whole, saved with whatever the linter finds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.context import Context
from chalicelib.schemes.records import SchemeHead, read_head
from chalicelib.scoring import Finding, fill, lint
from chalicelib.store.records import to_item
from chalicelib.templates.library import template
from chalicelib.web import exact_json
from chalicelib.web.etags import check
from chalicelib.web.fields import CODE
from chalicelib.web.languages import Text
from chalicelib.web.problems import Fault, Problem, conflict, invalid, not_found, stale, wrong

#: A DynamoDB item holds 400 KB; the reference schemes are below 40.
LARGEST_DOCUMENT = 300_000


@dataclass(frozen=True, slots=True)
class Draft:
    """A scheme's head with what the linter has to say of its draft."""

    head: SchemeHead
    document: Mapping[str, Any]
    findings: tuple[Finding, ...]


def create(context: Context, wanted: Mapping[str, Any]) -> Draft:
    """A new scheme, from ``{"template", "code"?, "name"?, "parameters"?}`` or a whole document.

    409 when the code is taken, 422 with every fault when the document cannot be a scheme.
    """
    source = wanted.get("template")
    document = _from_template(wanted) if source is not None else dict(wanted)
    code = _code(document)
    head = SchemeHead(
        code=code,
        draft=_saved_text(document),
        revision=1,
        updated_at=context.time,
        created_at=context.time,
        template=source if isinstance(source, str) else None,
    )
    context.unit.put(context.scope.scheme(code), to_item(head), Path("pk").does_not_exist(), _taken)
    record_change(context, "schemes.create", f"schemes/{code}", None, document)
    return Draft(head, document, lint(document))


def replace_draft(
    context: Context, code: str, wanted: Mapping[str, Any], expected: int | None
) -> Draft:
    """Put another document in the draft's place, or settle parameters of the one that is there."""
    head = existing(context, code)
    check(expected, head.revision)
    before = exact_json.read(head.draft)
    settles = isinstance(wanted.get("parameters"), Mapping)
    document = _settled(before, wanted) if settles else dict(wanted)
    if _code(document) != code:
        raise wrong(
            "/code",
            "code_changed",
            Text("方案代码不能更改。", "A scheme's code cannot change."),
        )
    changed = {
        "draft": _saved_text(document),
        "revision": head.revision + 1,
        "updated_at": context.time,
    }
    context.unit.update(
        context.scope.scheme(code),
        [Path(name).set(value) for name, value in changed.items()],
        Path("revision") == head.revision,
        stale,
    )
    record_change(context, "schemes.change", f"schemes/{code}", before, document)
    return Draft(_with(head, changed), document, lint(document))


def delete(context: Context, code: str, expected: int | None) -> None:
    """Remove a scheme that was never published; 409 for one that was."""
    head = existing(context, code)
    check(expected, head.revision)
    if head.latest_version:
        raise conflict(
            "scheme_published",
            Text(
                "已发布过版本的方案不能删除,可以停用。",
                "A scheme that was published cannot be deleted; retire it instead.",
            ),
        )
    context.unit.delete(context.scope.scheme(code), Path("revision") == head.revision, stale)
    record_change(context, "schemes.delete", f"schemes/{code}", exact_json.read(head.draft), None)


def existing(context: Context, code: str) -> SchemeHead:
    """The scheme's head. Raises 404."""
    head = read_head(context.table, context.scope, code) if CODE.fullmatch(code) else None
    if head is None:
        raise not_found()
    return head


def opened(context: Context, code: str) -> Draft:
    """The draft as it is stored, linted."""
    head = existing(context, code)
    document = exact_json.read(head.draft)
    return Draft(head, document, lint(document))


def _from_template(wanted: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(wanted) - {"template", "code", "name", "parameters"}
    if unknown:
        raise invalid(
            [
                Fault(
                    f"/{name}",
                    "unknown_member",
                    Text(
                        "从模板创建时没有名为此的成员。",
                        "No such member when making from a template.",
                    ),
                )
                for name in sorted(unknown)
            ]
        )
    found = template(wanted["template"]) if isinstance(wanted["template"], str) else None
    if found is None:
        raise wrong(
            "/template", "no_such_template", Text("没有此模板。", "There is no such template.")
        )
    document = {**found, **{name: wanted[name] for name in ("code", "name") if name in wanted}}
    return _settled(document, wanted)


def _settled(document: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The document with parameters set ("90") or confirmed ({"confirmed": true})."""
    values = wanted.get("parameters") or {}
    if not isinstance(values, Mapping):
        raise wrong(
            "/parameters", "not_object", Text("应为 JSON 对象。", "A JSON object is expected.")
        )
    known = {entry["code"] for entry in _parameters(document)}
    unknown = [name for name in values if name not in known]
    if unknown:
        raise invalid(
            [
                Fault(
                    f"/parameters/{name}",
                    "no_such_parameter",
                    Text("方案没有此参数。", "The scheme has no such parameter."),
                )
                for name in unknown
            ]
        )
    entries = [_entry(entry, values.get(entry["code"])) for entry in _parameters(document)]
    return {**document, "parameters": entries}


def _parameters(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    entries = document.get("parameters") or []
    return [entry for entry in entries if isinstance(entry, Mapping) and "code" in entry]  # type: ignore[misc]


def _entry(entry: Mapping[str, Any], value: Any) -> dict[str, Any]:
    if value is None:
        return dict(entry)
    if isinstance(value, Mapping):
        return {**entry, **{name: value[name] for name in ("value", "confirmed") if name in value}}
    return {**entry, "value": value}


def _code(document: Mapping[str, Any]) -> str:
    code = document.get("code")
    if not isinstance(code, str) or not CODE.fullmatch(code):
        raise wrong(
            "/code",
            "not_a_code",
            Text(
                "方案须有代码:小写字母、数字、_ 和 -,最长 48 位。",
                "A scheme needs a code: lower-case letters, digits, _ and -, at most 48.",
            ),
        )
    return code


def _saved_text(document: Mapping[str, Any]) -> str:
    """The document as it is stored. 422 with every structural fault when it cannot be a scheme."""
    faults = [found for found in lint(document) if is_structural(found)]
    if faults:
        raise invalid(
            [Fault(found.pointer, found.code, Text(**found.message)) for found in faults],
            "invalid_scheme",
        )
    text = exact_json.write(document)
    if len(text.encode()) > LARGEST_DOCUMENT:
        raise Problem(
            413,
            "scheme_too_large",
            Text("方案文档超过 300 KB。", "The scheme's document is larger than 300 KB."),
        )
    return text


def is_structural(found: Finding) -> bool:
    """Whether the finding stops the document from being read as a scheme at all."""
    return found.structural


def filled(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with its settled parameters put in place."""
    return dict(fill(document, {}))


def _with(head: SchemeHead, changed: Mapping[str, Any]) -> SchemeHead:
    from dataclasses import replace

    return replace(head, **changed)


def _taken() -> Problem:
    return conflict(
        "scheme_exists", Text("该方案代码已存在。", "A scheme of this code exists already.")
    )
