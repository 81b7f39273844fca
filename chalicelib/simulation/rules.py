"""The rules and the results that a request wants to simulate."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from chalicelib.errors import invalid_value
from chalicelib.language import Text
from chalicelib.periods.records import read_period
from chalicelib.results.standing_teams import in_teams
from chalicelib.schemes.drafts import existing_head
from chalicelib.schemes.rule_source import ChosenRules, of_document, of_draft, of_version
from chalicelib.scorecards.records import Scorecard
from chalicelib.teams.canonical import TeamTexts
from chalicelib.teams.sight import folds_named, is_in
from chalicelib.tenancy.context import Context


def chosen_rules(context: Context, code: str, wanted: Mapping[str, Any]) -> ChosenRules:
    """Return the request's document, the named version, or else the draft.

    Raises Invalid (422) when the request has both a version and a document.
    """
    existing_head(context, code)
    number, document = wanted.get("version"), wanted.get("document")
    if number is not None and document is not None:
        raise invalid_value("/version", "version_or_document", _ONE_OF)
    if document is not None:
        return of_document(document)
    return of_draft(context, code) if number is None else of_version(context, code, number)


def people_in(context: Context, code: str, period: str) -> int:
    """Return how many results the scheme's period has. Raises Invalid (422) when it has none."""
    record = read_period(context.table, context.scope, period, code)
    if record is None or not record.scorecards:
        raise invalid_value("/period", "no_results", NO_RESULTS)
    return int(record.scorecards)


class ChosenCards:
    """Gives the cards of one team, or all, with their teams as they are written now.

    Imported results are left out: they have no rules that another rule could be compared with.
    So are void ones, which no rule makes a result.

    ``team`` is any name of the team, or None. Each distinct name on the cards is read once.
    """

    def __init__(self, context: Context, team: str | None) -> None:
        self._texts = TeamTexts(context)
        self._folds = folds_named(context, team)

    def of(self, cards: Iterable[Scorecard]) -> Iterator[Scorecard]:
        counted = (card for card in cards if not card.imported and card.void is None)
        return (card for card in in_teams(self._texts, counted) if is_in(card.team, self._folds))


_ONE_OF = Text("version 与 document 只能有一个。", "Only one of version and document is expected.")
NO_RESULTS = Text("没有可供模拟的结果。", "There are no results to simulate from.")
