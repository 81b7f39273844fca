# ruff: noqa: E501 - a table of cases reads best with one case a line
"""What is stored: packed results, canonical documents and their fingerprints, parameters, columns."""

import json
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.scoring import (
    Exemption,
    InvalidScheme,
    canonical_json,
    compile_scheme,
    fill,
    pack,
    read_scheme,
    sha256,
    unpack,
)
from chalicelib.scoring.parameters import open_parameters
from tests.scoring.schemes import SECONDS_RULE, figures, indicator, scheme

RATIO = {"kind": "ratio", "numerator": "a", "denominator": "b"}
LEVELS = [{"code": "good", "name": {"zh": "良好", "en": "Good"}, "points": "3"}]


class TestPacking:
    def test_a_result_is_a_short_line_of_json_without_names(self) -> None:
        compiled = compile_scheme(read_scheme(scheme(indicator("speed", value=RATIO, target="1"))))
        row = figures(a=10, b=3)
        assert pack(compiled.score(row), row) == (
            '[1,20.00,20,20.00,"poor",0.5,0,null,{},[[3.333333,20.00]],[[10,3]]]'
        )

    def test_ten_lines_take_less_than_six_hundred_bytes(self) -> None:
        lines = [
            indicator(f"quite_a_long_indicator_code_{n}", max_points="10", target="30", direction="lower",
                      value={"kind": "ratio", "numerator": f"total_seconds_{n}", "denominator": f"number_of_{n}"},
                      rule=SECONDS_RULE)
            for n in range(10)
        ]  # fmt: skip
        compiled = compile_scheme(read_scheme(scheme(*lines)))
        row = {
            c.code: Decimal(31_247 if c.code.startswith("total") else 917) for c in compiled.columns
        }
        text = pack(compiled.score(row), row)
        assert len(text.encode()) < 600
        assert "quite" not in text

    def everything(self) -> Any:
        slices = {"by": "channel", "weight_by": "b", "targets": {"phone": "3", "online": "1"}}
        lines = [
            indicator("sliced", value=RATIO, slices=slices, target=None, direction="lower"),
            indicator("level", value={"kind": "metric", "column": "level"}, target=None,
                      rule={"kind": "scale", "levels": LEVELS}),
            indicator("exempt", value={"kind": "metric", "column": "x"}, target="5"),
            indicator("full", value={"kind": "metric", "column": "y"}, not_available="full"),
        ]  # fmt: skip
        extras = [{"code": "award", "name": "Award", "column": "award"}]
        vetoes = [{"code": "fraud", "name": "Fraud", "grade": "out", "coefficient": "0"}]
        return compile_scheme(read_scheme(scheme(*lines, extras=extras, vetoes=vetoes)))

    def test_slices_exemptions_extras_vetoes_and_words_come_back(self) -> None:
        compiled = self.everything()
        base = {"level": "良好", **figures(x=4, y=None, award="1.5")}
        rows = [
            {"channel": "phone", **base, **figures(a=10, b=3)},
            {"channel": "online", **base, **figures(a=None, b=3)},
        ]
        scored = compiled.score(
            rows, exemptions=[Exemption("exempt", "adjusted_target", Decimal(4))], veto="fraud"
        )
        text = pack(scored, rows)
        again, inputs = unpack(compiled.scheme, text)
        assert inputs == rows
        assert again.lines[1:] == scored.lines[1:]
        assert [s.slice for s in again.lines[0].slices] == ["phone", "online"]
        assert again.lines[0].slices[0].value == Decimal("3.333333")
        assert again.lines[0].slices[1].reason == "blank"
        assert again.lines[2].target == 4
        assert (again.lines[2].status, again.lines[2].reason) == ("exempt", "adjusted_target")
        assert (again.lines[3].status, again.lines[3].points) == ("not_available", 20)
        assert (again.veto, again.grade, again.coefficient) == ("fraud", "out", 0)
        assert again.extras == {"award": Decimal("1.5")}
        assert again.total == scored.total
        assert pack(again, inputs) == text

    def test_insufficient_results_come_back_without_a_total(self) -> None:
        compiled = compile_scheme(read_scheme(scheme(indicator(value=RATIO))))
        text = pack(compiled.score({}), {})
        again, inputs = unpack(compiled, text)
        assert (again.total, again.grade, again.coefficient, again.insufficient) == (
            None,
            None,
            None,
            True,
        )
        assert inputs == {"a": None, "b": None}
        assert again.lines[0].reason == "blank"

    def test_cells_of_other_columns_are_dropped(self) -> None:
        compiled = compile_scheme(read_scheme(scheme(indicator(value=RATIO))))
        row = figures(a=1, b=2, salary=9000)
        assert "9000" not in pack(compiled.score(row), row)

    def test_text_of_another_scheme_or_format_is_refused(self) -> None:
        one = compile_scheme(read_scheme(scheme(indicator(value=RATIO))))
        two = compile_scheme(read_scheme(scheme(indicator("a"), indicator("b", value=RATIO))))
        same_lines = compile_scheme(read_scheme(scheme(indicator())))
        text = pack(one.score(figures(a=1, b=2)), figures(a=1, b=2))
        for other, stored in (
            (two, text),
            (same_lines, text),
            (one, text.replace("[1,", "[2,", 1)),
        ):
            with pytest.raises(ValueError, match="stored under another"):
                unpack(other, stored)


