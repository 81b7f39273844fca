"""The local AWS's conditions, taken apart once: what they mean of an item stays the emulator's."""

import json
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from infra.local_queries import Conditions, key_predicate, plain_projection

ROOT = Path(__file__).resolve().parents[2]
EMULATOR = ROOT / ".venv-aws" / "bin" / "python"
NAMES = {"#0": "pk", "#1": "sk"}
VALUES = {":0": {"S": "acme#x"}, ":1": {"S": "now#"}}


def item(pk: str, sk: str) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


@pytest.mark.parametrize(
    "condition", ["#0 = :0 AND begins_with (#1, :1)", "(#0 = :0 AND begins_with(#1, :1))"]
)
def test_the_beginning_of_a_sort_key_is_compared_directly(condition: str) -> None:
    wanted = key_predicate(condition, VALUES, NAMES)
    assert wanted is not None
    found = [wanted(item(*of)) for of in (("acme#x", "now#1"), ("acme#x", "no"), ("b", "now#1"))]
    assert found == [True, False, False]
    assert not wanted({"pk": {"S": "acme#x"}})


def test_a_partition_alone_is_compared_directly() -> None:
    wanted = key_predicate("#0 = :0", VALUES, NAMES)
    assert wanted is not None
    assert [wanted(item(pk, "1")) for pk in ("acme#x", "acme#xy")] == [True, False]


@pytest.mark.parametrize(
    ("condition", "values"),
    [
        ("#0 = :0 AND #1 > :1", VALUES),
        ("#0 = :0 AND begins_with (#1, :1)", {**VALUES, ":1": {"B": b"now#"}}),
        ("#0 = :0 AND begins_with (#1, :9)", VALUES),
        ("#9 = :0", VALUES),
        ("#0 = :0 OR begins_with (#1, :1)", VALUES),
    ],
)
def test_every_other_condition_is_left_to_the_emulator(condition: str, values: Any) -> None:
    assert key_predicate(condition, values, NAMES) is None


def test_a_projection_on_whole_attributes_is_looked_up_directly() -> None:
    assert plain_projection("#0, #1", NAMES) == ("pk", "sk")
    assert plain_projection("#1", NAMES) == ("sk",)


@pytest.mark.parametrize("projection", ["#0, #9", "#0, #0", "#0.x, #1", "pk", "#0,, #1", "#0[1]"])
def test_every_other_projection_is_left_to_the_emulator(projection: str) -> None:
    assert plain_projection(projection, NAMES) is None


class Emulator(SimpleNamespace):
    """Counts what it is asked; every condition holds."""

    def __init__(self) -> None:
        super().__init__(asked=[], apart=[])

    def _evaluate_condition(self, expr: Any, *_: Any, slot: str) -> bool:
        self.asked.append((expr, slot))
        if expr == "wrong":
            raise ValueError("Invalid FilterExpression: wrong")
        return True

    def _tokenize(self, expr: str) -> list[str]:
        self.apart.append(expr)
        return expr.split()

    class _ExprEval:
        def __init__(self, parts: list[str], *_: Any) -> None:
            self.parts = parts

        def evaluate(self) -> bool:
            if self.parts == ["fails", "later"]:
                raise KeyError("x")
            return self.parts == ["a", "b"]


def test_a_condition_is_checked_and_taken_apart_once() -> None:
    emulator = Emulator()
    evaluate = Conditions(emulator)
    found = [evaluate("a b", item("p", str(n)), {}, {}, slot="FilterExpression") for n in range(3)]
    assert (found, len(emulator.asked), emulator.apart) == ([True] * 3, 1, ["a b"])


def test_a_condition_that_is_refused_is_refused_each_time() -> None:
    evaluate = Conditions(Emulator())
    for _ in range(2):
        with pytest.raises(ValueError, match="Invalid FilterExpression"):
            evaluate("wrong", {}, {}, {}, slot="FilterExpression")


def test_bounds_and_faults_are_the_emulators_own_words() -> None:
    emulator = Emulator()
    evaluate = Conditions(emulator)
    for _ in range(3):
        evaluate("a BETWEEN :1 AND :2", {}, {}, {})
    assert len(emulator.asked) == 3
    for _ in range(2):  # the second evaluation of the parts fails, so the emulator words it
        assert evaluate("fails later", {}, {}, {}) is True
    assert len(emulator.asked) == 5


