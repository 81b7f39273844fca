"""Plans after any sequence of results and changes by people (generated)."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.plans.following import followed, not_needed
from chalicelib.plans.records import CANCELLED, DONE, DRAFT, SYSTEM, WITHDRAWN, Plan
from tests.profiles import examples

TIME = "2026-11-05T08:00:00.000Z"


def result(points: int) -> Plan:
    """The plan that would be drafted from a result with so many points."""
    return Plan(
        id="pln_1",
        scheme="desk",
        period="2026-10",
        person="7",
        status=DRAFT,
        origin=SYSTEM,
        created_at=TIME,
        updated_at=TIME,
        due_date="2026-11-30",
        version=1,
        card_revision=points,
        basis=f"1:{points}",
        indicator="answer_time",
        figures={"points": str(points)},
    )


#: A number is a result: below 3 points it needs a plan. A text is a change by a person.
EVENTS = st.one_of(
    st.integers(0, 3), st.sampled_from(["a measure", "another", DONE, CANCELLED, "agreed"])
)
HISTORIES = st.lists(EVENTS, max_size=12)


def after(plan: Plan | None, event: int | str) -> Plan | None:
    if isinstance(event, str):
        if plan is None:
            return None
        parts = {"status": event} if event in (DONE, CANCELLED, "agreed") else {"problem": event}
        own = {"changed": True, "flag": None, "revision": plan.revision + 1}
        return replace(plan, **parts, **own)
    if event == 3:
        return None if plan is None else not_needed(plan, TIME)
    return result(event) if plan is None else followed(plan, result(event))


def lived(history: list[int | str]) -> Plan | None:
    plan: Plan | None = None
    for event in history:
        plan = after(plan, event)
    return plan


@given(HISTORIES, st.integers(0, 3))
@settings(max_examples=examples(5))
def test_the_same_result_twice_is_the_same_as_once(history: list[int | str], points: int) -> None:
    once = after(lived(history), points)

    assert after(once, points) == once


@given(HISTORIES, st.integers(0, 3))
@settings(max_examples=examples(5))
def test_no_result_touches_what_a_person_wrote(history: list[int | str], points: int) -> None:
    before = lived(history)
    plan = after(before, points)

    if before is not None and before.changed:
        assert plan is not None
        assert (plan.problem, plan.status, plan.figures) == (
            before.problem,
            before.status,
            before.figures,
        )


@given(HISTORIES)
@settings(max_examples=examples(5))
def test_a_plan_nobody_touched_says_what_the_last_result_says(history: list[int | str]) -> None:
    results = [event for event in history if isinstance(event, int)]
    plan = lived(results)

    if plan is None:
        assert all(points == 3 for points in results)
    elif results[-1] == 3:
        assert plan.status == WITHDRAWN
    else:
        assert (plan.status, plan.figures) == (DRAFT, {"points": str(results[-1])})


@given(HISTORIES)
@settings(max_examples=examples(5))
def test_every_change_is_a_new_revision(history: list[int | str]) -> None:
    plan: Plan | None = None
    for event in history:
        before, plan = plan, after(plan, event)
        if before is not None and plan is not None:
            assert (plan.revision == before.revision) == (plan == before)