class TestCanonical:
    def test_keys_are_sorted_and_numbers_plain(self) -> None:
        document = {"b": [1, Decimal("2.50"), Decimal("1E+2"), "2.50"], "a": {"y": None, "x": True}}
        assert canonical_json(document) == (b'{"a":{"x":true,"y":null},"b":[1,2.5,100,"2.50"]}')
        assert canonical_json({"名": "优秀"}) == '{"名":"优秀"}'.encode()

    def test_the_same_document_has_the_same_fingerprint_however_it_is_written(self) -> None:
        document = scheme(indicator())
        backwards = json.loads(json.dumps(dict(reversed(document.items()))))
        assert sha256(document) == sha256(backwards)
        assert sha256(document) != sha256({**document, "total_points": "21"})
        assert sha256({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"

    def test_it_can_be_read_back_exactly(self) -> None:
        document = {"n": Decimal("0.1000"), "s": 'a"\n\\', "l": [[], {}]}
        again = json.loads(canonical_json(document), parse_float=Decimal)
        assert again == {"n": Decimal("0.1"), "s": 'a"\n\\', "l": [[], {}]}

    @pytest.mark.parametrize(
        "value",
        [1.5, float("nan"), Decimal("NaN"), Decimal("Infinity"), Decimal("1E+100"), Decimal("1E-100"),
         10**4000, {1: 2}, b"x", object(), "\ud800", Decimal("0." + "1" * 101)],
    )  # fmt: skip
    def test_what_json_cannot_hold_exactly_is_refused(self, value: Any) -> None:
        with pytest.raises(ValueError):
            canonical_json({"a": value})

    def test_what_is_nested_too_deep_is_refused(self) -> None:
        deep: Any = []
        for _ in range(1_000):
            deep = [deep]
        with pytest.raises(ValueError, match="deep"):
            canonical_json(deep)


class TestParameters:
    def template(self, **parameter: Any) -> dict[str, Any]:
        fields = {"code": "goal", "name": "Goal", "type": "decimal", **parameter}
        return scheme(indicator(target={"$parameter": "goal"}), parameters=[fields])

    def target(self, document: Any) -> Any:
        return document["dimensions"][0]["indicators"][0]["target"]

    def test_a_value_takes_its_place(self) -> None:
        filled = fill(self.template(), {"goal": "92.5"})
        assert self.target(filled) == "92.5"
        assert filled["parameters"][0]["value"] == "92.5"
        assert read_scheme(filled).indicators[0].target == Decimal("92.5")

    def test_a_suggestion_is_confirmed_by_saying_so(self) -> None:
        template = self.template(suggested="85", assumed=True)
        filled = fill(template, {"goal": {"confirmed": True}})
        assert self.target(filled) == "85"
        assert filled["parameters"][0]["confirmed"] is True

    def test_the_document_given_is_left_as_it_is(self) -> None:
        template = self.template(suggested="85")
        before = json.dumps(template)
        fill(template, {"goal": "3"})
        assert json.dumps(template) == before

    def test_an_open_parameter_keeps_its_place(self) -> None:
        filled = fill(self.template(suggested="85"), {})
        assert self.target(filled) == {"$parameter": "goal"}
        assert list(open_parameters(filled["parameters"])) == ["goal"]

    def test_what_was_filled_in_can_be_taken_back_before_it_is_put_in_place(self) -> None:
        confirmed = self.template(suggested="85", confirmed=True, value="3")
        for nothing in (None, {"confirmed": False}):
            filled = fill(confirmed, {"goal": nothing})
            assert self.target(filled) == {"$parameter": "goal"}
            assert "value" not in filled["parameters"][0]

    def test_a_settled_document_can_be_read_without_filling(self) -> None:
        assert read_scheme(self.template(value="3")).indicators[0].target == 3
        assert read_scheme(self.template(suggested="4", confirmed=True)).indicators[0].target == 4

    @pytest.mark.parametrize(
        ("parameter", "value"),
        [
            ({"type": "decimal"}, "much"),
            ({"type": "decimal"}, 1.5),
            ({"type": "decimal"}, True),
            ({"type": "decimal"}, {"confirmed": "yes"}),
            ({"type": "integer"}, "1.5"),
            ({"type": "text"}, 3),
            ({"type": "text"}, ""),
            ({"type": "text"}, {"zh": "x", "fr": "y"}),
            ({"type": "text"}, {}),
            ({"type": "choice", "choices": ["a", "b"]}, "c"),
            ({"type": "choice"}, "c"),
        ],
    )
    def test_a_value_must_be_of_its_type(self, parameter: Any, value: Any) -> None:
        with pytest.raises(InvalidScheme) as invalid:
            fill(self.template(**parameter), {"goal": value})
        (found,) = invalid.value.findings
        assert (found.code, found.pointer) == ("bad_parameter_value", "/parameters/0/value")

    @pytest.mark.parametrize(
        ("parameter", "value"),
        [
            ({"type": "integer"}, "2.0"),
            ({"type": "integer"}, 7),
            ({"type": "text"}, {"zh": "x", "en": "y"}),
            ({"type": "text"}, "x"),
            ({"type": "choice", "choices": ["a", {"code": "b", "name": "B"}]}, "b"),
        ],
    )
    def test_values_of_the_other_types(self, parameter: Any, value: Any) -> None:
        assert self.target(fill(self.template(**parameter), {"goal": value})) == value

    def test_an_unknown_parameter_is_named_with_those_that_exist(self) -> None:
        with pytest.raises(InvalidScheme) as invalid:
            fill(self.template(), {"gaol": "3", "goal": "4"})
        (found,) = invalid.value.findings
        assert (found.code, found.pointer) == ("unknown_parameter", "/parameters/gaol")
        assert "goal" in found.suggestion["en"]

    @pytest.mark.parametrize(
        ("parameter", "pointer"),
        [
            ({"suggested": "much"}, "/parameters/0/suggested"),
            ({"value": "much"}, "/parameters/0/value"),
        ],
    )
    def test_values_in_the_document_must_be_of_their_type_too(
        self, parameter: Any, pointer: str
    ) -> None:
        with pytest.raises(InvalidScheme) as invalid:
            read_scheme(self.template(**parameter))
        assert ("bad_parameter_value", pointer) in {
            (f.code, f.pointer) for f in invalid.value.findings
        }

    def test_no_document_no_filling(self) -> None:
        for nothing in (None, [], "x"):
            with pytest.raises(InvalidScheme):
                fill(nothing, {})

    def test_a_document_without_parameters_stays_without(self) -> None:
        assert "parameters" not in fill(scheme(indicator()))


class TestColumns:
    def columns(self, *lines: Any, **fields: Any) -> Any:
        return {c.code: c for c in compile_scheme(read_scheme(scheme(*lines, **fields))).columns}

    def test_every_column_that_is_read_once_in_order_of_use(self) -> None:
        rated = {"kind": "rating", "raters": {"peer": 1, "boss": 0}, "scale": {"min": 0, "max": 5}}
        columns = self.columns(
            indicator("a", value=RATIO, min_sample={"column": "n", "at_least": "3"}),
            indicator("b", value=RATIO, slices={"by": "k", "weight_by": "b", "targets": {"p": 1}}),
            indicator("c", value=rated),
            indicator("d", value={"kind": "metric", "column": "level"}, target=None,
                      rule={"kind": "scale", "levels": LEVELS}),
            extras=[{"code": "e", "name": "Extra", "column": "points"}],
            aggregation={"year": {"weights": {"column": "days"}}},
        )  # fmt: skip
        assert {code: (c.kind, c.required) for code, c in columns.items()} == {
            "a": ("number", True),
            "b": ("number", True),
            "n": ("number", True),
            "k": ("text", True),
            "c_peer": ("marks", True),
            "c_boss": ("marks", True),
            "level": ("text", True),
            "points": ("number", False),
            "days": ("number", False),
        }
        assert list(columns) == ["a", "b", "n", "k", "c_peer", "c_boss", "level", "points", "days"]
        assert columns["a"].used_by == ("a", "b")
        assert columns["points"].used_by == ()

    def test_names_come_from_the_document_or_from_what_they_are_for(self) -> None:
        rated = {"kind": "rating", "raters": {"peer": 1, "boss": 1}, "scale": {"min": 0, "max": 5}}
        columns = self.columns(
            indicator("a", value=RATIO),
            indicator("c", value=rated),
            indicator("x", unit="second", description="Mean", value={"kind": "metric", "column": "x"}),
            columns=[{"code": "a", "name": {"zh": "解决", "en": "Solved"}, "unit": "count",
                      "description": "How many"}],
            extras=[{"code": "e", "name": "Extra", "column": "points"}],
            aggregation={"quarter": {"weights": {"column": "days"}}},
        )  # fmt: skip
        assert columns["a"].name == {"zh": "解决", "en": "Solved"}
        assert columns["a"].unit == {"zh": "次", "en": "times"}
        assert columns["a"].description == {"zh": "How many", "en": "How many"}
        assert columns["a"].note is not None
        assert columns["b"].name == {"zh": "b", "en": "b"}
        assert columns["x"].name == {"zh": "指标x", "en": "Indicator x"}
        assert columns["x"].unit == {"zh": "秒", "en": "s"}
        assert columns["x"].description == {"zh": "Mean", "en": "Mean"}
        assert columns["c_peer"].name == {"zh": "指标c（同事）", "en": "Indicator c (peer)"}
        assert columns["c_boss"].name == {"zh": "指标c（boss）", "en": "Indicator c (boss)"}
        assert columns["points"].name == {"zh": "Extra", "en": "Extra"}
        assert columns["days"].name == {"zh": "days", "en": "days"}

    def test_extras_and_weights_are_described_by_the_document_too(self) -> None:
        notes = [{"code": "points", "name": "Points"}, {"code": "days", "name": "Days", "unit": "day"},
                 {"code": "x", "name": "X"}]  # fmt: skip
        columns = self.columns(
            indicator(),
            columns=notes,
            extras=[{"code": "e", "name": "Extra", "column": "points"}],
            aggregation={"quarter": {"weights": {"column": "days"}}},
        )
        assert columns["points"].name["en"] == "Points"
        assert columns["days"].unit == {"zh": "天", "en": "days"}
