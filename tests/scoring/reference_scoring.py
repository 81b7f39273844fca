# ruff: noqa: E501 - a line of this reading answers a line of the rules
"""A reference implementation of the rules: slow, in fractions, straight from the document.

It shares no code with the engine. Its results are compared with the engine's on thousands of random
schemes and rows.
"""

from fractions import Fraction
from math import floor
from statistics import median
from typing import Any

Number = Fraction


class Faulty(Exception):
    """The row is an error."""


def read(document: dict[str, Any], row: dict[str, Any], previous: Any, means: Any) -> Any:
    """(points per line, total, grade, coefficient); None where there is none; Faulty for the row."""
    check_bounds(document, row)
    places = document.get("rounding", {})
    lines = [i for d in document["dimensions"] for i in d["indicators"]]
    points = [line_points(i, row, previous, means, places.get("line", 2)) for i in lines]
    earned = sum((p for p in points if p is not None), Fraction(0))
    whole = sum(Fraction(i["max_points"]) for i in lines)
    pairs = zip(lines, points, strict=True)
    available = sum((Fraction(i["max_points"]) for i, p in pairs if p is not None), Fraction(0))
    allowed = Fraction(document.get("max_unavailable", "0.5"))
    extras = [extra_points(e, row) for e in document.get("extras", [])]
    if available == 0 or whole - available > allowed * whole:
        return points, None, None, None
    full = Fraction(document["total_points"])
    total = half_up(earned * full / available, places.get("total", 2))
    if any(extras):
        total = half_up(total + sum(extras), places.get("total", 2))
    # The largest total that can be printed in these places without exceeding the cap.
    unit = Fraction(1, 10 ** places.get("total", 2))
    cap = floor(Fraction(document.get("total_cap", full)) / unit) * unit
    total = max(Fraction(0), min(total, cap))
    basis = document.get("grade_basis", "exact")
    compared = {
        "exact": total,
        "nearest_integer": half_up(total, 0),
        "whole_part": Fraction(floor(total)),
    }[basis]
    reached = [g for g in document["grades"] if compared >= Fraction(g["min"])]
    grade = max(reached, key=lambda g: Fraction(g["min"]), default=None)
    if grade is None:
        return points, total, None, None
    return points, total, grade["code"], Fraction(grade["coefficient"])


def read_in_parts(
    document: dict[str, Any],
    row: dict[str, Any],
    read_by: dict[str, set[str]],
    absent: tuple[set[str], set[str]],
) -> Any:
    """As `read`, of a row of which some columns have not arrived: those awaited, and those that
    will not come any more. `read_by` are the columns of each line.
    """
    awaited, final = absent
    lines = [i for d in document["dimensions"] for i in d["indicators"]]
    final = final - awaited
    for i in lines:
        if i.get("not_available") == "reject" and read_by[i["code"]] & final:
            # Nothing stands for the figure of such a line, so all that its sender owes is awaited.
            raise AssertionError("the test gives no such case")
    come = {code: cell for code, cell in row.items() if code not in awaited | final}
    if not awaited:
        return read(document, come, None, None)
    check_bounds(document, come)
    [extra_points(e, come) for e in document.get("extras", [])]
    places = document.get("rounding", {}).get("line", 2)
    points = [
        None if read_by[i["code"]] & awaited else line_points(i, come, None, None, places)
        for i in lines
    ]
    return points, None, None, None


def check_bounds(document: dict[str, Any], row: dict[str, Any]) -> None:
    """A part is never more than its whole, or than the number that the column names."""
    for column in document.get("columns", []):
        most = column.get("at_most")
        if most is None or row.get(column["code"]) is None:
            continue
        whole = row.get(most["column"]) if isinstance(most, dict) else most
        if whole is not None and Fraction(row[column["code"]]) > Fraction(whole):
            raise Faulty


def extra_points(extra: dict[str, Any], row: dict[str, Any]) -> Fraction:
    cell = row.get(extra["column"])
    if cell is None:
        return Fraction(0)
    value = Fraction(cell)
    if "min" in extra and value < Fraction(extra["min"]):
        raise Faulty
    if "max" in extra and value > Fraction(extra["max"]):
        raise Faulty
    return value


