"""Sources: who sends which column, what is awaited, and what a declaration of final does."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.scoring import RowFault, compile_scheme, explain, lint, pack, read_scheme, unpack
from chalicelib.scoring.columns import uses
from chalicelib.scoring.findings import InvalidScheme
from chalicelib.scoring.reading.sources import with_sources
from tests.profiles import examples
from tests.scoring import reference_scoring
from tests.scoring.random_schemes import bounded_documents, documents, engine_document, rows
from tests.scoring.schemes import compiled, indicator, scheme
from tests.scoring.test_reference_scoring import engine

CHAT = {"code": "chat", "name": {"zh": "客服系统", "en": "Chat system"}, "due_day": 3}
QA = {"code": "qa", "name": {"zh": "质检", "en": "Inspection"}}
COLUMNS = [
    {"code": "x", "name": "X", "source": "chat"},
    {"code": "y", "name": "Y", "source": "qa"},
]
LINEAR = {"kind": "linear", "zero_at": "0", "full_at": "20"}


def two_lines(**second: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A line of x and a line of y, 20 points each; a point for each unit."""
    of_y = {"rule": LINEAR, "target": None, "value": {"kind": "metric", "column": "y"}}
    return indicator("of_x", rule=LINEAR, target=None), indicator("of_y", **{**of_y, **second})


def of_two_sources(**second: Any) -> Any:
    return compiled(*two_lines(**second), sources=[CHAT, QA], columns=COLUMNS)


def row(x: int | None, y: int | None) -> dict[str, Any]:
    return {"x": None if x is None else Decimal(x), "y": None if y is None else Decimal(y)}


def test_a_column_has_the_source_that_its_declaration_names() -> None:
    found = of_two_sources()
    assert [source.code for source in found.layout.sources] == ["chat", "qa"]
    assert {c.code: c.source and c.source.code for c in found.columns} == {"x": "chat", "y": "qa"}
    assert found.layout.sources[0].due_day == 3
    assert found.layout.sources[1].due_day is None


def test_a_column_without_a_source_belongs_to_other() -> None:
    found = compiled(*two_lines(), sources=[CHAT], columns=COLUMNS[:1])
    assert [source.code for source in found.layout.sources] == ["chat", "other"]


def test_a_scheme_without_sources_has_none() -> None:
    assert compiled(*two_lines()).layout.sources == ()


@pytest.mark.parametrize("due", ["0", "32", "1.5"])
def test_a_due_day_is_a_day_of_a_month(due: str) -> None:
    with pytest.raises(InvalidScheme):
        read_scheme(scheme(*two_lines(), sources=[{**CHAT, "due_day": due}], columns=COLUMNS[:1]))


def test_twenty_one_sources_are_too_many_however_they_are_written() -> None:
    texts = [{"code": f"c{n}", "name": "C", "source": f"Source {n}"} for n in range(21)]
    codes = [{"code": f"s{n}", "name": f"S {n}"} for n in range(21)]
    for fields in ({"columns": texts}, {"sources": codes}):
        with pytest.raises(InvalidScheme) as refused:
            read_scheme(scheme(*two_lines(), **fields))
        assert [(one.code, one.pointer) for one in refused.value.findings] == [
            ("too_many", "/sources")
        ]


def test_texts_that_fold_alike_become_one_source_with_a_code_of_their_english_words() -> None:
    written = [
        {"code": "x", "name": "X", "source": {"zh": "客服系统", "en": "Chat system"}},
        {"code": "y", "name": "Y", "source": {"zh": "客服 系统", "en": "ＣＨＡＴ  System"}},
        {"code": "z", "name": "Z", "source": "质检"},
        {"code": "w", "name": "W", "source": "chat-system"},
    ]
    document = scheme(*two_lines(), columns=written)
    read = read_scheme(document)
    # The third has no English word, and the fourth's code is taken by another name.
    assert [one.code for one in read.sources] == ["chat_system", "source_2", "source_3"]
    assert [note.source for note in read.columns] == [
        "chat_system", "chat_system", "source_2", "source_3",
    ]  # fmt: skip
    assert {found.code for found in lint(document)} >= {"source_in_words"}


