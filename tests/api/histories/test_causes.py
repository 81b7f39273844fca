"""Why a revision is another one: each kind of cause, by what differs and what the revision says."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.cases.records import Case
from chalicelib.histories.causes import KINDS, causes_of
from chalicelib.histories.told import Told
from chalicelib.periods.records import PeriodRecord
from chalicelib.person_keys import PersonKey
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import compile_scheme, read_scheme
from tests.api.uploads.sending import IN_PARTS

SCHEME = compile_scheme(read_scheme(IN_PARTS))
VERSION = ReadyScheme(1, "0" * 64, SCHEME.scheme, SCHEME)
RECORD = PeriodRecord("2026-10", "desk")
ANN = PersonKey("1001")
CASE, APPEAL = "cas_2026-10_00000000000000000000", "apl_2026-10_0000000000000000000000"
FORMER = Scorecard(
    person=ANN,
    scheme="desk",
    period="2026-10",
    version=1,
    revision=1,
    packed="[]",
    upload="upl_1",
    row=2,
    computed_at="2026-11-01T00:00:00.000Z",
    team="red",
    previous_revision="1",
)
VOID = {"at": "2026-11-02T00:00:00.000Z", "by": "key_hr", "reason": "x"}
TOLD = Told(
    uploads={
        "upl_1": {"created_by": "key_hr", "created_at": "2026-10-31T00:00:00.000Z"},
        "upl_2": {"created_by": "key_hr", "created_at": "2026-11-02T00:00:00.000Z"},
        "upl_3": {"judged": "inspections/ins_1", "created_by": "key_qa"},
        "upl_4": {"withdrawal": {"at": "2026-11-03", "by": "key_hr", "reason": "x"}},
    },
    cases={
        CASE: Case(
            id=CASE,
            kind="exemption",
            scheme="desk",
            period="2026-10",
            person=ANN,
            status="revoked",
            reason="outage",
            proposal={},
            created_at="",
            updated_at="",
            decisions={
                "confirmed": {"at": "2026-11-02", "by": "key_a"},
                "revoked": {"at": "2026-11-03", "by": "key_b"},
            },
        )
    },
)


def found(former: Scorecard | None = FORMER, **changed: Any) -> list[tuple[Any, ...]]:
    """Kind, ref, row, sources and who of each cause of the revision after."""
    card = replace(former or FORMER, revision=2, **changed)
    causes = causes_of(card, former, VERSION, RECORD, TOLD)
    assert {one["kind"] for one in causes} <= set(KINDS)
    return [(one["kind"], one["ref"], one["row"], one["sources"], one["by"]) for one in causes]


ALL = ["chat", "qa"]
CHANGES: list[tuple[dict[str, Any], tuple[Any, ...]]] = [
    ({"upload": "upl_2", "row": 7}, ("file", "upl_2", 7, ALL, "key_hr")),
    ({"layers": {"qa": ["upl_2", 9]}}, ("file", "upl_2", 9, ["qa"], "key_hr")),
    ({"layers": {"qa": ["upl_3", 9]}}, ("inspection", "ins_1", None, ["qa"], "key_qa")),
    (
        {"layers": {"qa": ["upl_9-rnd_0000000000000000000000", 3]}},
        ("rating_round", "rnd_0000000000000000000000", None, ["qa"], None),
    ),
    ({"upload": "upl_2", "imported": True}, ("import", "upl_2", 2, ALL, "key_hr")),
    ({"layers": {"qa": [f"upl_5-{APPEAL}", 2]}}, ("appeal", APPEAL, None, [], None)),
    ({"cause": (APPEAL,)}, ("appeal", APPEAL, None, [], None)),
    ({"cases": (CASE,), "cause": (CASE,)}, ("case", CASE, None, [], "key_a")),
    ({"correction": "cor_1"}, ("correction", "cor_1", None, [], None)),
    ({"upload": "upl_2", "cause": ("upl_4",)}, ("withdrawal", "upl_4", None, [], "key_hr")),
    ({"void": VOID}, ("void", None, None, [], "key_hr")),
    (
        {"without": ("qa",), "final": {"sources": ["qa"], "at": "2026-11-02", "by": "key_hr"}},
        ("declared_final", None, None, ["qa"], "key_hr"),
    ),
    ({"version": 2, "made": {"by": "key_hr"}}, ("rescored", "2", None, [], "key_hr")),
    ({"team": "blue", "made": {"by": "key_hr"}}, ("register", None, None, [], "key_hr")),
    ({"made": {"after": "upl_2"}}, ("team_mean", "upl_2", None, [], None)),
    ({"previous_revision": "2"}, ("previous_period", None, None, [], None)),
    ({"made": {"by": "key_hr"}}, ("rescored", "1", None, [], "key_hr")),
    ({"packed": "[1]"}, ("recomputed", None, None, [], None)),
]


@pytest.mark.parametrize(("changed", "cause"), CHANGES, ids=[one[1][0] for one in CHANGES])
def test_what_differs_says_the_cause(changed: dict[str, Any], cause: tuple[Any, ...]) -> None:
    assert found(**changed) == [cause]


def test_what_ended_is_a_cause_too() -> None:
    assert found(replace(FORMER, cases=(CASE,)), cases=None, cause=(CASE,)) == [
        ("case_ended", CASE, None, [], "key_b")
    ]
    assert found(replace(FORMER, void=VOID), void=None, made={"by": "key_hr"}) == [
        ("void_lifted", None, None, [], "key_hr")
    ]


def test_a_first_revision_has_all_its_files() -> None:
    assert found(None, layers={"qa": ["upl_2", 9]}) == [
        ("file", "upl_1", 2, ["chat"], "key_hr"),
        ("file", "upl_2", 9, ["qa"], "key_hr"),
    ]


def test_the_row_of_an_erased_person_is_not_told() -> None:
    assert found(None, row=0)[0][:3] == ("file", "upl_1", None)