def line_points(i: dict[str, Any], row: Any, previous: Any, means: Any, places: int) -> Any:
    value = figure(i, i["value"], row, previous) if enough(i, row) else None
    if value is None:
        match i.get("not_available", "reweight"):
            case "full":
                return half_up(Fraction(i["max_points"]), places)
            case "zero":
                return Fraction(0)
            case "carry_previous":
                value = ((previous or {}).get("values") or {}).get(i["code"])
            case "team_mean":
                value = (means or {}).get(i["code"])
            case "reject":
                raise Faulty
        if value is None:
            return None
        value = Fraction(value)
    return half_up(rule_points(i, value), places)


def enough(i: dict[str, Any], row: Any) -> bool:
    sample = i.get("min_sample")
    size = row.get(sample["column"]) if sample else None
    return not sample or (size is not None and Fraction(size) >= Fraction(sample["at_least"]))


def figure(i: dict[str, Any], value: dict[str, Any], row: Any, previous: Any) -> Any:  # noqa: C901 one case a kind, as the rules list them
    match value["kind"]:
        case "metric":
            cell = row.get(value["column"])
            if i["rule"]["kind"] == "scale":
                return level_mark(i["rule"], cell)
            return None if cell is None else Fraction(cell)
        case "ratio":
            a, b = row.get(value["numerator"]), row.get(value["denominator"])
            if a is None or b is None or b == 0:
                return None
            if b < 0:
                raise Faulty
            return Fraction(a) / Fraction(b) * Fraction(value.get("scale", 1))
        case "growth":
            now = figure(i, value["of"], row, previous)
            if now is None or previous is None:
                return None
            then = figure(i, value["of"], previous["inputs"], None)
            # A base of 0 or less has no growth: a sign must not turn.
            return None if then is None or then <= 0 else (now - then) / then * 100
        case "sample":
            failed, drawn = row.get(value["failures"]), row.get(value["size"])
            if failed is None or drawn is None:
                return None
            if failed < 0 or (value.get("counts", "tickets") == "tickets" and failed > drawn):
                raise Faulty
            wanted, given = Fraction(value["required_size"]), Fraction(drawn)
            if given < wanted:
                return None
            if value.get("more_drawn", "normalise") == "as_drawn":
                return Fraction(failed)
            return Fraction(failed) / given * wanted
        case "rating":
            return rating(i["code"], value, row)
        case "formula":
            return formula(value["tree"], row, previous)
    raise AssertionError(value)


def level_mark(rule: dict[str, Any], cell: Any) -> Any:
    if cell is None:
        return None
    for level in rule["levels"]:
        ends = level["points"] if isinstance(level["points"], list) else [level["points"]] * 2
        if str(cell) == level["code"]:
            return Fraction(ends[0])
    try:
        mark = Fraction(cell)
    except ValueError:
        raise Faulty from None
    for level in rule["levels"]:
        ends = level["points"] if isinstance(level["points"], list) else [level["points"]] * 2
        low, high, step = Fraction(ends[0]), Fraction(ends[1]), Fraction(level.get("step", "1"))
        while low <= high:
            if low == mark:
                return mark
            low += step
    raise Faulty


def rating(code: str, value: dict[str, Any], row: Any) -> Any:
    low, high = Fraction(value["scale"]["min"]), Fraction(value["scale"]["max"])
    weighted, weights, raters = Fraction(0), Fraction(0), 0
    for role, weight in value["raters"].items():
        cell = row.get(f"{code}_{role}")
        marks = sorted(Fraction(m) for m in cell.split(";")) if cell else []
        if any(not low <= m <= high for m in marks):
            raise Faulty
        if not marks or Fraction(weight) == 0:
            continue
        raters += len(marks)
        match value.get("combine", "mean"):
            case "median":
                combined = median(marks)
            case "trimmed_mean" if len(marks) >= 3:
                combined = sum(marks[1:-1]) / len(marks[1:-1])
            case _:
                combined = sum(marks) / len(marks)
        weighted += Fraction(weight) * combined
        weights += Fraction(weight)
    if raters < value.get("min_raters", 1):
        return None
    return weighted / weights


