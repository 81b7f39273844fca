"""Compare two schemas: what a request may no longer contain, what an answer may contain now.

A request's schema may only accept more, an answer's may only give less. docs/api/policy.md allows
exceptions: members and values of enums that clients must expect. A difference that cannot be
compared (``if``, ``not``, patterns) counts as breaking.
"""

import sys
from collections.abc import Iterator
from typing import Any

from infra.openapi.evolution.alternatives import alternatives, fits, flattened
from infra.openapi.evolution.places import Change, Way, below
from infra.openapi.evolution.references import Document, Sameness, Schema, meaning
from infra.openapi.evolution.values import of_default, of_values

_Key = tuple[str, str, Way]


class Comparison:
    """Compare schemas of two documents. It remembers compared pairs, so recursion ends."""

    def __init__(self, old: Document, new: Document) -> None:
        self._old, self._new = old, new
        self._same = Sameness(old, new)
        self._known: dict[_Key, tuple[Change, ...]] = {}
        self._under_way: dict[_Key, int] = {}
        #: The depth of the outermost unfinished comparison that a result depends on.
        self._built_on = sys.maxsize

    def changes(self, old: Any, new: Any, way: Way) -> tuple[Change, ...]:
        """Return every breaking change from ``old`` to ``new`` for values in this direction."""
        if self._same(old, new):
            return ()
        return tuple(dict.fromkeys(self._found(old, new, way)))

    def _of_pair(self, old: Schema, new: Schema, way: Way) -> tuple[Change, ...]:
        """Return the changes between two alternatives of one type.

        A result that depends on an unfinished outer comparison is valid only inside it: not stored.
        """
        key = (meaning(old), meaning(new), way)
        if key in self._under_way:
            self._built_on = min(self._built_on, self._under_way[key])
            return ()
        if key in self._known:
            return self._known[key]
        depth, outside = len(self._under_way), self._built_on
        self._under_way[key], self._built_on = depth, sys.maxsize
        found = tuple(dict.fromkeys(self._of_one_type(old, new, way)))
        del self._under_way[key]
        if self._built_on < depth:
            self._built_on = min(outside, self._built_on)
        else:
            self._known[key], self._built_on = found, outside
        return found

    def _found(self, old: Any, new: Any, way: Way) -> Iterator[Change]:
        yield from of_default(flattened(old, self._old), flattened(new, self._new), way)
        before, now = alternatives(old, self._old), alternatives(new, self._new)
        lost: dict[str, None] = {}
        for moved in before if way is Way.REQUEST else now:
            pairs = (
                [(moved, each) for each in now]
                if way is Way.REQUEST
                else [(each, moved) for each in before]
            )
            fitting = [pair for pair in pairs if _holds(*pair, way)]
            if fitting:
                yield from min((self._of_pair(*pair, way) for pair in fitting), key=len)
            else:
                lost[moved["type"]] = None
        if lost:
            verb = "no longer takes" if way is Way.REQUEST else "may now be"
            yield Change("", f"{verb} {' or '.join(lost)}")

    def _of_one_type(self, old: Schema, new: Schema, way: Way) -> Iterator[Change]:
        old, new = self._without_what_is_same(old, new)
        yield from of_values(old, new, way)
        if old["type"] == new["type"] == "array":
            items = self.changes(old.get("items", {}), new.get("items", {}), way)
            yield from below("[]", items)
        if old["type"] == new["type"] == "object":
            yield from self._of_members(old, new, way)
            yield from self._of_others(_others(old), _others(new), way)

    def _without_what_is_same(self, old: Schema, new: Schema) -> tuple[Schema, Schema]:
        """Make keywords equal that mean the same in both and differ in annotations only."""
        equal = {
            key: old[key]
            for key in old.keys() & new.keys()
            if self._same({key: old[key]}, {key: new[key]})
        }
        return old, {**new, **equal}

    def _of_members(self, old: Schema, new: Schema, way: Way) -> Iterator[Change]:
        before, now = old.get("properties", {}), new.get("properties", {})
        needed_before, needed = set(old.get("required", ())), set(new.get("required", ()))
        for name, schema in before.items():
            if name in now:
                yield from below(name, self.changes(schema, now[name], way))
            else:
                yield Change(name, "removed")
        others = _others(old)
        if others is not None and (way is Way.REQUEST or others):
            for name in [each for each in now if each not in before]:
                yield from below(name, self.changes(others, now[name], way))
        if way is Way.REQUEST:
            for name in sorted(needed - needed_before):
                yield Change(name, "required now")
        else:
            for name in sorted(needed_before - needed):
                if name in now:
                    yield Change(name, "may be missing now")

    def _of_others(self, before: Schema | None, now: Schema | None, way: Way) -> Iterator[Change]:
        """Compare the schemas of unnamed members; None means that none are allowed."""
        if before is None:
            return
        if now is not None:
            yield from below("*", self.changes(before, now, way))
        elif way is Way.REQUEST or before:
            verb = "takes" if way is Way.REQUEST else "has"
            yield Change("", f"{verb} no other members now")


def _others(schema: Schema) -> Schema | None:
    told = schema.get("additionalProperties", True)
    if isinstance(told, bool):
        return {} if told else None
    return dict(told)


def _holds(old: Schema, new: Schema, way: Way) -> bool:
    one, other = (old, new) if way is Way.REQUEST else (new, old)
    return fits(one["type"], other["type"])
