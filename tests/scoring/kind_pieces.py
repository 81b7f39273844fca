"""Which pieces a rule kind or a value kind lacks: what docs/adding-a-rule-kind.md asks for."""

import ast
import inspect
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from chalicelib.scoring.field_names import GENERAL_FIELDS
from chalicelib.scoring.findings import Finding
from chalicelib.scoring.reading.place import Place
from chalicelib.scoring.rules.catalogue import RULE_KINDS
from chalicelib.scoring.rules.rule import Rule, Terms
from chalicelib.scoring.rules.rule_kind import RuleKind
from chalicelib.scoring.values.value import Value
from chalicelib.scoring.values.value_kind import CalculationInputs, ValueKind
from tests.scoring.test_every_field import rules, values

GRAMMAR = (Path(__file__).parents[2] / "docs" / "scheme-document.md").read_text("utf-8")
TERMS = Terms("lower", Decimal(20), Decimal(30))
TIMES = {"zh": "次", "en": "times"}


def missing_pieces(
    rule_kinds: Iterable[RuleKind], value_kinds: Iterable[ValueKind]
) -> tuple[str, ...]:
    """What is missing, as "kind: piece"; empty when every kind is complete."""
    found: list[str] = []
    usable: set[str] = set()
    for rule_kind in rule_kinds:
        usable |= set(rule_kind.rule.values)
        found += (f"{rule_kind.rule.kind}: {piece}" for piece in _missing_in_rule(rule_kind))
    for value_kind in value_kinds:
        found += (f"{value_kind.value.kind}: {piece}" for piece in _missing_in_value(value_kind))
        if value_kind.value.kind not in usable:
            found.append(f"{value_kind.value.kind}: a rule kind that can use it (Rule.values)")
    return tuple(found)


def newly_missing(before: RuleKind | ValueKind, now: RuleKind | ValueKind) -> tuple[str, ...]:
    """What ``now`` lacks and ``before`` has, whatever other pieces either of them lacks."""
    known = {piece.partition(": ")[2] for piece in _missing_of(before)}
    return tuple(one for one in _missing_of(now) if one.partition(": ")[2] not in known)


def differing_names(kinds: Iterable[RuleKind | ValueKind]) -> set[str]:
    """The fields and words that two kinds call by different names."""
    names: dict[Any, Any] = {}
    differing = set()
    for kind in kinds:
        for named, name in [*kind.field_names.items(), *kind.choice_names.items()]:
            if names.setdefault(named, name) != name:
                differing.add(str(named))
    return differing


def _missing_of(kind: RuleKind | ValueKind) -> tuple[str, ...]:
    if isinstance(kind, RuleKind):
        return missing_pieces([kind], [])
    return missing_pieces(RULE_KINDS, [kind])


def _missing_in_rule(kind: RuleKind) -> Iterator[str]:
    rule = kind.rule
    functions = ("words", "calculation", "example_values")
    lacking = [piece for piece in functions if not callable(getattr(kind, piece))]
    yield from lacking
    yield from _missing_names(kind, rule)
    yield from _missing_sentences("problem_sentences", rule.problem_codes, kind.problem_sentences)
    yield from _missing_sentences("warning_sentences", rule.warning_codes, kind.warning_sentences)
    for code in sorted(_reported_codes(rule) - {*rule.problem_codes, *rule.warning_codes}):
        yield f"problem_codes or warning_codes of the class: {code}"
    written = next((one for one in rules() if one["kind"] == rule.kind), None)
    if written is None:
        yield "a document with all its fields (test_every_field.rules)"
    elif not lacking:
        read = _read(rule, written)
        clauses = list(kind.words(read, TERMS, TIMES))
        if not clauses or not all(map(_bilingual, clauses)):
            yield "words in both languages"
        if not _bilingual(kind.calculation(read, TERMS, Decimal(31), TIMES)):
            yield "calculation in both languages"


def _missing_in_value(kind: ValueKind) -> Iterator[str]:
    value = kind.value
    functions = ("words", "calculation", "no_value_words", "remarks")
    lacking = [piece for piece in functions if not callable(getattr(kind, piece))]
    yield from lacking
    yield from _missing_names(kind, value)
    written = next((one for one in values() if one["kind"] == value.kind), None)
    if written is None:
        yield "a document with all its fields (test_every_field.values)"
    elif not lacking:
        read = _read(value, written)
        row = {use.column: Decimal(2) for use in read.uses()}
        inputs = CalculationInputs(row, row, {})
        for piece, words in (
            ("words", kind.words(read, {})),
            ("calculation", kind.calculation(read, inputs)),
            ("no_value_words", kind.no_value_words(read)),
        ):
            if not _bilingual(words):
                yield f"{piece} in both languages"


def _missing_names(kind: RuleKind | ValueKind, what: type[Rule] | type[Value]) -> Iterator[str]:
    if not _bilingual(kind.name):
        yield "name"
    fields = (*what.fields, *what.inner_fields)
    for field in fields:
        if not _bilingual(kind.field_names.get(field, GENERAL_FIELDS.get(field))):
            yield f"field_names: {field}"
    for field in set(kind.field_names) - set(fields):
        yield f"a field that field_names calls {field}"
    for field, words in what.choices.items():
        for word in words:
            if not _bilingual(kind.choice_names.get((field, word))):
                yield f"choice_names: {field} {word}"
    yield from _missing_in_schema(kind, what)
    yield from _missing_in_grammar(what)


def _missing_in_schema(kind: RuleKind | ValueKind, what: type[Rule] | type[Value]) -> Iterator[str]:
    if not kind.schema_title.strip():
        yield "schema_title"
    for field in what.fields:
        if field not in kind.schema_fields:
            yield f"schema_fields: {field}"
    for field in sorted(kind.schema_fields.keys() - {*what.fields}):
        yield f"a field that schema_fields describes: {field}"


def _missing_in_grammar(what: type[Rule] | type[Value]) -> Iterator[str]:
    line = next((one for one in GRAMMAR.splitlines() if one.startswith(f"| `{what.kind}` |")), None)
    if line is None:
        yield "a line in docs/scheme-document.md"
    else:
        for field in what.fields:
            if f"`{field}" not in line:
                yield f"a field in docs/scheme-document.md: {field}"


def _missing_sentences(
    piece: str, codes: Iterable[str], sentences: Mapping[str, Any]
) -> Iterator[str]:
    for code in codes:
        written = sentences.get(code, ())
        if len(written) != 4 or not all(one.strip() for one in written):
            yield f"{piece}: {code}"


def _reported_codes(rule: type[Rule]) -> set[str]:
    """The codes of the problems that the rule's module reports."""
    codes = set()
    for node in ast.walk(ast.parse(inspect.getsource(inspect.getmodule(rule) or rule))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id == "above_max":
                codes.add("points_above_max")
            elif node.func.id == "Problem" and isinstance(node.args[0], ast.Constant):
                codes.add(str(node.args[0].value))
    return codes


def _read(what: Any, written: Mapping[str, Any]) -> Any:
    faults: list[Finding] = []
    place = Place(written, "", faults)
    read = what.read(place) if issubclass(what, Rule) else what.read(place, "line")
    assert faults == []
    return read


def _bilingual(words: Any) -> bool:
    return bool(words) and all(words[language].strip() for language in ("zh", "en"))