#: Runs in the emulator's environment: prints what it finds, and what it finds when taught.
_BOTH = """
import json, random, sys
sys.path.insert(0, "infra")
import ministack.services.dynamodb as dynamodb
from local_queries import Conditions, Projections

whole, taught = dynamodb._evaluate_condition, Conditions(dynamodb)
names = {"#0": "pk", "#1": "sk", "#2": "grade", "#3": "version", "#4": "imported"}
values = {":0": {"S": "p"}, ":1": {"S": "now#"}, ":2": {"S": "poor"}, ":3": {"N": "1"},
          ":4": {"S": "now#5"}, ":5": {"S": "now#2"}}
conditions = [
    "#0 = :0", "(#0 = :0 AND begins_with (#1, :1))", "#0 = :0 AND begins_with (#1, :1)",
    "(#0 = :0 AND #1 > :4)", "#0 = :0 AND #1 BETWEEN :5 AND :4", "#1 BETWEEN :4 AND :5",
    "((#3 <> :3 OR #2 IN (:2)) AND attribute_not_exists (#4))", "NOT #2 = :2",
    "(#2 = :2 AND (#3 <> :3 OR attribute_exists (#4)))", "size (#2) > :3", "contains (#2, :2)",
    "#2 = ", "begins_with (#3, :3)", "((#0 = :0))", "",
]
random.seed(7)

def some():
    found = {"pk": {"S": random.choice("pq")}, "sk": {"S": random.choice(("now#", "nothing"))
             + str(random.randrange(9))}, "version": {"N": random.choice(("1", "2", "1.0"))}}
    if random.random() < 0.7:
        found["grade"] = {"S": random.choice(("poor", "good", "poorer"))}
    if random.random() < 0.2:
        found["imported"] = {"BOOL": True}
    return found

def told(evaluate, condition, item):
    try:
        return bool(evaluate(condition, item, values, names, slot="FilterExpression"))
    except ValueError as fault:
        return str(fault)

found = []
for condition in conditions:
    for item in [some() for _ in range(60)]:
        found.append([condition, told(whole, condition, item), told(taught, condition, item)])
whole_item, projected = dynamodb._project_item, Projections(dynamodb)
names["#5"] = "grade"
items = [{**some(), "made": {"M": {"by": {"S": "x"}, "size": {"N": "2"}}}} for _ in range(60)]

def shown(project, expr, item):
    try:
        return project(item, expr, names)
    except ValueError as fault:
        return str(fault)

from local_queries import Pages, texts_directly

order, quick = dynamodb._sort_key_value, texts_directly(dynamodb._sort_key_value)
table = {"pk_name": "pk", "sk_name": "sk", "AttributeDefinitions": [
    {"AttributeName": name, "AttributeType": kind} for name, kind in
    (("pk", "S"), ("sk", "S"), ("grade", "S"), ("version", "N"))]}
begins, taught_begins = dynamodb._apply_exclusive_start_key, Pages(dynamodb)
for of in ("sk", "grade", "version", ["grade", "sk"]):
    keys = dynamodb._index_order_keys(table, of)
    for forward in (True, False):
        listed = sorted(
            ({**some(), "grade": {"S": random.choice("abc")}} for _ in range(60)),
            key=lambda one: tuple(dynamodb._index_order_value(one, *key) for key in keys),
            reverse=not forward,
        )
        for one in [*listed, *(some() for _ in range(9))]:
            for several in (listed, []):
                given = (several, one, "pk", of, forward)
                found.append([f"begin {of} {forward}", begins(*given, table=table),
                              taught_begins(*given, table=table)])
        found.append(["no begin", begins(listed, None, "pk", of, forward, table=table),
                      taught_begins(listed, None, "pk", of, forward, table=table)])
for attribute in ({"S": "x"}, {"S": ""}, {"N": "1.0"}, {"B": "eA=="}, None, {}):
    for kind in "SNB":
        found.append([f"order of {kind}", str(order(attribute, kind)), str(quick(attribute, kind))])

for expr in ("#0", "#0, #1,#2", "#2, #0", "#0, #4", "#2, #5", "#0, made.by", "#0, size", "#0,, #1",
             "made.by, made.by", "#9", " #0 , #1", ""):
    for item in items:
        found.append([expr, shown(whole_item, expr, item), shown(projected, expr, item)])
print(json.dumps(found))
"""


@pytest.mark.stack
def test_the_emulator_finds_the_same_items_and_faults() -> None:
    run = subprocess.run(
        [EMULATOR, "-c", _BOTH], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found = json.loads(run.stdout)
    assert [one for one in found if one[1] != one[2]] == []
    assert len({(condition, str(plain)) for condition, plain, _ in found}) > 20
