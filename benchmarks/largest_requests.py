"""The costliest requests of ``make bench-largest``, each at its bound, by name."""

from collections.abc import Callable
from typing import Any

from benchmarks import largest_prepared as prepared
from benchmarks.largest_prepared import Ask, Bench
from chalicelib.simulation.cost import AT_ONCE
from tests.api.schemes.documents import scheme
from tests.api.schemes.test_score import columns_of, sliced
from tests.api.uploads.sending import SCHEME
from tests.templates.sheets import confirmed

#: A formula of 99 parts with short numbers, and one whose numbers grow with each part.
SHORT = "+".join(["solved"] * 50)
LONG = "*".join(["(solved/7+1)"] * 10)
PLAIN = {"wait_seconds": "4000", "contacts": "100", "solved": "88", "raised": "100"}


def _wide(lines: int) -> dict[str, Any]:
    """Return a scheme of so many lines, each of columns of its own."""
    line = SCHEME["dimensions"][0]["indicators"][1]
    many = [
        {
            **line,
            "code": f"i{n}",
            "max_points": "1",
            "value": {
                "kind": "ratio",
                "numerator": f"solved_{n}",
                "denominator": f"raised_{n}",
                "scale": "100",
            },
        }
        for n in range(lines)
    ]
    points = {"/dimensions/0/points": str(lines), "/total_points": str(lines)}
    return scheme({"/dimensions/0/indicators": many, **points})


def _declared(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document with its columns declared, so that it can be published."""
    columns = [{"code": one, "name": one} for one in ("solved", "raised", "channel")]
    return {**document, "columns": columns}


_WIDE = _wide(100)
_WIDE_HEADER = ",".join(
    ["employee_id,employee_name,team", *(f"solved_{n},raised_{n}" for n in range(100))]
)
_WIDE_ROW = ",".join(["83,97"] * 100)
_SLICED_HEADER = "employee_id,employee_name,team,channel,solved,raised"
#: A person of the desk scheme takes 174 steps of a simulation; two are there beside these.
_AT_ONCE = AT_ONCE // 174 - 2
_TAOBAO = confirmed("taobao")
#: As many targets as a draft's 180 KB hold: the linter examines the curves of some of them.
_TARGETS = sliced(100, 60, "solved")

REQUESTS: dict[str, Callable[[Bench], Ask]] = {
    "trial, formulas of short numbers": prepared.score(
        sliced(100, 60, SHORT), [prepared.person(60)] * 3
    ),
    "trial, formulas of long numbers": prepared.score(
        sliced(100, 60, LONG), [prepared.person(60)] * 6
    ),
    "trial, explained": prepared.score(
        _TAOBAO, [dict.fromkeys(columns_of(_TAOBAO), "7")] * 300, explain=True
    ),
    "trial, explained, with slices": prepared.score(
        _TARGETS, [prepared.person(60)] * 9, explain=True
    ),
    "trial, plain rows": prepared.score(scheme(), [PLAIN] * 500),
    "simulation of plain lines": prepared.simulation(_AT_ONCE),
    "publication for a month that has begun": prepared.publication(_AT_ONCE),
    "draft of 6,000 targets": prepared.draft(_TARGETS),
    "draft of long formulas": prepared.draft(sliced(100, 2, LONG)),
    "differences of 100 lines": prepared.diff(_WIDE, _declared(sliced(100, 30, SHORT))),
    "rulebook": prepared.of_draft(sliced(100, 30, SHORT), "/v1/schemes/desk/rulebook"),
    "template, filled, of 200 columns": prepared.template(_WIDE, "xlsx"),
    "results, explained, of 100 lines": prepared.explained(
        _WIDE, _WIDE_HEADER, [f"E{n:03d},N,red,{_WIDE_ROW}" for n in range(60)]
    ),
    "results, explained, of 100 lines with 60 slices": prepared.explained(
        _declared(_TARGETS),
        _SLICED_HEADER,
        [f"E{n:03d},N,red,s{m},7,9" for n in range(12) for m in range(60)],
    ),
    "history of 50 revisions of 100 lines with 60 slices": prepared.history(
        _declared(_TARGETS),
        _SLICED_HEADER,
        [[f"E000,N,red,s{m},{7 * n + m}.{n:03d},{999 + m}" for m in range(60)] for n in range(50)],
    ),
    "people by a batch": prepared.batch,
    "names of 5,000 teams": prepared.teams,
}
