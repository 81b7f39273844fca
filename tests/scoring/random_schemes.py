"""Hypothesis strategies: schemes without linter errors, and rows for them."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.scoring.schemes import BANDS

# Few distinct figures, so that targets, steps and cutoffs are often met exactly.
SMALL = [
    "0",
    "0.5",
    "1",
    "2",
    "2.5",
    "3",
    "4",
    "5",
    "7",
    "10",
    "12.5",
    "20",
    "30",
    "60",
    "85",
    "90",
]
POSITIVE = SMALL[1:]
POINTS = ["3", "5", "10", "12.5", "20", "25", "30"]
CELLS = st.one_of(
    st.none(),
    st.sampled_from([Decimal(s) for s in [*SMALL, "100", "17", "51", "-3", "0.333", "120"]]),
    st.integers(0, 200).map(Decimal),
    st.decimals(-50, 500, allow_nan=False, allow_infinity=False, places=3),
)
ROLES = ["peer", "superior", "self"]


@st.composite
def rules(draw: Any, kind: str, most: str, direction: str) -> dict[str, Any]:
    """A rule of this kind that the linter finds no error in, with its target."""
    top = Decimal(most)
    worth = st.sampled_from(["0", "1", "2", str(top / 2), str(top)])
    small = st.sampled_from([s for s in ["0", "1", "2"] if Decimal(s) <= top])
    target = draw(st.sampled_from(POSITIVE))
    worse = 1 if direction == "lower" else -1
    match kind:
        case "step_deduct":
            rule: dict[str, Any] = {
                "kind": kind,
                "step": draw(st.sampled_from(["0.5", "1", "3", "10"])),
                "per_step": draw(st.sampled_from(["0.5", "1", "2", "0.125", "3.333"])),
                "step_mode": draw(st.sampled_from(["full", "started", "proportional"])),
                "floor": draw(small),
            }
            if draw(st.booleans()):
                away = Decimal(draw(st.sampled_from(["1", "5", "10", "30"])))
                rule["cutoff"] = {
                    "at": str(Decimal(target) + worse * away),
                    "inclusive": draw(st.booleans()),
                    "points": draw(st.sampled_from(["0", "0", "1"])),
                }
            return {"rule": rule, "target": target}
        case "count_deduct":
            zero_at = draw(st.sampled_from([None, "2", "3", "5"]))
            per = draw(st.sampled_from(["1", "2.5", "3", "5"]))
            rule = {"kind": kind, "per_incident": per, "zero_at": zero_at, "floor": draw(small)}
            return {"rule": rule}
        case "tiers":
            ats = draw(st.lists(st.sampled_from(SMALL), min_size=1, max_size=4, unique=True))
            ats.sort(key=Decimal, reverse=direction == "higher")
            tiers = [{"at": at, "points": draw(worth)} for at in ats]
            return {"rule": {"kind": kind, "tiers": tiers, "otherwise": draw(worth)}}
        case "pass_fail":
            return {"rule": {"kind": kind}, "target": target}
        case "proportional":
            cap, floor = draw(st.sampled_from([("1", "0"), ("1.2", "0"), ("1", "0.25")]))
            return {"rule": {"kind": kind, "cap": cap, "floor": floor}, "target": target}
        case "linear":
            ends = draw(st.lists(st.sampled_from(SMALL), min_size=2, max_size=2, unique=True))
            return {"rule": {"kind": kind, "zero_at": ends[0], "full_at": ends[1]}}
    levels = [
        {"code": "high", "name": "High", "points": [str(top - 1), most], "step": "0.5"},
        {"code": "mid", "name": "Mid", "points": str(top - 2)},
        {"code": "low", "name": "Low", "points": "0"},
    ]
    return {"rule": {"kind": "scale", "levels": levels}}


@st.composite
def formulas(draw: Any, columns: list[str], depth: int = 3) -> tuple[str, Any]:
    """An expression as text and as a tree."""
    kinds = ["column", "column", "number"] + ["op"] * 4 * (depth > 0) + ["call"] * 3 * (depth > 0)
    kind = draw(st.sampled_from(kinds))
    if kind == "number":
        number = draw(st.sampled_from(SMALL))
        return number, ("number", number)
    if kind == "column":
        column = draw(st.sampled_from(columns))
        return column, ("column", column)
    inner = formulas(columns, depth - 1)
    (a, at), (b, bt) = draw(inner), draw(inner)
    if kind == "op":
        op = draw(st.sampled_from(["+", "-", "*", "/", "<", "<=", "=="]))
        return f"({a} {op} {b})", (op, at, bt)
    name = draw(st.sampled_from(["min", "max", "abs", "round", "if", "previous"]))
    if name in ("abs", "round"):
        return f"{name}({a})", (name, at)
    if name == "previous":
        return (f"previous({a})", (name, at)) if "previous" not in a else (a, at)
    if name == "if":
        c, ct = draw(inner)
        return f"if({a}, {b}, {c})", (name, at, bt, ct)
    return f"{name}({a}, {b})", (name, at, bt)


@st.composite
def values(draw: Any, code: str, rule: str) -> dict[str, Any]:
    """A value that the rule can use, on columns of this indicator's own."""
    a, b = f"{code}_a", f"{code}_b"
    ratio = {"kind": "ratio", "numerator": a, "denominator": b}
    kinds = ["metric", "ratio", "growth", "sample", "rating", "formula"]
    allowed = {
        "scale": ["metric"],
        "count_deduct": ["metric", "sample", "formula"],
        "proportional": [k for k in kinds if k != "sample"],
    }.get(rule, kinds)
    match draw(st.sampled_from(allowed)):
        case "metric":
            return {"kind": "metric", "column": a}
        case "ratio":
            return {**ratio, "scale": draw(st.sampled_from(["1", "100", "0.5"]))}
        case "growth":
            of = draw(st.sampled_from([ratio, {"kind": "metric", "column": a}]))
            return {"kind": "growth", "of": of}
        case "sample":
            size = draw(st.sampled_from(["1", "10"]))
            sample = {"kind": "sample", "failures": a, "size": b, "required_size": size}
            for field, words in (
                ("counts", ["tickets", "items"]),
                ("more_drawn", ["normalise", "as_drawn"]),
            ):
                if draw(st.booleans()):
                    sample[field] = draw(st.sampled_from(words))
            return sample
        case "rating":
            weights = ["0", "1", "2", "0.3"]
            raters = {role: draw(st.sampled_from(weights)) for role in ROLES}
            return {
                "kind": "rating",
                "raters": raters | {"peer": "1"},
                "scale": {"min": "0", "max": "10"},
                "combine": draw(st.sampled_from(["mean", "median", "trimmed_mean"])),
                "min_raters": draw(st.integers(1, 4)),
            }
    text, tree = draw(formulas([a, b]))
    return {"kind": "formula", "expression": text, "tree": tree}


