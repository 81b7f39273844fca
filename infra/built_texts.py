"""The parts of a text that an expression builds, for the key rule (``infra.key_rule``)."""

import ast
import re
from collections.abc import Iterator
from itertools import count
from string import Formatter

#: A place in the template of ``%``: its name in brackets, if any, is the group.
_PLACE = re.compile(r"%(?:\((\w+)\))?[-+ #0]*[\d*]*(?:\.[\d*]+)?[a-zA-Z]")


def parts_of(node: ast.expr) -> list[ast.expr]:
    """Return the parts of an f-string, a sum, ``template % …`` or ``template.format(…)``, in order.

    Texts are constants, none of them empty. Another expression is its own only part. A part that
    cannot be told from its neighbours is every value that it may be.
    """
    return [
        part for part in _parts(node) if not (isinstance(part, ast.Constant) and part.value == "")
    ]


def text_of(node: ast.expr) -> str:
    """Return a constant's text, empty for every other expression."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def is_tenant(node: ast.AST) -> bool:
    """Tell whether an expression is a tenant, by its name or the name of its owner."""
    if isinstance(node, ast.Constant):
        return False
    return any(
        "tenant" in (getattr(inner, "id", "") or getattr(inner, "attr", "")).lower()
        for inner in ast.walk(node)
    )


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.JoinedStr():
            for part in node.values:
                yield part.value if isinstance(part, ast.FormattedValue) else part
        case ast.BinOp(op=ast.Add()):
            yield from _parts(node.left)
            yield from _parts(node.right)
        case ast.BinOp(op=ast.Mod(), left=ast.Constant(value=str(template))):
            yield from _inserted(template, node.right)
        case ast.Call(func=ast.Attribute(attr="format", value=ast.Constant(value=str(template)))):
            yield from _formatted(template, node)
        case _:
            yield node


def _inserted(template: str, given: ast.expr) -> Iterator[ast.expr]:
    """Yield the parts of ``template % given``, with the expressions at the places of theirs."""
    values = iter(given.elts if isinstance(given, ast.Tuple) else [given])
    named = (
        {text_of(key): value for key, value in zip(given.keys, given.values, strict=True) if key}
        if isinstance(given, ast.Dict)
        else {}
    )
    texts = _PLACE.split(template.replace("%%", "\0"))  # %% is no place
    yield ast.Constant(texts[0])
    for name, text in zip(texts[1::2], texts[2::2], strict=True):
        found = named.get(name) if name else next(values, None)
        yield found or given
        yield ast.Constant(text)


def _formatted(template: str, call: ast.Call) -> Iterator[ast.expr]:
    """Yield the parts of ``template.format(…)``, with the expressions at the places of theirs."""
    named = {one.arg: one.value for one in call.keywords}
    automatic = count()
    try:
        fields = list(Formatter().parse(template))
    except ValueError:  # not a template: the call would fail
        return
    for text, name, _, _ in fields:
        yield ast.Constant(text)
        if name is None:
            continue
        first = re.split(r"[.\[]", name)[0]
        place = int(first) if first.isdecimal() else None if first else next(automatic)
        if place is None:
            found = named.get(first)
        else:
            found = call.args[place] if place < len(call.args) else None
        # The name counts too: "{tenant}#", "{0.tenant}#".
        yield ast.Tuple([ast.Name(name), *([found] if found else [*call.args, *named.values()])])
