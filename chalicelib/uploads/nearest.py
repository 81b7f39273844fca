"""Whom a row may be about, when nobody has its id: the people with the nearest ids.

When the register was read whole, or is small, all ids with the same fold are known
(uploads/near_ids.py). Otherwise the likeliest forms of each id are read by key, in one batch for a
chunk. An id without a near one is then looked for in other systems.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from chalicelib.employee_ids import EMPLOYEE_ID
from chalicelib.language import Text
from chalicelib.people.identity import Use, holders
from chalicelib.people.other_systems import known_as, systems
from chalicelib.people.records import DELETED, Employee, read_people
from chalicelib.person_keys import PersonKey, first_key
from chalicelib.tenancy.context import Context
from chalicelib.uploads.near_ids import changes, fold, forms
from chalicelib.uploads.never_ids import why_nobodys
from chalicelib.uploads.register_state import KnownPerson, People, RegisterState

#: Near ids that a row's error names at most.
MOST_NAMED = 3
#: Other systems of the company in which an id is looked for.
MOST_SYSTEMS = 10


@dataclass(frozen=True, slots=True)
class Near:
    """A person whom a row may be about. ``id`` is what the row would have to say, ``why`` what is
    different."""

    id: str
    person: PersonKey
    why: Text


Found = Mapping[str, tuple[Near, ...]]


class NearestIds:
    """Looks for the near ids of unknown ones, for one run of an upload.

    ``system``: the ids are those of this other system; None: employee ids. ``makes_people``: an id
    without a near one may become somebody new, so two spellings of it in the file are near too.
    """

    def __init__(
        self,
        context: Context,
        people: RegisterState,
        system: str | None = None,
        *,
        makes_people: bool = False,
    ) -> None:
        self._context, self._people, self._system = context, people, system
        self._new: dict[str, str] | None = {} if makes_people else None

    @cached_property
    def _everybody(self) -> People | None:
        """Everybody on the register by id; None: there are too many to read."""
        return self._people.all_people()

    @cached_property
    def _by_fold(self) -> Mapping[str, list[str]]:
        """The ids of everybody who was read, by fold."""
        found: dict[str, list[str]] = defaultdict(list)
        for one in self._everybody or ():
            found[fold(one)].append(one)
        return dict(found)

    @cached_property
    def _others(self) -> list[str]:
        """The other systems in which ids are looked for."""
        return [one for one in systems(self._context, MOST_SYSTEMS) if one != self._system]

    def of(self, unknown: Iterable[str]) -> Found:
        """Return the near ids of each id, at most MOST_NAMED; an id without any is left out."""
        wanted = list(dict.fromkeys(unknown))
        if not wanted:
            return {}
        found = self._alike(wanted)
        left = [one for one in wanted if one not in found]
        if self._new is not None:
            return {**found, **self._other_spellings(left, self._new)}
        return {**found, **self._elsewhere(left)}

    def _other_spellings(
        self, wanted: list[str], new: dict[str, str]
    ) -> dict[str, tuple[Near, ...]]:
        """Return of each new id the first spelling in the file, if it is another one."""
        found: dict[str, tuple[Near, ...]] = {}
        for one in wanted:
            if why_nobodys(one) is not None:
                continue
            first = new.setdefault(fold(one), one)
            if first != one:
                words = _joined([change.value for change in changes(one, first)])
                found[one] = (Near(first, first_key(first), words),)
        return found

    def _alike(self, wanted: list[str]) -> dict[str, tuple[Near, ...]]:
        """Return registered ids of the same kind with the same fold."""
        known = self._everybody
        if known is not None:
            tried = {one: self._by_fold.get(fold(one), []) for one in wanted}
        else:
            tried = {one: self._possible(one) for one in wanted}
            known = self._people.people(dict.fromkeys(form for of in tried.values() for form in of))
        found = {
            one: tuple(
                near
                for form in _likeliest(one, [form for form in candidates if form in known])
                if (near := self._near(one, form, known[form])) is not None
            )[:MOST_NAMED]
            for one, candidates in tried.items()
        }
        return {one: near for one, near in found.items() if near}

    def _possible(self, written: str) -> list[str]:
        """Return the forms that may be ids at all."""
        if self._system is not None:
            return forms(written)
        return [one for one in forms(written) if EMPLOYEE_ID.fullmatch(one)]

    def _near(self, written: str, form: str, there: KnownPerson) -> Near | None:
        if there.use is Use.FORMER:
            return Near(there.now, there.person, _former_of(form))
        if there.use is not Use.HELD:
            return None
        return Near(form, there.person, _joined([one.value for one in changes(written, form)]))

    def _elsewhere(self, wanted: list[str]) -> dict[str, tuple[Near, ...]]:
        """Return the people whom another system, or the company itself, knows by these ids."""
        if not wanted:
            return {}
        pairs = ((system, one) for system in self._others for one in wanted)
        known = known_as(self._context, pairs)
        people = read_people(self._context, dict.fromkeys(known.values()))
        found: dict[str, list[Near]] = defaultdict(list)
        if self._system is not None:
            own = holders(self._context, filter(EMPLOYEE_ID.fullmatch, wanted))
            for one, person in own.items():
                found[one].append(self._told(person, None))
        for (system, one), key in known.items():
            if key in people and people[key].status != DELETED:
                found[one].append(self._told(people[key], system))
        return {one: tuple(near[:MOST_NAMED]) for one, near in found.items()}

    def _told(self, person: Employee, system: str | None) -> Near:
        """Return a person who is known by the row's id in ``system`` (None: by the company)."""
        if system is None:
            why = Text("行中是其员工编号", "the row has the employee id")
        else:
            why = Text(f"行中是其在 {system} 中的编号", f"the row has the id in {system}")
        if self._system is None:
            return Near(person.id, person.key, why)
        number = person.external_ids.get(self._system)
        if number is not None:
            return Near(number, person.key, why)
        none = Text(
            f"{why.zh}，在 {self._system} 中没有编号",
            f"{why.en}, and there is none in {self._system}",
        )
        return Near(person.id, person.key, none)


def _likeliest(written: str, candidates: Iterable[str]) -> list[str]:
    """Return the candidates by how little is different."""
    return sorted(candidates, key=lambda one: (len(changes(written, one)), len(one), one))


def _former_of(form: str) -> Text:
    return Text(f"{form} 是其旧编号", f"{form} is a former id")


def _joined(words: list[Text]) -> Text:
    return Text("，".join(one.zh for one in words), ", ".join(one.en for one in words))
