"""Several recorded cases of one person: which of them count, whatever the order."""

from decimal import Decimal
from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.scoring import (
    CaseEffects,
    Exemption,
    RecordedCase,
    compile_scheme,
    effects_of,
    explain,
    read_scheme,
)
from chalicelib.scoring.recorded_cases import shares
from chalicelib.scoring.scheme import PerCase, Scheme
from tests.scoring.schemes import figures, indicator, scheme

VETOES = [
    {"code": "warned", "name": "Warned", "grade": "weak"},
    {"code": "fraud", "name": "Fraud", "grade": "unqualified", "coefficient": "0"},
    {"code": "leak", "name": "Leak", "coefficient": "0"},
]
#: A letter of praise: +1, at most 5. A lost parcel: −2, at most 5.
EXTRAS = [
    {
        "code": "praise",
        "name": "Letter of praise",
        "kind": "award",
        "per_case": "1",
        "at_most": "5",
    },
    {"code": "lost", "name": "Lost parcel", "kind": "penalty", "per_case": "2", "at_most": "5"},
    {"code": "typed", "name": "Typed", "column": "typed"},
]


def two_lines() -> Scheme:
    """Speed against a target, manner by tiers, which have none."""
    speed = indicator("speed", max_points="60", target="30", direction="lower")
    manner = indicator(
        "manner",
        max_points="40",
        target=None,
        value={"kind": "metric", "column": "y"},
        rule={"kind": "tiers", "tiers": [{"at": "90", "points": "40"}]},
    )
    return read_scheme(scheme(speed, manner, vetoes=VETOES, extras=EXTRAS))


SCHEME = two_lines()


def exemption(number: int, treatment: Any, line: str | None = "speed", **more: Any) -> RecordedCase:
    return RecordedCase(
        f"cas_{number}", "exemption", f"2026-11-0{number}", None, line, treatment, **more
    )


def veto(number: int, code: str) -> RecordedCase:
    return RecordedCase(f"cas_{number}", "veto", f"2026-11-0{number}", code)


def points(number: int, kind: Any, code: str) -> RecordedCase:
    return RecordedCase(f"cas_{number}", kind, f"2026-11-0{number}", code)


def together(*cases: RecordedCase) -> CaseEffects:
    """What the cases do: the same in every order."""
    (found,) = {effects_of(SCHEME, order) for order in permutations(cases)}
    return found


def test_left_out_is_stronger_than_full_points_and_these_than_a_target() -> None:
    out, full = exemption(1, "leave_out"), exemption(2, "full")
    eased = exemption(3, "adjusted_target", target=Decimal(45))

    assert together(out, full, eased).exemptions == (Exemption("speed", "leave_out"),)
    assert together(full, eased).exemptions == (Exemption("speed", "full"),)
    assert together(eased).exemptions == (Exemption("speed", "adjusted_target", Decimal(45)),)


def test_of_two_targets_the_later_confirmed_counts() -> None:
    first = exemption(1, "adjusted_target", target=Decimal(60))
    later = exemption(2, "adjusted_target", target=Decimal(45))

    assert together(first, later).exemptions[0].target == 45
    assert together(first, later).cases == ("cas_1", "cas_2")


def test_of_several_vetoes_the_lowest_coefficient_counts_and_then_the_first_of_the_scheme() -> None:
    assert together(veto(1, "warned"), veto(2, "leak"), veto(3, "fraud")).veto == "fraud"
    assert together(veto(1, "warned"), veto(2, "leak")).veto == "leak"


def test_a_case_about_the_whole_result_is_one_about_each_line() -> None:
    assert together(exemption(1, "full", None)).exemptions == (
        Exemption("speed", "full"),
        Exemption("manner", "full"),
    )
    assert together(exemption(1, "full", None), exemption(2, "leave_out")).exemptions == (
        Exemption("speed", "leave_out"),
        Exemption("manner", "full"),
    )


