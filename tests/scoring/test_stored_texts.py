"""Stored texts word for word: packed results and canonical documents."""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.scoring import Exemption, Line, canonical_json, pack, unpack
from chalicelib.scoring.limits import DEPTH
from tests.scoring.schemes import compiled, figures, indicator

RATIO = {"kind": "ratio", "numerator": "a", "denominator": "b"}
GROWTH = {"kind": "growth", "of": RATIO}
SLICES = {"by": "k", "weight_by": "w", "targets": {"电话": "10", "online": "20"}}
RISING = {"rule": {"kind": "proportional"}, "target": None, "slices": SLICES}
EXTRAS = [{"code": c, "name": c, "column": c} for c in ("award", "penalty")]


class TestPacked:
    def test_slices_with_their_points_and_both_previous_rows(self) -> None:
        # 110 after 100: grown by 10, the target; 130 after 120: 8.333333 of 20 are 8.333333 points
        ready = compiled(indicator(value=GROWTH, **RISING), extras=EXTRAS)
        now: Any = [
            {"k": "电话", **figures(a=110, b=1, w=1)},
            {"k": "online", **figures(a=130, b=1, w=1, award=1, penalty=-2)},
        ]
        before = [
            {"k": "电话", **figures(a=100, b=1, w=1)},
            {"k": "online", **figures(a=120, b=1, w=1)},
        ]
        scored = ready.score(now, previous={"inputs": before})
        # (20 + 8.333333) ÷ 2 = 14.17, with the extras 13.17
        text = pack(scored, now)
        assert text == (
            '[1,14.17,20,13.17,"poor",0.5,0,null,{"award":1,"penalty":-2},'
            '[[null,14.17,0,null,null,[["电话",10,10,20,1,null],["online",8.333333,20,8.333333,1,null]],'
            '[{"0":100,"1":1,"2":"电话","3":1},{"0":120,"1":1,"2":"online","3":1}]]],'
            '[[110,1,"电话",1,null,null],[130,1,"online",1,1,-2]]]'
        )
        again, inputs = unpack(ready, text)
        assert pack(again, inputs) == text
        assert again.notes[0].before == scored.notes[0].before

    def test_a_note_without_previous_rows_ends_with_its_slices(self) -> None:
        ready = compiled(indicator(), max_unavailable="1")
        row = figures(x=None)
        text = pack(ready.score(row), row)
        assert (
            text == '[1,0.00,0,null,null,null,1,null,{},[[null,null,1,"blank",null,[]]],[[null]]]'
        )
        again, _ = unpack(ready, text)
        assert (again.notes[0].status, again.notes[0].before) == ("not_available", ())

    def test_a_count_that_is_no_decimal_is_written_all_the_same(self) -> None:
        ready = compiled(indicator())
        row: Any = {"x": 7}
        assert pack(ready.score(figures(x=7)), row).endswith(",[[7,20.00]],[[7]]]")

    def test_a_line_is_what_the_scheme_and_the_row_make_of_it(self) -> None:
        ready = compiled(
            indicator(value=GROWTH, target="8"), indicator("none", target="3"), max_unavailable="1"
        )
        row, before = figures(a=110, b=1, x=None), figures(a=100, b=1)
        scored = ready.score(row, previous={"inputs": before})
        again, _ = unpack(ready, pack(scored, row))
        for lines in (scored.lines, again.lines):
            assert lines[0] == Line(
                "line",
                "all",
                Decimal(10),
                Decimal(8),
                Decimal(20),
                Decimal(20),
                "scored",
                None,
                (),
                (before,),
            )
            assert lines[1] == Line(
                "none", "all", None, Decimal(3), None, Decimal(20), "not_available", "blank", ()
            )
        exempt = ready.score(
            row,
            previous={"inputs": before},
            exemptions=[Exemption("line", "adjusted_target", Decimal(12))],
        )
        line = exempt.lines[0]
        assert (line.target, line.points, line.status, line.reason) == (
            12,
            0,
            "exempt",
            "adjusted_target",
        )
        assert exempt.values == {"line": 10}
        assert exempt.dimensions == {"all": (0, 20)}

    def test_the_text_of_another_scheme_is_refused(self) -> None:
        row = figures(x=1)
        text = pack(compiled(indicator()).score(row), row)
        with pytest.raises(ValueError, match=r"^stored under another scheme or format$"):
            unpack(compiled(indicator("a"), indicator("b")), text)
        with pytest.raises(ValueError, match=r"^stored under another scheme or format$"):
            unpack(compiled(indicator()), text.replace("[1,", "[2,", 1))
        with pytest.raises(ValueError, match=r"^stored under another scheme$"):
            unpack(compiled(indicator(min_sample={"column": "n", "at_least": 1})), text)


def nested(levels: int) -> Any:
    """A list in a list, or an object in an object, so many times around a number."""
    document: Any = 1
    for level in range(levels):
        document = [document] if level % 2 else {"k": document}
    return document


class TestCanonical:
    def test_nesting_as_deep_as_a_scheme_may_be_is_written(self) -> None:
        written = canonical_json(nested(DEPTH)).decode()
        assert written == '[{"k":' * (DEPTH // 2) + "1" + "}]" * (DEPTH // 2)
        with pytest.raises(ValueError, match=r"^nested more than 24 levels deep$"):
            canonical_json(nested(DEPTH + 1))

    def test_words_and_keys_are_written_as_they_are(self) -> None:
        assert canonical_json({"键": "值", "a": True}).decode() == '{"a":true,"键":"值"}'

    @pytest.mark.parametrize(
        ("document", "message"),
        [
            ({1: 2}, r"^a key is not a string$"),
            ([float("1.5")], r"^not exact JSON: float$"),
            (Decimal("NaN"), r"^a number is not finite, or has more than a hundred digits$"),
            (10**100, r"^a number is not finite, or has more than a hundred digits$"),
            (Decimal("1" * 51 + "." + "1" * 50), r"^a number is not finite"),
        ],
    )
    def test_what_json_cannot_hold_exactly_is_said(self, document: Any, message: str) -> None:
        with pytest.raises(ValueError, match=message):
            canonical_json(document)

    def test_a_hundred_digits_are_written(self) -> None:
        digits = "1" * 100
        assert canonical_json(Decimal(digits)).decode() == digits
        assert canonical_json(Decimal(f"1.{digits[1:]}")).decode() == f"1.{'1' * 99}"
