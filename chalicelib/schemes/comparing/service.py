"""Compare two versions, or a version with the draft, as JSON values for the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.errors import NotFound, invalid_value
from chalicelib.language import Text
from chalicelib.schemes.comparing.differences import Difference, differences
from chalicelib.schemes.comparing.wording import changed_rules, worded
from chalicelib.schemes.drafts import existing_head, filled
from chalicelib.schemes.fingerprint import verify
from chalicelib.schemes.records import SchemeHead, read_version
from chalicelib.scoring import InvalidScheme, Scheme, read_scheme, sha256
from chalicelib.tenancy.context import Context
from chalicelib.web import exact_json

DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two compared documents.

    It is a version's, or the draft's with settled parameters filled in. ``version`` is None for the
    draft.
    """

    version: int | None
    document: Mapping[str, Any]

    def described(self) -> dict[str, Any]:
        """Return the version's number and the document's SHA-256 (``SideAnswer``)."""
        return {"version": self.version, "sha256": sha256(self.document)}

    def scheme(self) -> Scheme | None:
        """Return the scheme; None for a draft with open parameters."""
        try:
            return read_scheme(self.document)
        except InvalidScheme:
            return None


def compared(context: Context, code: str, before: str | None, after: str) -> dict[str, Any]:
    """Return what was added, removed and changed from one document to the other (``DiffAnswer``).

    ``before`` and ``after`` are version numbers or ``draft``. ``before`` is by default the latest
    version. Raises NotFound (404) for an unknown scheme or version, Damaged (500), and Invalid
    (422) ``never_published`` when there is no latest version.
    """
    head = existing_head(context, code)
    if before is None and not head.latest_version:
        raise invalid_value("/from", "never_published", _NEVER)
    old = _side(context, head, before or str(head.latest_version))
    new = _side(context, head, after)
    found = differences(old.document, new.document)
    sentences = [
        {"pointer": one.pointer, "text": worded(one, old.document, new.document).as_names()}
        for one in found
    ]
    rules = [
        {"indicator": indicator, "text": text.as_names()}
        for indicator, text in changed_rules(found, old.scheme(), new.scheme())
    ]
    return {
        "from": old.described(),
        "to": new.described(),
        "same": not found,
        "added": [{"pointer": one.pointer, "value": one.after} for one in _of("added", found)],
        "removed": [{"pointer": one.pointer, "value": one.before} for one in _of("removed", found)],
        "changed": [
            {"pointer": one.pointer, "from": one.before, "to": one.after}
            for one in found
            if one.kind in ("changed", "reordered")
        ],
        "words": sentences,
        "rules": rules,
    }


def _of(kind: str, found: tuple[Difference, ...]) -> list[Difference]:
    return [one for one in found if one.kind == kind]


def _side(context: Context, head: SchemeHead, name: str) -> Side:
    """Return the draft or the version of this number. Raises NotFound (404), Damaged (500)."""
    if name == DRAFT:
        return Side(None, filled(exact_json.read(head.draft)))
    stored = read_version(context.table, context.scope, head.code, int(name))
    if stored is None:
        raise NotFound("version")
    verify(stored)
    return Side(stored.version, exact_json.read(stored.document))


_NEVER = Text("方案尚未发布过版本。", "The scheme was never published.")
