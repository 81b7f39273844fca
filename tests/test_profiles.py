"""`make test` is quick, `make test-long` goes deep, and between them no test is left out."""

import re
from pathlib import Path

import pytest
from hypothesis import settings

from tests import run
from tests.faults.killing import kill_points
from tests.profiles import EXAMPLES, PROFILE, Profile, choose, examples
from tests.run import DEPTH, Run, budget, report, steps

ROOT = Path(__file__).parent.parent
UPDATE, BATCH, TRANSACT = "UpdateItem", "BatchWriteItem", "TransactWriteItems"
#: A claim, twelve batches, a change of state, the claim given back.
WRITES = [UPDATE, *[BATCH] * 12, TRANSACT, UPDATE]


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.profiles.PROFILE", Profile.LONG)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.profiles.PROFILE", Profile.QUICK)


def test_every_property_is_tried_on_the_same_examples_each_time() -> None:
    assert settings.default is not None
    assert settings.default.derandomize
    assert settings.default.max_examples == EXAMPLES
    assert examples(10) == 10 * EXAMPLES
    assert examples(0.001) == 1


def test_a_property_is_a_deep_test_by_itself(request: pytest.FixtureRequest) -> None:
    marked = {
        item.name
        for item in request.session.items
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        and item.get_closest_marker("deep") is None
    }
    assert marked == set()


def test_long_is_long(long: None) -> None:
    assert choose(quick=1, long=2) == 2


def test_quick_is_quick(quick: None) -> None:
    assert choose(quick=1, long=2) == 1


@pytest.mark.parametrize("after", [False, True])
def test_in_long_a_run_is_killed_on_both_sides_of_every_write(long: None, after: bool) -> None:
    assert kill_points(WRITES, after=after) == list(range(1, 16))


def test_in_quick_it_is_killed_before_the_ends_each_kind_each_transaction_and_every_fourth(
    quick: None,
) -> None:
    # 1 the first, 2 the first batch, 4, 8, 12 every fourth, 14 the transaction, 15 the last
    assert kill_points(WRITES, after=False) == [1, 2, 4, 8, 12, 14, 15]


def test_in_quick_it_is_killed_after_the_last_write(quick: None) -> None:
    """After any other it is where it was before the next."""
    assert kill_points(WRITES, after=True) == [15]


def test_a_run_of_one_write_is_killed_at_it(quick: None) -> None:
    assert kill_points([UPDATE], after=False) == [1]


def test_make_test_runs_all_but_what_has_no_quick_form() -> None:
    commands = [" ".join(step.command) for step in steps(Run.QUICK)]
    assert [step.name for step in steps(Run.QUICK)] == ["in process", "package", "on the stack"]
    assert commands[0].endswith("-m not long and not stack")
    assert commands[2].endswith("-m not long and stack")


def test_make_test_long_runs_what_goes_deeper_and_what_has_no_quick_form() -> None:
    commands = [" ".join(step.command) for step in steps(Run.LONG)]
    assert commands[0].endswith("-m (deep or long) and not stack")
    assert commands[2].endswith("-m (deep or long) and stack")


def test_make_test_rest_runs_what_make_test_leaves_out_as_deep() -> None:
    commands = [" ".join(step.command) for step in steps(Run.REST)]
    assert commands[0].endswith("-m long and not stack")
    assert commands[2].endswith("-m long and stack")
    assert DEPTH[Run.REST] is DEPTH[Run.QUICK] is Profile.QUICK
    assert DEPTH[Run.LONG] is Profile.LONG


@pytest.mark.parametrize(
    ("target", "which"), [("test", "quick"), ("test-rest", "rest"), ("test-long", "long")]
)
def test_the_makefile_runs_each(target: str, which: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    pattern = rf"^{target}: venv ## .*\n\t@\$\(BIN\)/python -m tests\.run {which}\n"
    assert re.search(pattern, makefile, re.MULTILINE)


def test_each_issue_that_lands_adds_its_seconds_to_the_budget() -> None:
    # 320 + 4 × 30, 100 + 4 × 15
    assert budget(landed=0) == {"in process": 320, "on the stack": 100}
    assert budget(landed=4) == {"in process": 440, "on the stack": 160}


def test_a_run_ends_with_what_it_took_beside_its_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "budget", lambda: {"in process": 240, "on the stack": 120})
    took = {"in process": 200.4, "package": 3.0, "on the stack": 130.0}
    assert report(Run.QUICK, took).splitlines() == [
        "quick, quick profile:",
        "  in process      200 s   budget  240 s",
        "  package           3 s",
        '  on the stack    130 s   budget  120 s  OVER: see CONTRIBUTING.md, "Time"',
        "  together        333 s   budget  360 s",
    ]


def test_a_run_that_ended_early_tells_what_it_came_to() -> None:
    assert report(Run.LONG, {"in process": 70.0}).splitlines() == [
        "long, long profile:",
        "  in process       70 s",
        "  together         70 s",
    ]


def test_the_profile_is_one_of_the_two() -> None:
    assert PROFILE in Profile
    with pytest.raises(ValueError, match="deep"):
        Profile("deep")