def test_a_text_beside_declared_sources_is_the_one_of_that_name() -> None:
    written = [
        COLUMNS[0],
        {"code": "y", "name": "Y", "source": {"zh": "质 检", "en": "inspection"}},
    ]
    read = read_scheme(scheme(*two_lines(), sources=[CHAT, QA], columns=written))
    assert [note.source for note in read.columns] == ["chat", "qa"]
    assert [one.code for one in read.sources] == ["chat", "qa"]


def test_a_published_document_declares_what_was_in_words() -> None:
    written = [{"code": "x", "name": "X", "source": "Chat log"}, {"code": "y", "name": "Y"}]
    document = scheme(*two_lines(), columns=written)
    published = with_sources(document, read_scheme(document))
    name = {"zh": "Chat log", "en": "Chat log"}
    assert published["sources"] == [{"code": "chat_log", "name": name}]
    assert [column.get("source") for column in published["columns"]] == ["chat_log", None]
    assert with_sources(published, read_scheme(published)) == published
    assert not {found.code for found in lint(published)} & {"source_in_words"}


def test_without_texts_a_document_stays_as_it_is() -> None:
    for document in (scheme(*two_lines()), scheme(*two_lines(), sources=[CHAT], columns=COLUMNS)):
        assert with_sources(document, read_scheme(document)) == document


def test_a_line_is_awaited_until_its_source_has_come_and_there_is_no_total() -> None:
    found = of_two_sources().score(row(15, None), awaiting=["qa"])
    of_x, of_y = found.lines
    assert (of_x.status, of_x.points) == ("scored", 15)
    assert (of_y.status, of_y.points, of_y.reason) == ("awaited", None, "source_awaited")
    assert (found.total, found.grade, found.coefficient) == (None, None, None)
    assert (found.awaiting, found.final, found.insufficient) == (("qa",), (), False)


@pytest.mark.parametrize(
    "policy", ["reweight", "full", "zero", "carry_previous", "team_mean", "reject"]
)
def test_no_policy_applies_to_an_awaited_line(policy: str) -> None:
    found = of_two_sources(not_available=policy).score(
        row(15, None),
        awaiting=["qa"],
        previous={"inputs": row(1, 1), "values": {"of_y": "7"}},
        team_means={"of_y": Decimal(9)},
    )
    assert found.lines[1].status == "awaited"
    assert found.lines[1].points is None
    assert found.figures[1] is None


def test_a_blank_of_a_source_that_came_is_refused_by_its_policy_all_the_same() -> None:
    with pytest.raises(RowFault):
        of_two_sources(not_available="reject").score(
            row(None, None) | {"y": None}, awaiting=["chat"]
        )


def test_max_unavailable_says_nothing_while_a_source_is_awaited() -> None:
    # All but nothing is there: no line has points.
    found = of_two_sources().score(row(None, None), awaiting=["qa", "chat"])
    assert (found.insufficient, found.total) == (False, None)


@pytest.mark.parametrize(
    ("policy", "points", "total"),
    # 15 of 20 points; of y nothing comes: 15 × 40 ÷ 20, 15 + 20, 15 + 0.
    [("reweight", None, 30), ("full", 20, 35), ("zero", 0, 15)],
)
def test_declared_final_the_policies_apply(policy: str, points: int | None, total: int) -> None:
    found = of_two_sources(not_available=policy).score(row(15, None), final=["qa"])
    line = found.lines[1]
    assert (line.status, line.points, line.reason) == ("not_available", points, "not_arrived")
    assert (found.total, found.awaiting, found.final) == (total, (), ("qa",))


def test_declared_final_max_unavailable_applies() -> None:
    found = compiled(
        *two_lines(), sources=[CHAT, QA], columns=COLUMNS, max_unavailable="0.4"
    ).score(row(15, None), final=["qa"])
    assert (found.insufficient, found.total) == (True, None)