def formula(tree: Any, row: Any, previous: Any) -> Any:
    """A tree of tuples, made beside the expression's text: the engine sees only the text."""
    head, *rest = tree
    if head == "number":
        return Fraction(rest[0])
    if head == "column":
        cell = row.get(rest[0])
        return None if cell is None else Fraction(cell)
    if head == "previous":
        return None if previous is None else formula(rest[0], previous["inputs"], None)
    if head == "if":
        condition = formula(rest[0], row, previous)
        return None if condition is None else formula(rest[1 if condition else 2], row, previous)
    values = [formula(r, row, previous) for r in rest]
    if any(v is None for v in values):
        return None
    return operation(head, values)


def operation(head: str, values: list[Fraction]) -> Any:  # noqa: C901 one case a kind, as the rules list them
    a, b = values[0], values[-1]
    match head:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case "/":
            return None if b == 0 else a / b
        case "<":
            return Fraction(a < b)
        case "<=":
            return Fraction(a <= b)
        case "==":
            return Fraction(a == b)
        case "min":
            return min(values)
        case "max":
            return max(values)
        case "abs":
            return abs(a)
        case "round":
            return half_up(a, 0)
    raise AssertionError(head)


def rule_points(i: dict[str, Any], v: Fraction) -> Fraction:  # noqa: C901 one case a kind, as the rules list them
    rule, most, lower = i["rule"], Fraction(i["max_points"]), i["direction"] == "lower"
    target = Fraction(i["target"]) if i.get("target") is not None else None

    def reaches(bound: Fraction) -> bool:
        return v <= bound if lower else v >= bound

    match rule["kind"]:
        case "step_deduct":
            return step_deduct(rule, most, target, v, lower)
        case "count_deduct":
            if v <= 0:
                return most
            if rule.get("zero_at") is not None and v >= Fraction(rule["zero_at"]):
                return Fraction(0)
            return max(Fraction(rule.get("floor", 0)), most - Fraction(rule["per_incident"]) * v)
        case "tiers":
            for tier in rule["tiers"]:
                if reaches(Fraction(tier["at"])):
                    return Fraction(tier["points"])
            return Fraction(rule.get("otherwise", 0))
        case "pass_fail":
            return most if reaches(target) else Fraction(0)
        case "proportional":
            cap, least = Fraction(rule.get("cap", 1)), Fraction(rule.get("floor", 0))
            if lower and v <= 0:
                return most * cap
            factor = target / v if lower else v / target
            return most * min(cap, max(least, factor))
        case "linear":
            zero, full = Fraction(rule["zero_at"]), Fraction(rule["full_at"])
            return most * min(Fraction(1), max(Fraction(0), (v - zero) / (full - zero)))
        case "scale":
            return v
    raise AssertionError(rule)


def step_deduct(
    rule: dict[str, Any], most: Fraction, target: Any, v: Fraction, lower: bool
) -> Fraction:
    shortfall = v - target if lower else target - v
    if shortfall <= 0:
        return most
    cutoff = rule.get("cutoff")
    if cutoff:
        at = Fraction(cutoff["at"])
        worse = v > at if lower else v < at
        if worse or (cutoff.get("inclusive") and v == at):
            return Fraction(cutoff.get("points", 0))
    steps = shortfall / Fraction(rule["step"])
    match rule.get("step_mode", "full"):
        case "full":
            steps = Fraction(floor(steps))
        case "started":
            steps = Fraction(-floor(-steps))
    return max(Fraction(rule.get("floor", 0)), most - Fraction(rule["per_step"]) * steps)


def half_up(value: Fraction, places: int) -> Fraction:
    """Half away from zero, as a person rounds."""
    unit = Fraction(1, 10**places)
    whole = floor(abs(value) / unit + Fraction(1, 2))
    return whole * unit if value >= 0 else -whole * unit
