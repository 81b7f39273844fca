"""What holds for every scheme without linter errors, whatever the row holds."""

import itertools
from contextlib import suppress
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from chalicelib.scoring import (
    Claim,
    InvalidScheme,
    RowFault,
    compile_scheme,
    divide_pool,
    explain,
    lint,
    pack,
    read_scheme,
    unpack,
)
from tests.scoring.random_schemes import documents, engine_document, indicators, rows
from tests.scoring.schemes import indicator, scheme

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.decimals(),
    st.sampled_from([Decimal("1E-400"), Decimal("1E+400"), Decimal("sNaN"), Decimal("-Infinity")]),
    st.lists(st.integers(), max_size=2),
    st.binary(max_size=3),
)


def ready(document: dict[str, Any]) -> Any:
    return compile_scheme(read_scheme(engine_document(document)))


@given(st.data())
def test_scoring_raises_nothing_but_row_faults_whatever_the_row_holds(data: st.DataObject) -> None:
    document = data.draw(documents())
    compiled = ready(document)
    columns = [column.code for column in compiled.columns]
    junk = st.dictionaries(st.sampled_from([*columns, "other"]), JUNK)
    row, before = data.draw(junk), data.draw(st.none() | junk)
    with suppress(RowFault):
        compiled.score(row, previous=before and {"inputs": before})


@given(st.data())
def test_the_fast_path_and_the_general_path_give_the_same(
    data: st.DataObject,
) -> None:
    """A row that is no plain dict takes the general path."""
    document = data.draw(documents())
    compiled = ready(document)
    row, means = data.draw(rows(document)), data.draw(st.sampled_from([None, {"i0": Decimal(3)}]))
    values = st.sampled_from([{}, {"i0": Decimal("7.5"), "i1": Decimal(0)}])
    previous = data.draw(
        st.none() | st.fixed_dictionaries({"inputs": rows(document), "values": values})
    )

    def scored(given: Any) -> Any:
        try:
            found = compiled.score(given, previous=previous, team_means=means)
        except RowFault as fault:
            return fault.column, fault.message
        return found, found.lines, pack(found, given)

    assert scored(row) == scored(MappingProxyType(row))


EXTREMES = ("0", "1", "3", "9" * 24, "0." + "0" * 20 + "1", "i0_a", "i0_b")
EXTREME_CELLS = st.sampled_from(
    [None, *map(Decimal, ("0", "1", "-7", "9" * 15, "1E-30", "-" + "9" * 15 + "." + "9" * 30))]
)
TREES = st.recursive(
    st.sampled_from(EXTREMES),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["+", "-", "*", "/", "<"]), inner),
        st.builds("{}({})".format, st.sampled_from(["abs", "round", "previous", "-"]), inner),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max"]), inner, inner),
        st.builds("if({}, {}, {})".format, inner, inner, inner),
    ),
    max_leaves=40,
)


@given(TREES, EXTREME_CELLS, EXTREME_CELLS, st.booleans())
def test_a_formula_that_can_be_read_gives_a_value_or_a_reason_or_a_row_fault(
    expression: str, a: Decimal | None, b: Decimal | None, grown: bool
) -> None:
    value: Any = {"kind": "formula", "expression": expression}
    line = indicator(
        "i0",
        value={"kind": "growth", "of": value} if grown else value,
        rule={"kind": "linear", "zero_at": "0", "full_at": "1"},
        target=None,
    )
    columns = [{"code": code, "name": code} for code in ("i0_a", "i0_b")]
    try:
        compiled = compile_scheme(read_scheme(scheme(line, columns=columns)))
    except InvalidScheme:
        assume(False)
    row, before = {"i0_a": a, "i0_b": b}, {"inputs": {"i0_a": b, "i0_b": a}}
    beyond = ""
    try:
        scored = compiled.score(row, previous=before)
    except RowFault as fault:
        beyond = fault.code
    if beyond:
        assert beyond == "value_out_of_range"
        return
    assert (scored.figures[0] is None) == (scored.lines[0].reason is not None)
    again, inputs = unpack(compiled, pack(scored, row))
    assert explain(compiled, again, inputs) == explain(compiled, scored, row)


@given(st.data())
def test_points_and_totals_stay_within_their_bounds(data: st.DataObject) -> None:
    document = data.draw(documents())
    compiled = ready(document)
    try:
        scored = compiled.score(data.draw(rows(document)))
    except RowFault:
        assume(False)
    for line, scored_by in zip(scored.lines, compiled.scheme.indicators, strict=True):
        cap = max(Decimal(1), getattr(scored_by.rule, "cap", Decimal(1)))
        # Half up, a maximum of 12.5 is printed as 13 in whole points.
        assert line.points is None or 0 <= line.points <= line.max_points * cap + Decimal("0.5")
    if scored.total is not None:
        assert 0 <= scored.total <= compiled.scheme.total_cap


