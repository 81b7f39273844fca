"""Which figures of raters are flags: what is remarkable, and what is not."""

from decimal import Decimal
from fractions import Fraction

from chalicelib.rater_statistics.flags import FLAGS
from chalicelib.rater_statistics.marks import Mark, Scale
from chalicelib.rater_statistics.presenting import described
from chalicelib.rater_statistics.report import Report, distances_of, report
from tests.rater_statistics.given import FIVE, marks


def flags(found: Report) -> list[tuple[str, tuple[str, ...]]]:
    return [(flag.code, flag.raters) for flag in found.flags]


def test_a_lenient_rater_is_a_flag_with_its_figures() -> None:
    # c gives 1 more than a and b, who agree; of six ratees each: c + 1, a and b − 0.5 each
    found = report(marks("a b c\n1 1 2\n2 2 3\n3 3 4\n4 4 5\n2 2 3\n3 3 4"), FIVE)
    by_rater = {flag.raters: flag for flag in found.flags if flag.code in ("lenient", "severe")}
    assert by_rater[("c",)].code == "lenient"
    assert by_rater[("c",)].figures == {
        "mean": Decimal("1.000000"),
        "low": Decimal("1.000000"),
        "high": Decimal("1.000000"),
        "compared": Decimal(6),
    }
    assert by_rater[("a",)].code == "severe"


def test_a_distance_that_chance_explains_is_none() -> None:
    # a is above b by 2, 0, 3, −1, 2: mean 1.2, but the interval goes from −0.84 to 3.24
    assert flags(report(marks("a b\n4 2\n3 3\n5 2\n2 3\n5 3"), FIVE)) == []


def test_a_small_distance_is_none_however_certain() -> None:
    # 0.2 of 4 points are 5 % of the scale: below a tenth
    assert flags(report(marks("a b\n" + "3.2 3\n4.2 4\n" * 6), FIVE, tolerance=Fraction(1))) == []


def test_answers_all_alike_are_a_flag_where_the_others_differ() -> None:
    found = report(marks("a b\n" + "3 2\n3 4\n" * 5), FIVE, tolerance=Fraction(1))
    assert ("all_alike", ("a",)) in flags(found)


def test_answers_all_alike_of_a_team_that_is_all_alike_are_none() -> None:
    found = report(marks("a b\n" + "3 3\n" * 12), FIVE)
    assert flags(found) == []


def test_a_rater_who_hardly_distinguishes_is_a_flag() -> None:
    # b, c and d spread by 2.1 around 3; a by 0.1: below a quarter of the median
    found = report(marks("a b c d\n" + "3 1 1 1\n3.2 5 5 5\n" * 5), FIVE, tolerance=Fraction(4))
    assert ("narrow_spread", ("a",)) in flags(found)
    assert ("narrow_spread", ("b",)) not in flags(found)


def test_a_rater_who_favours_the_own_team_is_a_flag() -> None:
    own = marks("a b\n5 3\n4 2\n5 3\n4 2\n5 3", ratees="own")
    others = marks("a b\n3 3\n2 2\n4 4\n3 3\n2 2", ratees="other")
    team = {"a": {f"own{n:02d}" for n in range(1, 6)}}
    found = report([*own, *others], FIVE, own_ratees=team)
    assert ("own_team", ("a",)) in flags(found)
    assert found.raters["a"].own_team is not None
    # + 2 for the own five, 0 for the others
    assert found.raters["a"].own_team.mean == 2


def test_a_rater_who_moves_between_rounds_is_a_flag() -> None:
    before = marks("a b\n3 3\n2 2\n4 4\n3 3\n2 2")
    now = marks("a b\n2 3\n1 2\n3 4\n2 3\n1 2")
    found = report(now, FIVE, former=[distances_of(before)], tolerance=Fraction(1))
    assert ("drift", ("a",)) in flags(found)
    # a was level with b, and is 1 below now
    assert found.raters["a"].drift is not None
    assert found.raters["a"].drift.mean == -1


def of_a_round(apart: str) -> dict[str, dict[str, Fraction]]:
    """The distances of a round in which b gives 3 to five people, and a ``apart`` more."""
    return distances_of(marks("a b\n" + f"{Decimal(3) + Decimal(apart)} 3\n" * 5))


