"""What the last commit of each issue stored is read as it was: by every list, every single read.

A recording is made once (``make fixture``) and never edited. A change of a stored format that
breaks this test needs an upgrade, not another recording (docs/decisions/stored-formats.md).
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app import CONTENTS
from chalicelib.rewriting.rewrite import REGISTERS
from chalicelib.tenancy.platform import Platform
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.uploads.sending import Desk, csv_of
from tests.api.world import World
from tests.formats.history import kinds, lived
from tests.formats.recording import DATA, ask, keeps, laid_down
from tests.formats.seeded import Process

FILES = sorted(DATA.glob("*.json"))


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def recording(request: pytest.FixtureRequest) -> Any:
    path: Path = request.param
    return json.loads(path.read_text(encoding="utf-8"))


def test_everything_is_read_as_it_was(
    recording: Any, world: World, platform: Platform, clock: Clock, api: Api
) -> None:
    laid_down(recording, world, platform, clock)
    for asked in recording["answers"]:
        role, path = asked["role"], asked["path"]
        status, answer = ask(api, recording["secrets"][role], path)
        assert status == asked["status"], f"{role} {path}: {answer}"
        before, now = asked["answer"], answer
        if path.startswith("/v1/audit-events"):
            # Since issue 11 the log says that a bonus base changed, and not the figure.
            assert set(_bonus_bases(now)) <= {None, "set", "changed"}
            before, now = _without(before, "bonus_base"), _without(now, "bonus_base")
        if path == "/v1/exports":
            # Since issue 16 a link is in the answer for a single export alone.
            before = _without(before, "url", "manifest_url")
        assert keeps(before, now), f"{role} {path}: {before} became {now}"


def _bonus_bases(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        if "bonus_base" in value:
            yield value["bonus_base"]
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _bonus_bases(one)


def _without(value: Any, *names: str) -> Any:
    if isinstance(value, dict):
        return {name: _without(one, *names) for name, one in value.items() if name not in names}
    return [_without(one, *names) for one in value] if isinstance(value, list) else value


def test_work_goes_on_where_it_stood(
    recording: Any, world: World, platform: Platform, clock: Clock, api: Api
) -> None:
    """A correction is scored, a note written, the locked month stays locked, and a request that
    was answered before is answered so again."""
    laid_down(recording, world, platform, clock)
    hr = api.as_(recording["secrets"]["hr"])
    upload = Desk(world, hr, "acme").send(csv_of("1002,,red,4000,100,90,100"))
    assert (upload["status"], upload["counts"]["scored"]) == ("completed", 1)
    plan = hr.get("/v1/improvement-plans").ok()["items"][0]["id"]
    hr.patch(f"/v1/improvement-plans/{plan}", {"note": "again"}, if_match="*").ok()
    late = {"scheme": "desk", "period": "2026-09", "filename": "late.csv"}
    hr.post("/v1/uploads", late).problem(409, "period_locked")
    admin = api.as_(recording["secrets"]["admin"])
    (copy,) = admin.get("/v1/tenant/copies").ok()["items"]
    again = admin.post("/v1/tenant/copies", idempotency_key="copy-1").ok(201)
    assert again["id"] == copy["id"]


def test_the_history_that_is_recorded_has_something_of_every_kind(
    world: World, platform: Platform, clock: Clock, api: Api
) -> None:
    """Who adds a collection adds to the history, so that the next recording has it."""
    lived(Process(world, clock, platform, api))
    collections = {holding.collection.word for holding in CONTENTS.holdings}
    assert kinds(world) == collections | set(REGISTERS)


def test_the_recording_holds_no_more_than_it_needs() -> None:
    sizes = {path.name: path.stat().st_size for path in FILES}
    assert max(sizes.values()) < 350_000


@pytest.mark.parametrize(
    ("before", "now", "kept"),
    [
        ({"a": "1"}, {"a": "1", "b": None}, True),
        ({"a": "1", "b": None}, {"a": "1"}, False),
        ([{"a": 1}], [{"a": 1, "b": 2}], True),
        ([1], [1, 2], False),
        ([1, 2], [2, 1], False),
        ("1.0", "1.00", False),
        (1, True, False),
        (None, {}, False),
        ({"next": "abc"}, {"next": "xyz"}, True),
        ({"next": "abc"}, {"next": None}, False),
        ({"next": None}, {"next": "abc"}, False),
    ],
)
def test_an_answer_may_gain_members_and_lose_none(before: Any, now: Any, kept: bool) -> None:
    assert keeps(before, now) is kept
