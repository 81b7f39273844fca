"""What the marks of a closed round say of its raters, and flags that a person answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from chalicelib.person_keys import PersonKey
from chalicelib.rating_forms.keys import key_of_examined, key_of_flag, partition_of_flags
from chalicelib.rating_forms.records import Round
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context

KEEP, ASK_AGAIN, LEAVE_OUT = "keep", "ask_again", "leave_out"
ANSWERS: Final = (KEEP, ASK_AGAIN, LEAVE_OUT)
#: Members of an examination that are counts.
COUNTS: Final = frozenset(
    {"raters", "units", "exact", "within", "marks", "flags", "computed", "few_data"}
)
#: Members of an examination's indicators that those of before do not have.
LATER: Final = ("own_team", "drift", "drift_over_rounds")


@dataclass(frozen=True, slots=True)
class RaterFlag:
    """A flag of an examination. ``raters`` are pairs of a role and a person; none: all together.

    ``answer`` has ``answer``, ``reason``, ``at`` and ``by``; None: nobody has answered it.
    """

    id: str
    round: str
    indicator: str
    code: str
    raters: tuple[tuple[str, PersonKey], ...]
    figures: dict[str, Decimal]
    text: dict[str, str]
    answer: dict[str, str] | None = None

    @property
    def about(self) -> tuple[Any, ...]:
        """What makes two flags of different examinations the same."""
        return self.indicator, self.code, tuple(tuple(one) for one in self.raters)

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(role for role, _ in self.raters))


@dataclass(frozen=True, slots=True)
class Examined:
    """An examination as a whole: of each indicator agreement and alpha, and how many flags."""

    round: str
    at: str
    flags: int
    indicators: tuple[dict[str, Any], ...]


def examination_of(found: Round) -> str:
    """Return which examination a closed round's is: another closing, or another role left out."""
    return f"{found.closings:02d}{len(found.left_out):02d}"


def flag_id(examination: str, number: int) -> str:
    return f"{examination}{number:06d}"


def read_flag(context: Context, found: Round, name: str) -> RaterFlag | None:
    item = context.table.get(key_of_flag(context.scope, found.id, name))
    return None if item is None or "code" not in item else flag_of(item)


def read_examined(context: Context, found: Round) -> Examined | None:
    item = context.table.get(key_of_examined(context.scope, found.id, examination_of(found)))
    return None if item is None else from_item(Examined, _counted(item))


def _counted(value: Any) -> Any:
    """Return a stored value with its counts as whole numbers."""
    if isinstance(value, Mapping):
        return {
            name: int(inner) if name in COUNTS else _counted(inner) for name, inner in value.items()
        }
    return [_counted(one) for one in value] if isinstance(value, list) else value


def flags_of(context: Context, found: Round, examination: str) -> Iterator[RaterFlag]:
    """Yield all flags of an examination."""
    partition = partition_of_flags(context.scope, found.id)
    for item in context.table.query_all(partition, prefix=examination):
        yield flag_of(item)


def flag_of(item: Mapping[str, Any]) -> RaterFlag:
    """Return the flag that an item holds."""
    raters = tuple((role, PersonKey(person)) for role, person in item["raters"])
    return from_item(RaterFlag, {**item, "raters": raters})
