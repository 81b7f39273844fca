"""What a person has said of the own result of a scheme's period, revision by revision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from chalicelib.acknowledgements.keys import (
    COUNTS,
    key_of_acknowledgement,
    key_of_counts,
)
from chalicelib.person_keys import PersonKey
from chalicelib.store.converters import Item
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context

SEEN: Final = "seen"
AGREED: Final = "seen_and_agreed"
#: Said by an appeal alone.
APPEALED: Final = "seen_and_appealed"
FORMS: Final = (SEEN, AGREED, APPEALED)
#: What a person says by acknowledging.
ACKNOWLEDGED: Final = (SEEN, AGREED)
#: Forms of one person's result of a period at most: an item has them all.
MOST: Final = 50

#: ``form``, ``revision``, ``at`` and ``by`` (the credential).
Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """All that a person said of the result, the oldest first. ``revision`` 0: nothing is stored."""

    period: str
    scheme: str
    person: PersonKey
    said: tuple[Said, ...] = ()
    revision: int = 0

    @property
    def last(self) -> Said | None:
        """What the person said last, of whichever revision of the result."""
        return self.said[-1] if self.said else None

    def of(self, revision: int) -> Said | None:
        """Return what the person said last of this revision of the result."""
        about = [one for one in self.said if int(one["revision"]) == revision]
        return about[-1] if about else None


def acknowledgement_of(item: Item) -> Acknowledgement:
    """Return the acknowledgement that an item holds."""
    return from_item(Acknowledgement, item)


def read_acknowledgements(
    context: Context, period: str, scheme: str, persons: Iterable[PersonKey]
) -> dict[PersonKey, Acknowledgement]:
    """Return what each of the persons said. One batch read for a hundred."""
    keys = {
        one: key_of_acknowledgement(context.scope, period, scheme, one)
        for one in dict.fromkeys(persons)
    }
    items = context.table.get_many(list(keys.values())) if keys else {}
    return {
        one: acknowledgement_of(items[key])
        if key in items
        else Acknowledgement(period, scheme, one)
        for one, key in keys.items()
    }


def read_counts(context: Context, period: str, scheme: str) -> dict[str, int]:
    """Return how many people said what last, of whichever revision of their result. One read."""
    keys = [key_of_counts(context.scope, period, scheme, one) for one in range(COUNTS)]
    items = context.table.get_many(keys).values()
    return {form: sum(int(item.get(form, 0)) for item in items) for form in FORMS}
