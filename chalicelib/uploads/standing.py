"""What stands before a chunk is written: the people on the register, the period's cards.

Asked for by key, a hundred at a time, for a small file; for a large one read once, page by page,
which costs a seventh of the read units and a tenth of the requests. What is kept of a card is
its revision and a fingerprint: about 200 bytes a person, of a file's contacts nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from chalicelib.context import Context
from chalicelib.people.records import all_employees, read_employees
from chalicelib.periods.settling import current_cards
from chalicelib.scorecards.records import Scorecard, read_cards
from chalicelib.uploads.records import Upload

#: From this many rows on the whole register and the whole period are read at once.
WHOLE_FROM = 1000


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Name and team of somebody on the register."""

    name: str | None
    team: str | None


@dataclass(frozen=True, slots=True)
class KnownCard:
    """Which revision is current, and what it says, as a fingerprint."""

    revision: int
    says: bytes


def fingerprint(card: Scorecard) -> bytes:
    """What a card says; two that say the same are one revision, whatever file they came from."""
    parts = (card.packed, str(card.version), card.employee_name or "", card.team or "")
    return blake2b("\0".join(parts).encode(), digest_size=16).digest()


def same_result(before: Scorecard, after: Scorecard) -> bool:
    """Whether a computed card says what the stored one says: then it is no new revision."""
    return fingerprint(before) == fingerprint(after)


class Standing:
    """People and cards by id, for one run of an upload, which alone writes the period."""

    def __init__(self, context: Context, upload: Upload) -> None:
        self._context = context
        self._upload = upload
        self._people: dict[str, KnownPerson] | None = None
        self._cards: dict[str, KnownCard] | None = None
        if (upload.rows_known or 0) >= WHOLE_FROM:
            self._people = {
                one.id: KnownPerson(one.name, one.team)
                for one in all_employees(context.table, context.scope)
            }
            self._cards = {
                card.employee_id: KnownCard(card.revision, fingerprint(card))
                for card in current_cards(context, upload.scheme, upload.period)
            }

    def people(self, employee_ids: Iterable[str]) -> Mapping[str, KnownPerson]:
        """Those of the ids (or more) whom the register knows."""
        if self._people is not None:
            return self._people
        found = read_employees(self._context.table, self._context.scope, employee_ids)
        return {one.id: KnownPerson(one.name, one.team) for one in found.values()}

    def cards(self, employee_ids: Iterable[str]) -> Mapping[str, KnownCard]:
        """Those of the ids (or more) who have a card in the upload's period."""
        if self._cards is not None:
            return self._cards
        return {
            card.employee_id: KnownCard(card.revision, fingerprint(card))
            for card in self.whole_cards(employee_ids).values()
        }

    def whole_cards(self, employee_ids: Iterable[str]) -> dict[str, Scorecard]:
        """The cards themselves, to be kept as former revisions."""
        context, upload = self._context, self._upload
        return read_cards(
            context.table,
            context.scope,
            upload.scheme,
            upload.period,
            employee_ids,
            context.principal.shards,
        )
