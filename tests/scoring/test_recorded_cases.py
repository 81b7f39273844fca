"""Several recorded cases of one person: which of them count, whatever the order."""

from decimal import Decimal
from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.scoring import CaseEffects, Exemption, RecordedCase, effects_of, read_scheme
from chalicelib.scoring.scheme import Scheme
from tests.scoring.schemes import indicator, scheme

VETOES = [
    {"code": "warned", "name": "Warned", "grade": "weak"},
    {"code": "fraud", "name": "Fraud", "grade": "unqualified", "coefficient": "0"},
    {"code": "leak", "name": "Leak", "coefficient": "0"},
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
    return read_scheme(scheme(speed, manner, vetoes=VETOES))


SCHEME = two_lines()


def exemption(number: int, treatment: Any, line: str | None = "speed", **more: Any) -> RecordedCase:
    return RecordedCase(
        f"cas_{number}", "exemption", f"2026-11-0{number}", None, line, treatment, **more
    )


def veto(number: int, code: str) -> RecordedCase:
    return RecordedCase(f"cas_{number}", "veto", f"2026-11-0{number}", code)


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


CASES = st.lists(
    st.builds(
        exemption,
        st.integers(1, 9),
        st.sampled_from(["leave_out", "full", "adjusted_target"]),
        st.sampled_from(["speed", "manner", None]),
        target=st.sampled_from([None, Decimal(45), Decimal(60)]),
    )
    | st.builds(veto, st.integers(1, 9), st.sampled_from(["warned", "fraud", "leak", "nothing"])),
    max_size=5,
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