def test_a_rater_who_moves_a_little_each_round_is_a_flag_over_the_rounds() -> None:
    # 0.3 in each of four steps is below 0.4, a tenth of the scale; 1.2 over five rounds is not.
    now = marks("a b\n" + "4.2 3\n" * 5)
    before = [of_a_round(apart) for apart in ("0", "0.3", "0.6", "0.9")]
    found = report(now, FIVE, former=before, tolerance=Fraction(2))
    assert ("slow_drift", ("a",)) in flags(found)
    assert ("drift", ("a",)) not in flags(found)
    (flag,) = (one for one in found.flags if one.code == "slow_drift" and one.raters == ("a",))
    assert (flag.figures["mean"], flag.figures["rounds"]) == (Decimal("1.2"), 5)
    assert "Over 5 rounds" in flag.text.en


def test_who_moves_far_in_one_step_has_one_flag() -> None:
    now = marks("a b\n" + "4.2 3\n" * 5)
    found = report(now, FIVE, former=[of_a_round("0")] * 3, tolerance=Fraction(2))
    assert ("drift", ("a",)) in flags(found)
    assert ("slow_drift", ("a",)) not in flags(found)


def test_what_moved_between_rounds_before_is_no_drift_of_a_round_without_shared_ratees() -> None:
    # a was 1 above b, then equal. In the last round a alone judged these people.
    former = [distances_of(marks("a b\n" + f"{pair}\n" * 5)) for pair in ("4 3", "3 3")]
    found = report(marks("a\n3\n4\n5\n3\n4"), FIVE, former=former)
    assert found.raters["a"].drift is not None
    assert found.raters["a"].drift.mean is None
    assert flags(found) == []


def test_a_drift_over_the_rounds_needs_three_with_enough_ratees() -> None:
    now = marks("a b\n" + "4.2 3\n" * 5)
    few = distances_of(marks("a b\n3 3\n3 3"))
    found = report(now, FIVE, former=[of_a_round("0.9"), few], tolerance=Fraction(2))
    over = found.raters["a"].over_rounds
    assert over is not None
    assert (over.rounds, over.estimate.mean) == (2, None)
    assert over.estimate.said is not None
    assert "Only 2 can be compared and at least 3 are needed" in over.estimate.said.en


def test_a_pair_that_seldom_agrees_is_a_flag_with_its_counts() -> None:
    # 12 units: 8 within 1 point (4 the same), 4 apart by 2: 67 % are below 70 %
    table = "a b\n" + "3 3\n3 4\n3 5\n" * 4
    found = report(marks(table), FIVE, tolerance=Fraction(1))
    (flag,) = (one for one in found.flags if one.code == "low_agreement")
    assert flag.figures == {"units": Decimal(12), "exact": Decimal(4), "within": Decimal(8)}


def test_a_low_alpha_is_a_flag_of_all_raters() -> None:
    found = report(marks("a b\n" + "1 2\n2 1\n" * 5), FIVE, tolerance=Fraction(1))
    assert ("low_alpha", ()) in flags(found)


def test_verdicts_have_no_distance() -> None:
    verdicts = Scale("nominal", Decimal(0), Decimal(1))
    found = report(marks("a b\n" + "1 0\n0 0\n" * 6), verdicts)
    assert found.raters["a"].leniency.mean is None
    assert {code for code, _ in flags(found)} <= {"low_alpha", "low_agreement", "all_alike"}


def test_every_flag_that_a_report_can_have_is_among_the_known_ones() -> None:
    table = "a b c d\n" + "3 1 1 1\n3 5 5 5\n" * 6
    assert {code for code, _ in flags(report(marks(table), FIVE))} <= set(FLAGS)


def test_a_report_is_shown_in_both_languages_with_exact_figures() -> None:
    found = described(report(marks("a b\n4 3\n5 4"), FIVE), {"a": "E1", "b": "E2"}.__getitem__)
    assert [one["rater"] for one in found["raters"]] == ["E1", "E2"]
    leniency = found["raters"][0]["leniency"]
    assert (leniency["compared"], leniency["mean"]) == (2, None)
    assert set(leniency["not_computed"]) == {"zh", "en"}
    assert found["agreement"] == {"units": 2, "exact": 0, "within": 0}
    assert found["alpha"]["value"] is None


def test_few_marks_give_no_flag() -> None:
    assert report([Mark("a", "p", "q", Decimal(5))], FIVE).flags == []
