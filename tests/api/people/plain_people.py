"""People and their ids as a plain list of what happened: the second reading of the state machine.

It shares no code with the service. A person is a number. An id has a holder or nobody, and a last
holder; results, plans and keys belong to the number.
"""

from dataclasses import dataclass, field

GOOD, POOR = "88.00", "48.00"


@dataclass
class Person:
    """``id`` is the present id or the last one; ``shown`` what the API calls the person."""

    number: int
    id: str
    team: str | None
    shown: str = ""
    status: str = "active"
    erased: bool = False
    #: Counts the deletions: a key from before the last one is void.
    ended: int = 0
    ids: set[str] = field(default_factory=set)
    results: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass
class Key:
    """An agent's key: of a person, or of whoever will come first with an id."""

    waits_for: str | None
    person: Person | None = None
    made_at: int = 0

    def opens(self) -> bool:
        if self.person is None:
            return self.waits_for is not None
        return self.person.status != "deleted" and self.person.ended == self.made_at


@dataclass
class Plain:
    """The company: what each request must answer, as a status and a code, and what is then so."""

    people: list[Person] = field(default_factory=list)
    holder: dict[str, Person] = field(default_factory=dict)
    last: dict[str, Person] = field(default_factory=dict)
    keys: list[Key] = field(default_factory=list)
    anonymous: list[tuple[str, str, str]] = field(default_factory=list)

    def present(self) -> list[Person]:
        return [one for one in self.people if one.status != "deleted"]

    def gone(self, employee_id: str) -> Person | None:
        """Who was deleted with this id, if nobody else had it since."""
        one = self.last.get(employee_id)
        if one is None or employee_id in self.holder or one.id != employee_id:
            return None
        return one

    # What a request answers ------------------------------------------------------------------

    def put_answer(self, employee_id: str, word: str | None) -> tuple[int, str | None]:
        if employee_id in self.holder:
            return 200, None
        gone = self.gone(employee_id)
        if employee_id not in self.last:
            return (409, "nobody_to_rehire") if word == "rehired" else (201, None)
        if word == "new_person":
            return 201, None
        if word == "rehired":
            back = gone is not None and not gone.erased
            return (201, None) if back else (409, "nobody_to_rehire")
        return 409, "former_employee_id" if gone is None else "employee_id_used"

    def free_for(self, employee_id: str, one: Person, reuse: bool) -> tuple[int, str | None]:
        if employee_id in self.holder:
            return 409, "employee_id_taken"
        others = self.last.get(employee_id, one) is not one
        return (409, "employee_id_used") if others and not reuse else (200, None)

    def rename_answer(self, former: str, new: str, reuse: bool) -> tuple[int, str | None]:
        one = self.holder.get(former)
        if one is None:
            return 404, "not_found"
        return (200, None) if former == new else self.free_for(new, one, reuse)

    def returning(self, employee_id: str, named: Person | None) -> Person | None:
        return named or self.holder.get(employee_id) or self.gone(employee_id)

    def rehire_answer(
        self, employee_id: str, named: Person | None, reuse: bool
    ) -> tuple[int, str | None]:
        one = self.returning(employee_id, named)
        if one is None:
            return 404, "not_found"
        if one.status == "active":
            return 409, "not_left"
        if one.erased:
            return 409, "person_erased"
        if one.id == employee_id and self.last[employee_id] is one:
            return 200, None
        return self.free_for(employee_id, one, reuse)

    def row_answer(self, employee_id: str) -> str | None:
        """The error of a file's row; None: it is scored."""
        if employee_id in self.holder or employee_id not in self.last:
            return None
        if self.last[employee_id].erased:
            return "person_erased"
        return "former_employee_id" if self.gone(employee_id) is None else "person_deleted"

    # What is so then --------------------------------------------------------------------------

    def come(self, employee_id: str, team: str | None) -> Person:
        one = Person(len(self.people), employee_id, team)
        for key in self.keys:
            if key.waits_for == employee_id and employee_id not in self.last:
                key.person, key.waits_for = one, None
        self.people.append(one)
        self._has(one, employee_id)
        return one

    def renamed(self, one: Person, new: str) -> None:
        for key in self.keys:
            # Whoever will come with this id later is not the first who had it.
            if key.waits_for == new:
                key.waits_for = None
        if self.holder.get(one.id) is one:
            del self.holder[one.id]
        self._has(one, new)

    def returned(self, one: Person, employee_id: str) -> None:
        if one.id == employee_id:
            self._has(one, employee_id)
        else:
            self.renamed(one, employee_id)
        one.status = "active"

    def deleted(self, one: Person, *, erased: bool = False) -> None:
        one.status, one.team, one.ended = "deleted", None, one.ended + 1
        one.erased = one.erased or erased
        if self.holder.get(one.id) is one:
            del self.holder[one.id]
        if erased:
            self.anonymous += [(period, *told) for period, told in one.results.items()]
            one.results = {}

    def _has(self, one: Person, employee_id: str) -> None:
        self.holder[employee_id] = self.last[employee_id] = one
        one.id = employee_id
        one.ids.add(employee_id)
