"""The engine against the reference implementation, on random schemes and rows."""

from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.scoring import RowFault, compile_scheme, lint, read_scheme
from tests.profiles import examples
from tests.scoring import reference_scoring
from tests.scoring.random_schemes import bounded_documents, documents, engine_document, rows


def engine(document: dict[str, Any], row: Any, previous: Any, means: Any, **absent: Any) -> Any:
    compiled = compile_scheme(read_scheme(engine_document(document)))
    try:
        scored = compiled.score(row, previous=previous, team_means=means, **absent)
    except RowFault:
        return "faulty"
    points = [None if p is None else Fraction(p) for p in scored.points]
    total = None if scored.total is None else Fraction(scored.total)
    coefficient = None if scored.coefficient is None else Fraction(scored.coefficient)
    return points, total, scored.grade, coefficient


def plain(document: dict[str, Any], row: Any, previous: Any, means: Any) -> Any:
    try:
        return reference_scoring.read(document, row, previous, means)
    except reference_scoring.Faulty:
        return "faulty"


@settings(max_examples=examples(10))
@given(st.data())
def test_engine_and_reference_give_the_same(data: st.DataObject) -> None:
    document = data.draw(st.one_of(documents(), bounded_documents()))
    row = data.draw(rows(document))
    previous = data.draw(
        st.none() | rows(document).map(lambda inputs: {"inputs": inputs, "values": {"i0": "7.5"}})
    )
    means = data.draw(st.sampled_from([None, {"i0": "3", "i1": "12.345678"}]))
    assert engine(document, row, previous, means) == plain(document, row, previous, means)


@given(st.one_of(documents(), bounded_documents()))
def test_the_random_schemes_have_no_linter_errors(document: dict[str, Any]) -> None:
    errors = [f for f in lint(engine_document(document)) if f.severity == "error"]
    assert errors == []
