"""A person's result that is declared void, and is a result again once that is lifted.

A void result keeps its figures, and takes those of files that come meanwhile. It has no total,
grade and coefficient, so that no rank, mean, plan or pay knows it. Lifting computes what the
figures say then. A rescoring of the one person carries both out (docs/decisions/undo.md).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import Result

#: The member of a rescoring's state that says whose result is void, or is one again.
VOID: Final = "void"
#: What is said of a card, with the result that is stored with it.
Said = Callable[[Scorecard, Result], Scorecard]


def declared(person: str, *, at: str, by: str, reason: str, lifted: bool) -> dict[str, Any]:
    """Return the member of a rescoring that makes a person's result void, or one again."""
    return {"person": person, "at": at, "by": by, "reason": reason, "lifted": lifted}


def said(declaration: Mapping[str, Any]) -> Said:
    """Return what a declaration says of the person's card."""
    if declaration["lifted"]:
        return _lifted
    return partial(_void, {name: declaration[name] for name in ("at", "by", "reason")})


def _void(void: Mapping[str, Any], card: Scorecard, _result: Result) -> Scorecard:
    return replace(card, void=dict(void), total=None, grade=None, coefficient=None)


def _lifted(card: Scorecard, result: Result) -> Scorecard:
    """Return the card as its stored result has it, for one that cannot be scored again."""
    return replace(
        card,
        void=None,
        total=result.total,
        grade=result.grade,
        coefficient=result.coefficient,
    )
