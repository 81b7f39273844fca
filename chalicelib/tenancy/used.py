"""What a company has used in a month: the record of the counter, and of a part not written yet."""

from dataclasses import dataclass, fields
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Used:
    """Amounts of one month.

    ``requests``: of the API. ``runs``: of background work. ``request_ms``, ``run_ms``: their
    milliseconds; ``memory_ms``: milliseconds times the megabytes of the function.
    ``read_halves``, ``write_halves``: halves of DynamoDB's units, of the table and its index.
    ``object_reads``, ``object_writes``: requests to S3 that the service made.
    """

    requests: int = 0
    runs: int = 0
    request_ms: int = 0
    run_ms: int = 0
    memory_ms: int = 0
    read_halves: int = 0
    write_halves: int = 0
    object_reads: int = 0
    object_writes: int = 0

    def __add__(self, other: "Used") -> "Used":
        return Used(*(getattr(self, name) + getattr(other, name) for name in NAMES))

    @property
    def read_units(self) -> Decimal:
        return Decimal(self.read_halves) / 2

    @property
    def write_units(self) -> Decimal:
        return Decimal(self.write_halves) / 2


#: The names of the amounts, which are the attributes of the counter.
NAMES = tuple(one.name for one in fields(Used))
