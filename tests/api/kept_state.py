"""The state that fixtures leave behind, kept as bytes and put back: no object is shared by tests.

It is everything that ``world``, ``clock`` and ``platform`` hold: items, objects, messages, the
time, the number of the next id, sessions, leases of requests, usage that is not written, compiled
schemes; and the objects that the fixtures have returned, with what later fixtures did to them
(``acme.hr`` makes its key at the first use).
"""

import copyreg
import io
import pickle
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chalice.test import Client
from moto.dynamodb.models.dynamo_type import LimitedSizeDict
from moto.dynamodb.models.table import Table
from moto.s3.models import FakeBucket
from moto.sqs.models import Queue

from chalicelib.schemes import compiled
from chalicelib.sign_in.key_sets import KeySets
from chalicelib.tenancy.platform import Platform
from tests.api.clock import Clock
from tests.api.world import World

#: What no fixture's value may contain: a copy of it would lead a life of its own.
_STORES = (Table, FakeBucket, Queue)


class NotKept(Exception):
    """This state cannot be put back as it was; the fixture runs again for each test."""


@dataclass(frozen=True)
class Process:
    """What all tests of a process share, and what is made anew for each around it."""

    world: World
    clock: Clock
    platform: Platform
    client: Client

    @property
    def shared(self) -> tuple[object, ...]:
        return (self.world, self.clock, self.platform, self.client)


@dataclass(frozen=True)
class Kept:
    """A state. Compiled schemes never change, so they are kept as they are."""

    state: bytes
    schemes: "OrderedDict[Any, Any]"


def taken(process: Process, values: Sequence[object], value: object) -> Kept:
    """Keep the state, the values of earlier fixtures and the value of the last. Raises NotKept."""
    roots = _roots(values)
    state = (_of_platform(process), _of_world(process), [_contents(one) for one in roots], value)
    file = io.BytesIO()
    try:
        _Writer(file, [*process.shared, *roots]).dump(state)
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        raise NotKept(str(error)) from None
    return Kept(file.getvalue(), compiled._kept.copy())


def put_back(process: Process, values: Sequence[object], kept: Kept) -> object:
    """Bring the state back, also inside the earlier fixtures' values. Return the last's value."""
    roots = _roots(values)
    reader = _Reader(io.BytesIO(kept.state), [*process.shared, *roots])
    of_platform, of_world, contents, value = reader.load()
    for root, inside in zip(roots, contents, strict=True):
        _fill(root, inside)
    _put_back_platform(process, of_platform)
    process.world.put_back(of_world)
    compiled._kept.clear()
    compiled._kept.update(kept.schemes)
    return value


def _of_platform(process: Process) -> dict[str, Any]:
    platform, remembered = process.platform, dict(process.platform._remembered)
    if len(remembered.pop(KeySets, ())):
        raise NotKept("keys of a provider, fetched by a clock of their own")
    sessions = platform.__dict__.get("sessions")
    return {
        "now": process.clock.now,
        "remembered": remembered,
        "rates": platform.__dict__.get("rates"),
        "sessions": None if sessions is None else sessions._kept,
    }


def _put_back_platform(process: Process, state: dict[str, Any]) -> None:
    platform = process.platform
    process.clock.now = state["now"]
    platform.start_over(process.clock)
    platform._remembered.update(state["remembered"])
    if state["rates"] is not None:
        platform.__dict__["rates"] = state["rates"]
    if state["sessions"] is not None:
        platform.sessions._kept.update(state["sessions"])


def _of_world(process: Process) -> Any:
    stored = process.world.stored()
    now = time.time() * 1000
    for messages, in_flight in stored.queues.values():
        if in_flight or any(max(one.visible_at, one.delayed_until) > now for one in messages):
            raise NotKept("a message that waits by the machine's clock")
    return stored


def _roots(values: Sequence[object]) -> list[object]:
    """Return the values that a later fixture can change."""
    return [one for one in values if isinstance(one, (dict, list)) or hasattr(one, "__dict__")]


def _contents(root: object) -> Any:
    return root.copy() if isinstance(root, (dict, list)) else vars(root)


def _fill(root: object, inside: Any) -> None:
    if isinstance(root, list):
        root[:] = inside
    else:
        found = root if isinstance(root, dict) else vars(root)
        found.clear()
        found.update(inside)


class _Writer(pickle.Pickler):
    """Writes the known objects by their places, so that they stay the same objects."""

    def __init__(self, file: io.BytesIO, known: Sequence[object]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._places = {id(one): place for place, one in enumerate(known)}
        self.dispatch_table = {**copyreg.dispatch_table, LimitedSizeDict: _attributes}

    def persistent_id(self, found: object) -> int | None:
        if isinstance(found, _STORES):
            raise NotKept(f"a value holds a {type(found).__name__}")
        return self._places.get(id(found))


class _Reader(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, known: Sequence[object]) -> None:
        super().__init__(file)
        self._known = known

    def persistent_load(self, place: int) -> object:
        return self._known[place]


def _attributes(found: LimitedSizeDict) -> tuple[Any, ...]:
    """Attributes of a stored item have the size that they may have."""
    return LimitedSizeDict, (dict(found),)
