"""Let the local AWS read a condition or a projection once for a request, not once for each item.

The emulator takes a condition apart for every item that it looks at, and a query looks at the
whole partition for each page. With 10,000 scorecards in a partition a page took most of a second.
Here a condition is taken apart and checked once, by the emulator itself. What it means for an item
is unchanged: the usual key conditions are compared directly, all others by the emulator's own
evaluation of the parts. A projection on whole attributes, by placeholders, is looked up directly;
the emulator compared each two of its paths for each item: 0.12 s for 200 scorecards.

A page begins after a key. The emulator made the keys of all items of the partition to find it, so
reading a large partition cost the square of its items; here the key is looked up in their order.

Runs in the emulator's process; :func:`teach` gets the emulator's module of DynamoDB.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Attributes = Mapping[str, Any]
Predicate = Callable[[Attributes], bool]

#: What pynamodb sends: the partition, alone or with the beginning of the sort key.
_KEY = re.compile(r"#(\w+) = :(\w+)")
_KEY_AND_PREFIX = re.compile(r"\(?#(\w+) = :(\w+) AND begins_with ?\(#(\w+), :(\w+)\)\)?")
#: A projection on whole attributes: ``#a0, #a1``.
_PLAIN = re.compile(r"#\w+(, ?#\w+)*")
#: Conditions whose parts are kept. There are as many as the service has forms of requests.
_MOST = 2_000


def teach(dynamodb: Any) -> None:
    """Replace the evaluation of conditions and projections in ``ministack.services.dynamodb``, and
    how it finds the beginning of a page."""
    dynamodb._apply_exclusive_start_key = Pages(dynamodb)
    dynamodb._sort_key_value = texts_directly(dynamodb._sort_key_value)
    dynamodb._evaluate_condition = Conditions(dynamodb)
    dynamodb._project_item = Projections(dynamodb)


class Conditions:
    """Evaluates conditions as the emulator's ``_evaluate_condition`` does; called like that."""

    def __init__(self, dynamodb: Any) -> None:
        self._whole = dynamodb._evaluate_condition
        self._taken_apart = dynamodb._tokenize
        self._evaluation = dynamodb._ExprEval
        self._parts: dict[tuple[str, str], list[Any]] = {}
        #: The condition of the request that is being answered, and what it asks of an item.
        self._last: tuple[str, Any, Any, Predicate | None] = ("", None, None, None)

    def __call__(
        self,
        expr: str | None,
        item: Attributes,
        attr_values: Attributes,
        attr_names: Mapping[str, str],
        slot: str = "ConditionExpression",
    ) -> Any:
        of, values, names, predicate = self._last
        if predicate is not None and (of == expr and values is attr_values and names is attr_names):
            return predicate(item)
        if not expr or "BETWEEN" in expr.upper():  # its bounds are checked with each evaluation
            return self._whole(expr, item, attr_values, attr_names, slot=slot)
        parts = self._parts.get((expr, slot))
        if parts is None:
            found = self._whole(expr, item, attr_values, attr_names, slot=slot)
            if len(self._parts) >= _MOST:
                self._parts.clear()
            self._parts[expr, slot] = self._taken_apart(expr)
            return found
        if not (of == expr and values is attr_values and names is attr_names):
            predicate = key_predicate(expr, attr_values, attr_names)
            self._last = expr, attr_values, attr_names, predicate
        if predicate is not None:
            return predicate(item)
        try:
            return self._evaluation(parts, item, attr_values, attr_names).evaluate()
        except Exception:  # noqa: BLE001 (the emulator words every fault of a condition)
            return self._whole(expr, item, attr_values, attr_names, slot=slot)


def key_predicate(expr: str, values: Attributes, names: Mapping[str, str]) -> Predicate | None:
    """Return a usual key condition on texts as a function of an item; None: it is another one."""
    found = _KEY.fullmatch(expr) or _KEY_AND_PREFIX.fullmatch(expr)
    if found is None:
        return None
    words = found.groups()
    known = [
        (names[f"#{name}"], values[f":{value}"]["S"])
        for name, value in zip(words[::2], words[1::2], strict=True)
        if f"#{name}" in names and set(values.get(f":{value}", ())) == {"S"}
    ]
    if len(known) < len(words) // 2:
        return None
    partition, text = known[0]
    value = {"S": text}
    if len(known) == 1:
        return lambda item: item.get(partition) == value
    sorted_by, beginning = known[1]

    def both(item: Attributes) -> bool:
        found = item.get(sorted_by, {}).get("S")
        return item.get(partition) == value and found is not None and found.startswith(beginning)

    return both


class Pages:
    """Finds where a page begins as the emulator's ``_apply_exclusive_start_key`` does; called like
    that, with items in their order."""

    def __init__(self, dynamodb: Any) -> None:
        self._dynamodb = dynamodb
        self._whole = dynamodb._apply_exclusive_start_key

    def __call__(
        self,
        candidates: Sequence[Attributes],
        esk: Attributes | None,
        pk_name: str,
        sk_name: Any,
        scan_forward: bool = True,
        table: Any = None,
    ) -> Any:
        order = self._dynamodb._index_order_keys(table, sk_name) if table is not None else []
        if not candidates or not esk or not order:
            return self._whole(candidates, esk, pk_name, sk_name, scan_forward, table=table)
        value = self._dynamodb._index_order_value

        def place(item: Attributes) -> tuple[Any, ...]:
            return tuple(value(item, name, kind) for name, kind in order)

        start = place(esk)

        def is_after(n: int) -> bool:
            there = place(candidates[n])
            return there > start if scan_forward else there < start

        return candidates[bisect_left(range(len(candidates)), x=True, key=is_after) :]


def texts_directly(whole: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    """Return the emulator's function for the order of a sort key, with texts looked up directly."""

    def value(attribute: Any, kind: str) -> Any:
        text = attribute.get("S") if kind == "S" and attribute else None
        return whole(attribute, kind) if text is None else text

    return value


class Projections:
    """Projects items as the emulator's ``_project_item`` does; called like that."""

    def __init__(self, dynamodb: Any) -> None:
        self._whole = dynamodb._project_item
        #: The projection of the request that is being answered, and its attributes.
        self._last: tuple[str, Any, tuple[str, ...] | None] = ("", None, None)

    def __call__(
        self, item: Attributes, proj_expr: str | None, attr_names: Mapping[str, str]
    ) -> Any:
        if not proj_expr:
            return item
        of, names, attributes = self._last
        if not (of == proj_expr and names is attr_names):
            attributes = plain_projection(proj_expr, attr_names)
            self._last = proj_expr, attr_names, attributes
        if attributes is None:
            return self._whole(item, proj_expr, attr_names)
        return {name: item[name] for name in attributes if name in item}


def plain_projection(expr: str, names: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return the attributes of a projection on whole ones; None: it is another one, or a fault."""
    if not names or _PLAIN.fullmatch(expr) is None:
        return None
    asked = [names.get(one.strip(), "") for one in expr.split(",")]
    return tuple(asked) if "" not in asked and len(set(asked)) == len(asked) else None
