"""The results of a period's people without the figures of a withdrawn file.

A result that has none of its figures stays as it is, unless its name or team was the file's. Of the
others the files beside it are stacked again (uploads/stacked.py) and scored, by the version in
effect, or by that of the last file where the version asks for columns that no file had. Who has no
file any more has no result.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chalicelib.people.records import Employee, read_people
from chalicelib.periods.lease import Lease
from chalicelib.person_keys import PersonKey
from chalicelib.results.decisions import decisions_of
from chalicelib.results.importing import importer
from chalicelib.results.layers import Layer
from chalicelib.results.scorer import Means, Origin, Previous, Scorer
from chalicelib.results.standing_teams import in_teams, standing_sums
from chalicelib.results.stored_inputs import StoredInputs
from chalicelib.results.team_means import StandingValues
from chalicelib.schemes.compiled import ReadyScheme, existing
from chalicelib.scorecards.belonging import Belongings
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import RowFault
from chalicelib.scoring.needs import needs_team_means
from chalicelib.teams.canonical import TeamTexts
from chalicelib.tenancy.context import Context
from chalicelib.uploads.other_files import Entry
from chalicelib.uploads.records import RESULTS, Upload
from chalicelib.uploads.stacked import Stack, stacked


@dataclass(slots=True)
class Without:
    """What becomes of results: ``cards`` replace those that stand, ``removed`` stand no more."""

    cards: list[Scorecard] = field(default_factory=list)
    removed: list[Scorecard] = field(default_factory=list)


class Restorer:
    """Makes the results of people without an upload's file. Create one for each run."""

    def __init__(
        self, context: Context, upload: Upload, version: ReadyScheme, held: Lease, time: str
    ) -> None:
        self._context, self._upload, self._version, self._time = context, upload, version, time
        self._scheme, self._period = upload.scheme, upload.period
        self._belongings = Belongings(context, self._scheme, self._period)
        self._decisions = decisions_of(context, self._scheme, self._period, held.record)
        self._texts = TeamTexts(context)
        self._versions = {version.version: version}
        self._scorers: dict[int, Scorer] = {}

    def without(
        self, standing: Mapping[PersonKey, Scorecard], entries: Mapping[PersonKey, Sequence[Entry]]
    ) -> Without:
        """Return what becomes of the cards that stand. ``entries``: what other files say."""
        found = Without()
        people = read_people(self._context, standing)
        texts = [one.said.team for some in entries.values() for one in some]
        self._texts.learn([*texts, *(card.team for card in standing.values())])
        previous = self._scorer(self._version).previous(self._context, standing)
        for person, before in standing.items():
            if before.closed is not None:
                continue  # It was settled ahead of the period, and stays.
            mine, there = entries.get(person, ()), people.get(person)
            again = self._again(before, mine, there, previous.get(person))
            if self._upload.id not in before.uploads:
                if again is not None and _named(again) != _named(before):
                    found.cards.append(again)
            elif again is None:
                found.removed.append(before)
            else:
                found.cards.append(again)
        self._texts.make(card.team for card in found.cards)
        found.cards = list(in_teams(self._texts, found.cards))
        return found

    def _again(
        self,
        before: Scorecard,
        entries: Sequence[Entry],
        there: Employee | None,
        previous: Previous | None,
    ) -> Scorecard | None:
        """Return the result of these files; None: they give none.

        A file that only an error could be made of, now that another is gone, is passed over, as if
        it had come after the others alone.
        """
        computed = [one for one in entries if one.upload.grain != RESULTS]
        try:
            card = self._computed(before, computed, there, previous)
        except RowFault:
            card = self._one_by_one(before, computed, there, previous)
        if card is not None:
            return card
        imports = [one for one in entries if one.upload.grain == RESULTS]
        return self._imported(before, imports[-1], there) if imports else None

    def _one_by_one(
        self,
        before: Scorecard,
        entries: Sequence[Entry],
        there: Employee | None,
        previous: Previous | None,
    ) -> Scorecard | None:
        good: list[Entry] = []
        card: Scorecard | None = None
        for entry in entries:
            try:
                card = self._computed(before, [*good, entry], there, previous)
            except RowFault:
                continue
            good.append(entry)
        return card

    def _computed(
        self,
        before: Scorecard,
        entries: Sequence[Entry],
        there: Employee | None,
        previous: Previous | None,
    ) -> Scorecard | None:
        """Return the result that is computed from these files. Raises RowFault."""
        if not entries:
            return None
        version = self._version
        stack = stacked(version, entries, self._made_by)
        if stack is None:
            version = self._made_by(entries[-1].upload)
            stack = stacked(version, entries, self._made_by)
            if stack is None:
                return None
            scorer = self._scorer(version)
            previous = scorer.previous(self._context, [before.person]).get(before.person)
        origin = self._origin(before, stack, there)
        origin = origin._replace(layers=stack.layers, final=before.final, void=before.void)
        return self._scorer(version).card(origin, stack.rows, previous)

    def _imported(self, before: Scorecard, entry: Entry, there: Employee | None) -> Scorecard:
        version, said = self._made_by(entry.upload), entry.said
        maker = importer(version, self._scheme, self._period, self._time)
        layer = Layer(entry.upload.id, said.row)
        stack = Stack(layer, said.rows, {}, said.name, said.team)
        return maker.card(self._origin(before, stack, there), said.rows, None)

    def _origin(self, before: Scorecard, stack: Stack, there: Employee | None) -> Origin:
        """Return whose figures these are: name and team are the files', or else the register's.

        Of somebody who is not on the register any more they stay as they are.
        """
        belonging = self._belongings.of(there)
        name, team = before.employee_name, before.team
        if there is not None and belonging is not None:
            name, team = there.name, belonging.team
        return Origin(
            before.person,
            stack.name or name,
            self._texts.text(stack.team or team),
            stack.last.upload,
            stack.last.row,
            None if stack.team else (before.register_team if belonging is None else True),
            before.paid_by if belonging is None else belonging.paid_by,
            before.share if belonging is None else belonging.share,
        )

    def _made_by(self, upload: Upload) -> ReadyScheme:
        """Return the version that a file was read by. Raises LookupError without it."""
        number = upload.version or self._version.version
        if number not in self._versions:
            context = self._context
            self._versions[number] = existing(context.table, context.scope, self._scheme, number)
        return self._versions[number]

    def _scorer(self, version: ReadyScheme) -> Scorer:
        if version.version not in self._scorers:
            scheme, period, time = self._scheme, self._period, self._time
            means = self._means(version)
            scorer = Scorer(version, scheme, period, time, means, self._decisions)
            self._scorers[version.version] = scorer
        return self._scorers[version.version]

    def _means(self, version: ReadyScheme) -> Means:
        """Return the means of the teams before the withdrawal; the pass after it mends them."""
        if not needs_team_means(version.scheme):
            return {}
        context, scheme = self._context, self._scheme
        values = StandingValues(version, StoredInputs(context, scheme, version))
        return standing_sums(context, self._texts, values, scheme, self._period).means()


def _named(card: Scorecard) -> tuple[str | None, str | None]:
    return card.employee_name, card.team