@given(st.data())
def test_every_total_has_exactly_one_grade(data: st.DataObject) -> None:
    document = data.draw(documents())
    try:
        scored = ready(document).score(data.draw(rows(document)))
    except RowFault:
        assume(False)
    assert (scored.total is None) == (scored.grade is None) == (scored.coefficient is None)
    assert scored.insufficient == (scored.total is None)


@given(st.data())
def test_better_performance_never_lowers_points_unless_the_linter_warned(
    data: st.DataObject,
) -> None:
    line = data.draw(indicators("i0")) | {"value": {"kind": "metric", "column": "x"}}
    line.pop("min_sample", None)
    assume(line["rule"]["kind"] != "scale")
    document = scheme(line)
    assume(not any(f.code == "points_rise" for f in lint(document)))
    compiled = compile_scheme(read_scheme(document))
    numbers = st.one_of(
        st.decimals(0, 200, places=3), st.sampled_from([Decimal(n) for n in ("30", "60", "2.5")])
    )
    worse, better = sorted(
        (data.draw(numbers), data.draw(numbers)), reverse=line["direction"] == "lower"
    )
    low, high = (compiled.score({"x": x}).points[0] for x in (worse, better))
    assert low is not None
    assert high is not None
    assert low <= high


@given(st.data())
def test_reweighting_with_nothing_missing_changes_nothing(data: st.DataObject) -> None:
    document = data.draw(documents(extras=[]))
    compiled = ready(document)
    try:
        scored = compiled.score(data.draw(rows(document)))
    except RowFault:
        assume(False)
    assume(all(points is not None for points in scored.points))
    places = compiled.scheme.total_places
    assert scored.total is not None
    assert abs(scored.total - min(scored.earned, compiled.scheme.total_cap)) <= Decimal(
        (0, (5,), -places - 1)
    )


@given(st.data())
def test_a_result_depends_on_its_own_row_alone(data: st.DataObject) -> None:
    document = data.draw(documents())
    compiled = ready(document)
    people = data.draw(st.lists(rows(document), min_size=2, max_size=5))

    def scored(row: Any) -> Any:
        try:
            return pack(compiled.score(row), row)
        except RowFault as fault:
            return fault.message["en"]

    forwards = [scored(row) for row in people]
    backwards = [scored(row) for row in reversed(people)]
    assert forwards == backwards[::-1]
    assert forwards == [scored(dict(reversed(row.items()))) for row in people]


@given(st.data())
def test_what_is_stored_comes_back_and_can_be_explained(data: st.DataObject) -> None:
    document = data.draw(documents())
    compiled = ready(document)
    row = data.draw(rows(document))
    try:
        scored = compiled.score(row)
    except RowFault:
        assume(False)
    text = pack(scored, row)
    again, inputs = unpack(compiled, text)
    assert pack(again, inputs) == text
    assert again.lines == scored.lines
    assert (again.total, again.grade, again.coefficient) == (
        scored.total,
        scored.grade,
        scored.coefficient,
    )
    fresh, stored = explain(compiled, scored, row), explain(compiled, again, inputs)
    assert fresh == stored
    for words in (*fresh.lines.values(), fresh.total):
        assert words["zh"].endswith("。")
        assert words["en"].endswith(".")


@given(st.data())
def test_the_change_that_is_named_reaches_the_next_grade(data: st.DataObject) -> None:
    document = data.draw(documents())
    compiled = ready(document)
    row = data.draw(rows(document))
    try:
        scored = compiled.score(row)
    except RowFault:
        assume(False)
    way = explain(compiled, scored, row).next_grade
    assume(way is not None)
    assert way is not None
    for change in way.changes:
        assert change.to_points > change.from_points
        assert compiled.grade(change.total).min >= way.grade.min


CLAIMS = st.lists(
    st.tuples(
        st.decimals(0, 50_000, places=2),
        st.sampled_from([Decimal(c) for c in ("0", "0.5", "0.8", "1", "1.1", "1.2")]),
    ),
    min_size=1,
    max_size=12,
)


@given(CLAIMS, st.integers(0, 10**9), st.sampled_from([0, 2, 3]))
def test_shares_of_a_pool_add_up_and_a_larger_claim_never_gets_less(
    claims: list[tuple[Decimal, Decimal]], units: int, places: int
) -> None:
    named = [Claim(f"e{n:02}", base, coefficient) for n, (base, coefficient) in enumerate(claims)]
    assume(any(c.bonus_base * c.coefficient for c in named))
    pool = Decimal(units).scaleb(-places)
    shares = divide_pool(pool, named, places)
    assert sum(shares.values()) == pool
    assert all(share >= 0 for share in shares.values())
    by_claim = sorted(named, key=lambda c: c.bonus_base * c.coefficient)
    for less, more in itertools.pairwise(by_claim):
        if less.bonus_base * less.coefficient < more.bonus_base * more.coefficient:
            assert shares[less.employee_id] <= shares[more.employee_id]
    assert divide_pool(pool, named[::-1], places) == shares
