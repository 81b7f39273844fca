"""What an anonymous role is told to have given: never the difference that one rater makes."""

import pytest

from chalicelib.rating_forms.standing import standing

ABC = {"a": 1, "b": 2, "c": 3}


@pytest.mark.parametrize(
    ("closings", "told"),
    [
        ([], {}),
        ([{"a": 1, "b": 2}], {}),
        ([ABC], ABC),
        # Too few before, enough now: nothing was told that could be compared.
        ([{"a": 1, "b": 2}, ABC], ABC),
        # One more rater, or one other mark: what was told stands.
        ([ABC, {**ABC, "d": 9}], ABC),
        ([ABC, {**ABC, "a": 9}], ABC),
        # Three changes are as anonymous as the role.
        ([ABC, {**ABC, "d": 7, "e": 8, "f": 9}], {**ABC, "d": 7, "e": 8, "f": 9}),
        # Changes of several closings count together.
        ([ABC, {**ABC, "d": 7}, {**ABC, "d": 7, "e": 8, "f": 9}], {**ABC, "d": 7, "e": 8, "f": 9}),
    ],
)  # fmt: skip
def test_what_stands_after_several_closings(closings: list[dict[str, int]], told: object) -> None:
    assert standing(closings, least=3) == told


def test_a_rater_who_is_known_by_name_counts_at_once() -> None:
    assert standing([{"a": 1}, {"a": 2}], least=1) == {"a": 2}
