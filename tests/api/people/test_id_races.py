"""Two requests for one id at once: one gets it, whatever the moment, and nothing is half done.

The other request is made just before the first one's transaction.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from chalicelib.tenancy.platform import Platform
from tests.api.answer import Reply
from tests.api.client import Api
from tests.api.people.calling import Caller
from tests.api.people.interrupting import at_transactions, before_the_write
from tests.api.world import World
from tests.profiles import choose

NEW, BACK = {"status": "active", "new_person": True}, {"status": "active", "rehired": True}


@dataclass(frozen=True)
class Ids:
    """Ids of one race. ``X`` is that of somebody who came with it and is gone. ``Y`` is that of
    somebody gone who was renamed to it, so that it is not the person's key. ``free`` is nobody's,
    and ``other`` is somebody present who may be renamed."""

    number: int

    def __getitem__(self, name: str) -> str:
        return f"{name}{self.number}"


def _prepared(hr: Caller, number: int) -> Ids:
    ids = Ids(number)
    people = [{"id": ids[name], "status": "active"} for name in ("X", "kept", "other")]
    hr.api.post("/v1/employees/batch", {"employees": people}).ok()
    hr.rename(ids["kept"], ids["Y"])
    hr.delete(ids["X"])
    hr.delete(ids["Y"])
    return ids


Act = Callable[[Api, Ids, str], Reply]


@contextmanager
def _before_its_transaction(platform: Platform, act: Callable[[], object]) -> Iterator[None]:
    """Do something once, when the request in the block has read all and is about to write."""
    done: list[object] = []
    with before_the_write(platform, lambda: done.append(act())):
        yield
    assert len(done) == 1


def _new(api: Api, ids: Ids, name: str) -> Reply:
    return api.put(f"/v1/employees/{ids[name]}", NEW)


def _back_by_put(api: Api, ids: Ids, name: str) -> Reply:
    return api.put(f"/v1/employees/{ids[name]}", BACK)


def _back(api: Api, ids: Ids, name: str) -> Reply:
    return api.post(f"/v1/employees/{ids[name]}/rehire", {})


def _renamed(api: Api, ids: Ids, name: str) -> Reply:
    body = {"employee_id": ids[name], "reuse": True}
    return api.post(f"/v1/employees/{ids['other']}/rename", body)


ACTS = (_new, _back_by_put, _back, _renamed)
#: Nobody returns to an id that nobody ever had.
RACES = [
    (first, second, wanted)
    for wanted in ("X", "Y", "free")
    for first in ACTS
    for second in ACTS
    if wanted != "free" or not {first, second} & {_back_by_put, _back}
]


@pytest.mark.long
@pytest.mark.deep
def test_one_of_two_requests_gets_the_id(hr: Caller, platform: Platform, world: World) -> None:
    for number, (first, second, wanted) in enumerate(choose(quick=RACES[::5], long=RACES)):
        ids = _prepared(hr, number)
        before = set(hr.present().values())
        won: list[Reply] = []
        with _before_its_transaction(platform, lambda: won.append(second(hr.api, ids, wanted))):  # noqa: B023
            lost = first(hr.api, ids, wanted)
        (other,) = won
        race = f"{first.__name__} {second.__name__} {wanted}: {lost.text}"
        assert (other.status, lost.status) in ((200, 412), (201, 412)), race
        # Nobody shares an id (present() says so), and who has it is who was told so.
        after = hr.present()
        assert after[ids[wanted]] == other.json["person"], race
        assert set(after.values()) == before | {other.json["person"]}, race
        assert _counted(world) == len(after), race


def _counted(world: World) -> int:
    (item,) = (one for one in world.items() if one["pk"]["S"] == "acme#headcount")
    return int(item["people"]["N"])


def test_a_change_of_somebody_who_is_renamed_meanwhile_is_refused(
    hr: Caller, platform: Platform
) -> None:
    hr.put("A")
    with _before_its_transaction(platform, lambda: hr.rename("A", "B")):
        reply = hr.api.put("/v1/employees/A", {"name": "Ann"})
    reply.problem(412)
    assert hr.get("B")["name"] is None


def test_a_transaction_that_does_not_happen_leaves_the_register_as_it_was(
    hr: Caller, platform: Platform, world: World
) -> None:
    def fail(**_: Any) -> None:
        raise OSError("the network is gone")

    ids = _prepared(hr, 1)
    before = _register(world)
    with at_transactions(platform, fail):
        for act, wanted in ((_new, "X"), (_back, "Y"), (_renamed, "X"), (_renamed, "free")):
            assert act(hr.api, ids, wanted).status >= 500
    assert _register(world) == before


def _register(world: World) -> list[Any]:
    kept = ("acme#employees", "acme#headcount", "acme#external-ids")
    found = [item for item in world.items() if item["pk"]["S"].startswith(kept)]
    return sorted(found, key=str)
