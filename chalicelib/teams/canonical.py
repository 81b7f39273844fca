"""From texts to teams: which team a text names, and how that team is written.

All spellings that fold to a name of a team are that team (docs/decisions/teams.md). A text that
names no team is written as it came, with single blanks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from pynamodb.expressions.operand import Path

from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.team_folds import cleaned, fold
from chalicelib.teams.codes import is_code
from chalicelib.teams.keys import key_of_name, key_of_team
from chalicelib.teams.making import make
from chalicelib.teams.records import DELETED, NameEntry, read_names, read_teams
from chalicelib.tenancy.context import Context


class TeamRef(NamedTuple):
    """A team that a text names. ``code`` is None for a text that names no team."""

    code: str | None
    text: str


def known(context: Context, texts: Iterable[str | None]) -> dict[str, TeamRef]:
    """Return the team of each text, and make none. Texts without a name are left out.

    Costs one read for a hundred distinct names; none without any.
    """
    folds = _folds(texts)
    entries = read_names(context, folds.values())
    return {text: _ref(entries.get(folded), text) for text, folded in folds.items()}


def canonical(context: Context, texts: Iterable[str | None]) -> dict[str, TeamRef]:
    """Return the team of each text, and make those that are not there yet.

    Texts without a name are left out. The caller may store the texts afterwards: no team of the
    answer is deleted any more. Repeating it changes nothing. When the company has as many teams as
    it may have, a further one has no code.
    """
    run = TeamTexts(context)
    wanted = list(dict.fromkeys(text for text in texts if text is not None))
    run.learn(wanted)
    run.make(wanted)
    return {text: ref for text in wanted if (ref := run.ref(text)) is not None}


def chosen_texts(context: Context, teams: Iterable[str]) -> list[str]:
    """Return how teams are written that a request names by a code or a name, each once, in order.

    A code goes first, as in filters. Teams that are not there yet are made.
    """
    asked = list(dict.fromkeys(teams))
    by_code = read_teams(context, [one for one in asked if is_code(one)])
    wanted = [by_code[one].text if one in by_code else one for one in asked]
    found = canonical(context, wanted)
    return list(dict.fromkeys(found[one].text for one in wanted if one in found))


class TeamTexts:
    """The teams of texts in one run of work, each name read once.

    A text that names no team is written as in its first spelling of the run, until :meth:`make`
    makes the team. Several threads may use it.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._entries: dict[str, NameEntry] = {}
        self._first: dict[str, str] = {}
        self._refused: set[str] = set()

    def learn(self, texts: Iterable[str | None]) -> None:
        """Read the names that are not known yet: one request for a hundred."""
        folds = _folds(texts)
        unread = [one for one in folds.values() if one not in self._first]
        for entry in read_names(self._context, unread).values() if unread else ():
            self._know(entry)
        for text, folded in folds.items():
            self._first.setdefault(folded, cleaned(text) or "")

    def _know(self, entry: NameEntry) -> None:
        """Keep an entry, and with it that of the team's own text, which leads to the team too."""
        own = fold(entry.text)
        for one in (replace(entry, fold=own), entry):
            self._entries[one.fold] = one
            self._first.setdefault(one.fold, one.text)

    def ref(self, text: str | None) -> TeamRef | None:
        """Return the team of a text that was learned; None for a text without a name."""
        folded = fold(text) if text else ""
        if not folded:
            return None
        if folded not in self._first:
            self.learn([text])
        entry = self._entries.get(folded)
        if entry is not None:
            return TeamRef(entry.code, entry.text)
        # Of a team that is not made, other runs do not know the first spelling of this one.
        plain = cleaned(text) or ""
        return TeamRef(None, plain if folded in self._refused else self._first[folded])

    def text(self, text: str | None) -> str | None:
        """Return how the team of a text that was learned is written; None without a name."""
        ref = self.ref(text)
        return ref.text if ref else None

    def make(self, texts: Iterable[str | None]) -> None:
        """Make the teams of these texts that are not there, and mark the others as used.

        The texts were learned, or come from :meth:`text`.
        """
        folds = list(dict.fromkeys(_folds(texts).values()))
        for one in folds:
            entry = self._entries.get(one)
            if entry is not None and entry.unused:
                self._use(one, entry)
        missing = {
            one: self._first[one]
            for one in folds
            if one not in self._entries and one not in self._refused
        }
        if missing:
            made = make(self._context, missing)
            for entry in made.values():
                self._know(entry)
            self._refused |= missing.keys() - made.keys()

    def _use(self, folded: str, entry: NameEntry) -> None:
        """Mark the team of the entry as used, so that nobody deletes it any more.

        If it was deleted or got another name meanwhile, the entry is read again.
        """
        context = self._context
        unit = Unit(context.table)
        there = Path("pk").exists() & (Path("status") != DELETED)
        unit.update(key_of_team(context.scope, entry.code), [Path("used").set(True)], there)
        same = Path("code") == entry.code
        unit.update(key_of_name(context.scope, folded), [Path("unused").remove()], same)
        try:
            unit.commit()
        except ConditionFailed:
            del self._entries[folded]
            for found in read_names(context, [folded]).values():
                self._know(found)
        else:
            self._entries[folded] = replace(entry, unused=False)


def codes(context: Context, texts: Iterable[str | None]) -> Mapping[str | None, str | None]:
    """Return the code of the team of each text; None for texts that name none, and for None."""
    given = set(texts)
    refs = known(context, given)
    return {text: refs[text].code if text in refs else None for text in given}


def _folds(texts: Iterable[str | None]) -> dict[str, str]:
    """Return the fold of each text that has one, by text."""
    return {text: folded for text in texts if text and (folded := fold(text))}


def _ref(entry: NameEntry | None, text: str) -> TeamRef:
    return (
        TeamRef(None, cleaned(text) or text) if entry is None else TeamRef(entry.code, entry.text)
    )