def test_what_the_version_does_not_have_is_not_applied() -> None:
    unknown = [
        veto(1, "nothing"),
        exemption(2, "full", "no-line"),
        exemption(3, "adjusted_target", "manner", target=Decimal(3)),
        exemption(4, "adjusted_target", None, target=Decimal(3)),
        exemption(5, "adjusted_target"),
    ]
    assert effects_of(SCHEME, unknown) == CaseEffects()
    assert effects_of(SCHEME, [*unknown, veto(6, "leak")]).cases == ("cas_6",)


def test_awards_and_penalties_add_up_to_their_caps() -> None:
    praise = [points(n, "award", "praise") for n in range(1, 8)]
    lost = [points(n, "penalty", "lost") for n in (8, 9)]

    assert effects_of(SCHEME, praise[:3]).extras == (("praise", Decimal(3)),)
    assert effects_of(SCHEME, praise).extras == (("praise", Decimal(5)),)
    assert effects_of(SCHEME, [*lost, *praise]).extras == (("praise", 5), ("lost", -4))
    # A third parcel takes off what is left below the cap: 5 and not 6.
    assert effects_of(SCHEME, [*lost, points(7, "penalty", "lost")]).extras == (("lost", -5),)
    # What is no extra of cases of this kind is not applied.
    others = [points(1, "award", "lost"), points(2, "penalty", "typed")]
    assert effects_of(SCHEME, others) == CaseEffects()


def test_the_total_goes_up_by_the_capped_points_and_says_so() -> None:
    ready = compile_scheme(SCHEME)
    row = figures(x=30, y=0)  # 60 of 60, 0 of 40
    extras = {"praise": Decimal(5), "lost": Decimal(-4)}
    scored = ready.score(row, extras=extras)
    assert (scored.total, dict(scored.extras)) == (61, extras)
    words = explain(ready, scored, row).total
    assert "Letter of praise: +5 (at most 5 together). Lost parcel: −4. Total 61.00." in words["en"]
    assert "Letter of praise +5 分（累计上限 5）。" in words["zh"]


def test_each_case_adds_what_is_left_below_the_cap_when_its_turn_comes() -> None:
    found = shares(PerCase("penalty", Decimal(2), Decimal(5)), ["a", "b", "c", "d"])
    assert found == {"a": -2, "b": -2, "c": -1, "d": 0}


CASES = st.lists(
    st.builds(
        exemption,
        st.integers(1, 9),
        st.sampled_from(["leave_out", "full", "adjusted_target"]),
        st.sampled_from(["speed", "manner", None]),
        target=st.sampled_from([None, Decimal(45), Decimal(60)]),
    )
    | st.builds(points, st.integers(1, 9), st.just("award"), st.sampled_from(["praise", "lost"]))
    | st.builds(points, st.integers(1, 9), st.just("penalty"), st.sampled_from(["praise", "lost"]))
    | st.builds(veto, st.integers(1, 9), st.sampled_from(["warned", "fraud", "leak", "nothing"])),
    max_size=9,
    unique_by=lambda case: case.id,
)


@given(CASES, st.randoms(use_true_random=False))
def test_the_order_does_not_matter_and_a_plain_reading_agrees(
    cases: list[RecordedCase], random: Any
) -> None:
    found = effects_of(SCHEME, cases)
    random.shuffle(cases)
    assert effects_of(SCHEME, cases) == found
    assert {one.indicator: (one.treatment, one.target) for one in found.exemptions} == {
        line: plainly for line in ("speed", "manner") if (plainly := _plainly(line, cases))
    }
    praised = sum(c.kind == "award" and c.code == "praise" for c in cases)
    lost = sum(c.kind == "penalty" and c.code == "lost" for c in cases)
    plain = {"praise": min(praised, 5), "lost": -min(2 * lost, 5)}
    assert dict(found.extras) == {code: number for code, number in plain.items() if number}


def _plainly(line: str, cases: list[RecordedCase]) -> tuple[str, Decimal | None] | None:
    """Read the rules once more: what the line's cases do together."""
    about = [c for c in cases if c.kind == "exemption" and c.indicator in (line, None)]
    said = {c.treatment for c in about}
    if "leave_out" in said:
        return "leave_out", None
    if "full" in said:
        return "full", None
    targets = {c.confirmed_at: c.target for c in about if c.indicator == "speed" and c.target}
    return ("adjusted_target", targets[max(targets)]) if targets else None
