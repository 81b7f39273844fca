"""moto's expressions without their repeated work: each text is taken apart once.

moto takes every update and condition apart anew, copies the result node by node and checks its form
before it looks at an item. The texts of the tests' requests are few, since values and names stand
in them by their place (``:0``, ``#0``). ``tests/store/test_quick_moto.py`` checks that both behave
the same.
"""

import pickle
from collections import deque
from copy import deepcopy
from functools import cache
from typing import Any

from moto.dynamodb.comparisons import ConditionExpressionParser
from moto.dynamodb.parsing import validators
from moto.dynamodb.parsing.ast_nodes import DepthFirstTraverser, Node
from moto.dynamodb.parsing.expressions import UpdateExpressionParser

_slow_make = UpdateExpressionParser.__dict__["make"].__func__
_slow_parse = ConditionExpressionParser.parse
_slow_lex = ConditionExpressionParser._lex_condition_expression
#: The steps that look at the text and its names alone, never at an item.
_ABOUT_THE_TEXT = (validators.ActionCountValidator, validators.OverlappingPathsValidator)
#: The texts, with what their names stand for, that passed these steps.
_passed: set[tuple[str, frozenset[tuple[str, str]]]] = set()
#: What conditions of the last requests ask, with the names and values that they were read with:
#: those stay, so that no other object can have their ids.
_meanings: dict[tuple[Any, int, int], tuple[Any, ...]] = {}
_MOST_MEANINGS = 200


@cache
def _made(text: str) -> Any:
    """Return the nodes of an update, which nobody changes: whoever needs to, makes a copy."""
    made = _slow_make(UpdateExpressionParser, text)
    made.stored = pickle.dumps(made)
    made.text = text
    return made


def _make(parser: type, text: str) -> Any:
    """Return the nodes of an update; they are kept by their text."""
    return _made(text)


def _copied(original: Any) -> Any:
    """Copy a value, or the nodes of an update."""
    if not isinstance(original, Node):
        return deepcopy(original)
    copied = pickle.loads(original.stored)
    copied.text = original.text
    return copied


def _validated(self: Any) -> Any:
    """Run the steps that look at the item, and those about the text when it is new."""
    node = self.node_to_validate
    seen = (node.text, frozenset((self.expression_attribute_names or {}).items()))
    for step in self.processors:
        if seen not in _passed or not isinstance(step, _ABOUT_THE_TEXT):
            node = step.traverse(node)
    _passed.add(seen)
    return node


@cache
def _lexed(text: str) -> tuple[Any, ...]:
    return tuple(_slow_lex(ConditionExpressionParser(text, None, None)))


def _lex(self: Any) -> Any:
    """Return the words of a condition; they are kept by its text, and never changed."""
    return deque(_lexed(self.condition_expression))


def _parsed(self: Any) -> Any:
    """Return what a condition asks; moto reads it again and again in a request."""
    text, names, values = (
        self.condition_expression,
        self.expression_attribute_names,
        self.expression_attribute_values,
    )
    place = (text, id(names) if names else 0, id(values) if values else 0)
    known = _meanings.get(place)
    if known is None:
        asked = _slow_parse(self)
        found = (*self.expr_attr_names_found,), (*self.expr_attr_values_found,)
        if len(_meanings) == _MOST_MEANINGS:
            _meanings.clear()
        _meanings[place] = (asked, *found, names, values)
        return asked
    self.expr_attr_names_found, self.expr_attr_values_found = list(known[1]), list(known[2])
    return known[0]


def _traversed(self: Any, node: Any, child_id: int = -1) -> Any:
    """Visit the children first, then the node itself if the step applies to it."""
    if not isinstance(node, Node):
        return node
    parent = node.parent
    for place, child in enumerate(node.children or ()):
        self.pre_processing_of_child(node, place)
        if isinstance(child, Node):
            self.traverse_node_recursively(child, place)
    if _is_about(type(self), type(node), self):
        node = self.process(node)
        node.parent = parent
        if parent:
            parent.children[child_id] = node
    return node


_about: dict[tuple[type, type], bool] = {}


def _is_about(step: type, node: type, traverser: Any) -> bool:
    known = _about.get((step, node))
    if known is None:
        known = _about[step, node] = issubclass(node, traverser.nodes_to_be_processed())
    return known


#: The replacements: class or module, name, new value.
QUICK = (
    (DepthFirstTraverser, "traverse_node_recursively", _traversed),
    (UpdateExpressionParser, "make", classmethod(_make)),
    (validators, "deepcopy", _copied),
    (validators.Validator, "validate", _validated),
    (ConditionExpressionParser, "_lex_condition_expression", _lex),
    (ConditionExpressionParser, "parse", _parsed),
)