def test_what_a_line_refuses_to_do_without_stays_awaited_though_declared_final() -> None:
    scored = of_two_sources(not_available="reject").score(row(15, None), final=["qa"])
    assert (scored.awaiting, scored.final) == (("qa",), ())


def test_awaited_wins_over_final() -> None:
    scored = of_two_sources().score(row(15, None), awaiting=["qa"], final=["qa"])
    assert (scored.awaiting, scored.final) == (("qa",), ())


def test_a_veto_brings_no_grade_while_a_source_is_awaited() -> None:
    fraud = {"code": "fraud", "name": "Fraud", "grade": "poor", "coefficient": "0"}
    found = compiled(*two_lines(), sources=[CHAT, QA], columns=COLUMNS, vetoes=[fraud])
    waiting = found.score(row(15, None), awaiting=["qa"], veto="fraud")
    assert (waiting.grade, waiting.coefficient, waiting.veto) == (None, None, "fraud")
    there = found.score(row(15, 15), veto="fraud")
    assert (there.grade, there.coefficient) == ("poor", 0)


def test_what_is_awaited_and_final_is_packed_and_read_again() -> None:
    third = {"code": "exam", "name": "Exam"}
    columns = [*COLUMNS, {"code": "z", "name": "Z", "source": "exam"}]
    lines = [*two_lines(), indicator("of_z", value={"kind": "metric", "column": "z"})]
    found = compiled(*lines, sources=[CHAT, QA, third], columns=columns)
    inputs = {**row(15, None), "z": None}
    for absent in (
        {},
        {"awaiting": ["qa"]},
        {"final": ["exam", "qa"]},
        {"awaiting": ["exam"], "final": ["qa"]},
    ):
        scored = found.score(inputs, **absent)
        assert unpack(found, pack(scored, inputs)) == (scored, inputs)
    plain = found.score({"x": Decimal(1), "y": Decimal(2), "z": Decimal(3)})
    assert pack(plain, {"x": Decimal(1)}).endswith("[[1,null,null]]]")


def test_words_say_what_is_awaited() -> None:
    found = of_two_sources()
    scored = found.score(row(15, None), awaiting=["qa"])
    words = explain(found, scored, row(15, None))
    assert words.lines["of_y"]["zh"] == "数据来源尚未报送，暂不计分。"
    assert words.total["en"].endswith(
        "Still awaited: Inspection. Until then there is no total and no grade."
    )
    assert words.next_grade is None


@settings(max_examples=examples(10))
@given(st.data())
def test_engine_and_reference_give_the_same_of_a_row_in_parts(data: st.DataObject) -> None:
    document = data.draw(st.one_of(documents(), bounded_documents()))
    cells = data.draw(rows(document))
    sources = ["a", "b", "c"]
    for column in document["columns"]:
        column["source"] = data.draw(st.sampled_from(sources))
    document["sources"] = [{"code": code, "name": code.upper()} for code in sources]
    found = compile_scheme(read_scheme(engine_document(document)))
    of = {c.code: c.source.code for c in found.columns if c.source is not None}
    awaiting = data.draw(st.sets(st.sampled_from(sources)))
    final = data.draw(st.sets(st.sampled_from(sources))) - awaiting - found.required_sources
    here = {code: cell for code, cell in cells.items() if of.get(code) not in awaiting | final}
    absent = tuple(
        {code for code, of_it in of.items() if of_it in some} for some in (awaiting, final)
    )
    read_by = {one.code: {use.column for use in uses(one)} for one in found.scheme.indicators}
    try:
        expected = reference_scoring.read_in_parts(document, cells, read_by, absent)  # type: ignore[arg-type]
    except reference_scoring.Faulty:
        expected = "faulty"
    # A source of which the scheme reads no column is not awaited.
    told = {"awaiting": sorted(awaiting & set(of.values())), "final": sorted(final)}
    assert engine(document, here, None, None, **told) == expected
