"""Compare two versions of one operation: parameters, body, answers, credentials, roles."""

from collections.abc import Iterator, Mapping
from typing import Any

from infra.openapi.evolution.answers import of_answers
from infra.openapi.evolution.places import Way
from infra.openapi.evolution.references import Document
from infra.openapi.evolution.schemas import Comparison
from infra.openapi.evolution.values import shown

Item = Mapping[str, Any]


class Operations:
    """Compares operations of two documents."""

    def __init__(self, old: Document, new: Document) -> None:
        self._old, self._new = old, new
        self._schemas = Comparison(old, new)

    def changes(self, old: Item, new: Item) -> Iterator[str]:
        """Yield every breaking change of an operation, without the operation's name."""
        if old["operationId"] != new["operationId"]:
            yield f'operationId "{old["operationId"]}" is "{new["operationId"]}" now'
        yield from self._parameters(old, new)
        yield from self._body(old.get("requestBody"), new.get("requestBody"))
        yield from of_answers(old, new, self._old, self._new, self._schemas)
        yield from self._credentials(old, new)
        for role in old.get("x-roles", ()):
            if role not in new.get("x-roles", ()):
                yield f'role "{role}" may not do it any more'
        if new.get("x-needs-a-person") and not old.get("x-needs-a-person"):
            yield "needs a credential that is bound to a person now"
        if old.get("callbacks") != new.get("callbacks"):
            yield "callbacks changed"

    def _parameters(self, old: Item, new: Item) -> Iterator[str]:
        before, now = _parameters(old, self._old), _parameters(new, self._new)
        for key, parameter in before.items():
            if key not in now:
                yield f"{key} removed"
                continue
            if now[key].get("required", False) and not parameter.get("required", False):
                yield f"{key} required now"
            pair = (parameter.get("schema", {}), now[key].get("schema", {}))
            for change in self._schemas.changes(*pair, Way.REQUEST):
                yield change.told(key)
            for name in ("allowReserved", "content", "explode", "style"):
                if parameter.get(name) != now[key].get(name):
                    yield f"{key} has another {name} now"
        for key, parameter in now.items():
            if key not in before and parameter.get("required", False):
                yield f"{key} required now"

    def _body(self, old: Item | None, new: Item | None) -> Iterator[str]:
        before = self._old.resolved(old) if old else {"content": {}}
        now = self._new.resolved(new) if new else {"content": {}}
        if now.get("required", False) and not before.get("required", False):
            yield "request body required now"
        for kind, content in before["content"].items():
            subject = "request" if kind == "application/json" else f"request as {kind}"
            if kind not in now["content"]:
                yield f"request as {kind} no longer taken"
                continue
            other = now["content"][kind]
            pair = (content.get("schema", {}), other.get("schema", {}))
            for change in self._schemas.changes(*pair, Way.REQUEST):
                yield change.told(subject)
            if content.get("encoding") != other.get("encoding"):
                yield f"{subject} has another encoding now"

    def _credentials(self, old: Item, new: Item) -> Iterator[str]:
        """Check that each set of credentials that was sufficient still is."""
        before, now = _security(old, self._old), _security(new, self._new)
        for enough in before:
            if not any(_asks_less(each, enough) for each in now):
                yield f"{shown(enough)} is not enough to call it any more"


def _asks_less(one: Item, other: Item) -> bool:
    return all(name in other and set(one[name]) <= set(other[name]) for name in one)


def _security(operation: Item, document: Document) -> list[Item]:
    found = operation.get("security", document.whole.get("security", []))
    return list(found) or [{}]


def _parameters(operation: Item, document: Document) -> dict[str, Item]:
    """Return the parameters by their name in messages. An operation's own override its path's."""
    found = map(document.resolved, operation.get("parameters", ()))
    return {f'{each["in"]} parameter "{each["name"]}"': each for each in found}
