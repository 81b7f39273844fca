"""Drafts: created from a template or a whole document, and saved with the linter's findings."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import (
    Changed,
    Conflict,
    Fault,
    Invalid,
    NotFound,
    ServiceError,
    invalid_value,
)
from chalicelib.language import Text, text_of
from chalicelib.schemes.keys import key_of_scheme
from chalicelib.schemes.parameters import settled, unknown_members
from chalicelib.schemes.records import SchemeHead, read_head
from chalicelib.schemes.structure import Examined, examine, faults, invalid_scheme, refuse_too_large
from chalicelib.scoring import fill
from chalicelib.store.records import to_item
from chalicelib.templates.library import UnknownTemplate, template
from chalicelib.tenancy.context import Context
from chalicelib.web import exact_json
from chalicelib.web.etags import Expected, check
from chalicelib.web.fields import CODE


@dataclass(frozen=True, slots=True)
class Draft:
    """A scheme's head, its draft as JSON values, and the linter's findings."""

    head: SchemeHead
    document: Mapping[str, Any]
    examined: Examined


def create(context: Context, wanted: Mapping[str, Any]) -> Draft:
    """Create a scheme from ``{"template", "code"?, "name"?, "parameters"?}`` or a whole document.

    Raises Invalid (422) with every structural fault, and TooLarge (413). The unit raises Conflict
    (409) ``scheme_exists`` when the code is taken.
    """
    source = wanted.get("template")
    document = _from_template(wanted) if source is not None else dict(wanted)
    examined, text = _checked(document)
    code = document["code"]
    head = SchemeHead(
        code=code,
        draft=text,
        revision=1,
        updated_at=context.time,
        created_at=context.time,
        name=_name(document),
        template=source if isinstance(source, str) else None,
    )
    context.unit.put(
        key_of_scheme(context.scope, code), to_item(head), Path("pk").does_not_exist(), _taken
    )
    record_change(
        context, "schemes.create", f"schemes/{code}", None, document, revision=head.revision
    )
    return Draft(head, document, examined)


def replace_draft(
    context: Context, code: str, wanted: Mapping[str, Any], expected: Expected
) -> Draft:
    """Replace the draft with a whole document, or settle its parameters.

    ``wanted`` is the document, or ``{"parameters": {code: value}}``. Raises NotFound (404), Changed
    (412), Invalid (422) with every structural fault, and TooLarge (413).
    """
    head = existing_head(context, code)
    check(expected, head.revision)
    before = exact_json.read(head.draft)
    document = _with_parameters(before, wanted) if _settles_parameters(wanted) else dict(wanted)
    examined, text = _checked(document, code)
    changed: dict[str, Any] = {
        "draft": text,
        "name": _name(document),
        "revision": head.revision + 1,
        "updated_at": context.time,
    }
    context.unit.update(
        key_of_scheme(context.scope, code),
        [Path(name).set(value) for name, value in changed.items()],
        Path("revision") == head.revision,
        Changed,
    )
    record_change(
        context, "schemes.change", f"schemes/{code}", before, document, revision=head.revision + 1
    )
    return Draft(replace(head, **changed), document, examined)


def delete(context: Context, code: str, expected: Expected) -> None:
    """Delete a scheme that was never published.

    Raises NotFound (404), Changed (412), and Conflict (409) ``scheme_published`` when it has a
    version.
    """
    head = existing_head(context, code)
    check(expected, head.revision)
    if head.latest_version:
        raise Conflict(
            "scheme_published",
            Text(
                "已发布过版本的方案不能删除，可以停用。",
                "A scheme that was published cannot be deleted; retire it instead.",
            ),
        )
    context.unit.delete(
        key_of_scheme(context.scope, code), Path("revision") == head.revision, Changed
    )
    record_change(
        context,
        "schemes.delete",
        f"schemes/{code}",
        exact_json.read(head.draft),
        None,
        revision=head.revision + 1,
    )


def existing_head(context: Context, code: str) -> SchemeHead:
    """Return the scheme's head. Raises NotFound (404)."""
    head = read_head(context.table, context.scope, code) if CODE.fullmatch(code) else None
    if head is None:
        raise NotFound("scheme")
    return head


def read_draft(context: Context, code: str) -> Draft:
    """Return the stored draft with current findings. Raises NotFound (404).

    The findings are not stored, because a newer linter may find more.
    """
    head = existing_head(context, code)
    document = exact_json.read(head.draft)
    return Draft(head, document, examine(document))


def filled(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document with settled parameters filled in. Open places keep ``$parameter``."""
    return dict(fill(document, {}))


def _from_template(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return the template's document with the request's code, name and parameters.

    Raises Invalid (422) for an unknown template, unknown members, or wrong parameters.
    """
    unknown = set(wanted) - {"template", "code", "name", "parameters"}
    if unknown:
        raise unknown_members(unknown)
    try:
        found = template(wanted["template"]).document()
    except (UnknownTemplate, TypeError):
        raise invalid_value(
            "/template", "no_such_template", Text("没有此模板。", "There is no such template.")
        ) from None
    document = {**found, **{name: wanted[name] for name in ("code", "name") if name in wanted}}
    values = wanted.get("parameters")
    try:
        return settled(document, {} if values is None else values)
    except Invalid as refusal:
        # Report the other faults too, so that all can be corrected at once.
        raise Invalid([*refusal.faults, *faults(examine(document).structural)]) from None


def _settles_parameters(wanted: Mapping[str, Any]) -> bool:
    """Whether a change only settles parameters. A whole document has its parameters as a list."""
    return isinstance(wanted.get("parameters"), Mapping)


def _with_parameters(before: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    if set(wanted) != {"parameters"}:
        raise unknown_members(set(wanted) - {"parameters"})
    return settled(before, wanted["parameters"])


def _checked(document: Mapping[str, Any], code: str | None = None) -> tuple[Examined, str]:
    """Return the document's findings, and its text to be stored.

    Raises Invalid (422) ``invalid_scheme`` with every structural fault, or when the document has
    another code than ``code``. Raises TooLarge (413) above ``LARGEST_DOCUMENT`` bytes.
    """
    text = exact_json.write(document)
    # Before it is examined: the linter's work grows with the document.
    refuse_too_large(text)
    examined = examine(document)
    found = faults(examined.structural)
    own = document.get("code")
    if not any(fault.pointer == "/code" for fault in found):
        if not isinstance(own, str):
            found.append(Fault("/code", "not_a_code", _NO_CODE))
        elif code is not None and own != code:
            found.append(Fault("/code", "code_changed", _OTHER_CODE))
    if found:
        raise invalid_scheme(found)
    # A parameter may fill many places, so the filled version can be larger than its draft.
    refuse_too_large(exact_json.write(filled(document)))
    return examined, text


def _name(document: Mapping[str, Any]) -> dict[str, str]:
    """Return the scheme's name in both languages, with parameters filled in."""
    return text_of(filled(document)["name"]).as_names()


def _taken() -> ServiceError:
    return Conflict(
        "scheme_exists", Text("该方案代码已存在。", "A scheme of this code exists already.")
    )


_NO_CODE = Text(
    "方案须有代码：小写字母、数字、_ 和 -，最长 48 位。",
    "A scheme needs a code: lower-case letters, digits, _ and -, at most 48.",
)
_OTHER_CODE = Text("方案代码不能更改。", "A scheme's code cannot change.")