@st.composite
def indicators(draw: Any, code: str, direction: str | None = None) -> dict[str, Any]:
    rule = draw(
        st.sampled_from(
            ["step_deduct"] * 3
            + ["count_deduct", "tiers", "pass_fail", "proportional", "linear", "scale"]
        )
    )
    direction = direction or draw(st.sampled_from(["higher", "lower"]))
    value = draw(values(code, rule))
    if rule == "count_deduct" or value["kind"] == "sample":
        direction = "lower"
    most = draw(st.sampled_from(POINTS))
    policies = ["reweight"] * 3 + ["full", "zero", "carry_previous", "team_mean", "reject"]
    fields = {
        "code": code,
        "name": code.upper(),
        "direction": direction,
        "max_points": most,
        "value": value,
        "not_available": draw(st.sampled_from(policies)),
        **draw(rules(rule, most, direction)),
    }
    if draw(st.integers(0, 5)) == 0:
        fields["min_sample"] = {"column": f"{code}_n", "at_least": "10"}
    return fields


@st.composite
def documents(draw: Any, **fixed: Any) -> dict[str, Any]:
    """A whole scheme of one to five lines, its points adding up."""
    codes = [f"i{n}" for n in range(draw(st.integers(1, 5)))]
    lines = [draw(indicators(code)) for code in codes]
    points = str(sum(Decimal(i["max_points"]) for i in lines))
    document: dict[str, Any] = {
        "code": "random",
        "name": "Random",
        "total_points": points,
        "rounding": {"line": draw(st.integers(0, 3)), "total": draw(st.integers(0, 3))},
        "grade_basis": draw(st.sampled_from(["exact", "nearest_integer", "whole_part"])),
        "max_unavailable": draw(st.sampled_from(["0.5", "0", "1", "0.4"])),
        "columns": [{"code": f"{c}_{k}", "name": f"{c} {k}"} for c in codes for k in ("a", "b")],
        "dimensions": [{"code": "all", "name": "All", "points": points, "indicators": lines}],
        "grades": BANDS,
    }
    if draw(st.booleans()):
        document["extras"] = [{"code": "x", "name": "X", "column": "extra", "min": "-20"}]
        document["total_cap"] = str(Decimal(points) + draw(st.integers(0, 5)))
    return document | fixed


@st.composite
def bounded_documents(draw: Any) -> dict[str, Any]:
    """A whole scheme of which some columns are bounded, by a number or by another column."""
    document: dict[str, Any] = draw(documents())
    columns = {column["code"]: column for column in document["columns"]}
    for line in document["dimensions"][0]["indicators"]:
        part, whole = f"{line['code']}_a", {"column": f"{line['code']}_b"}
        if line["value"]["kind"] in ("ratio", "sample") and draw(st.booleans()):
            columns[part]["at_most"] = draw(st.sampled_from([whole, whole, "60", "100"]))
    return document


@st.composite
def rows(draw: Any, document: dict[str, Any]) -> dict[str, Any]:
    """A row for the document: figures of all sorts, blanks, marks and levels."""
    row: dict[str, Any] = {"extra": draw(CELLS)}
    for i in document["dimensions"][0]["indicators"]:
        code = i["code"]
        row |= {f"{code}_{k}": draw(CELLS) for k in ("a", "b", "n")}
        if i["rule"]["kind"] == "scale":
            cells = ["high", "mid", "low", "0", i["max_points"], "0.25", None]
            row[f"{code}_a"] = draw(st.sampled_from(cells))
        if i["value"]["kind"] == "rating":
            marks = st.lists(st.sampled_from(["0", "3", "7.5", "10", "9", "9", "8"]), max_size=4)
            for role in ROLES:
                row[f"{code}_{role}"] = ";".join(draw(marks)) or None
    return row


def engine_document(document: dict[str, Any]) -> dict[str, Any]:
    """The document without the formulas' trees, which only the reference implementation uses."""
    dimension = document["dimensions"][0]
    lines = [
        {**i, "value": {k: v for k, v in i["value"].items() if k != "tree"}}
        for i in dimension["indicators"]
    ]
    return {**document, "dimensions": [{**dimension, "indicators": lines}]}
