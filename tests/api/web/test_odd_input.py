"""No text, number, time or document that a caller can send makes a 500, on any operation."""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import cycle, islice
from typing import Any

import pytest

from chalicelib.periods.calendar import following, last_day
from chalicelib.store.errors import NoSuchKey
from chalicelib.store.keys import LONGEST, joined
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.roles import Role
from chalicelib.tenancy.scope import TenantScope
from chalicelib.uploads.keys import name_of_upload_object
from chalicelib.web.registry import Route
from tests.api.answer import Reply
from tests.api.client import Api
from tests.api.company import Company
from tests.api.web.odd_texts import ODD, in_a_path, watched_keys
from tests.api.web.permissions import PERMISSIONS
from tests.api.web.walking import PRIVATE, WITH_BODY, path_of
from tests.api.world import World
from tests.isolation.requests import ABSENT, BODIES, _filled
from tests.isolation.things import furnish
from tests.profiles import choose

#: Odd texts at each place of a request. The quick profile takes turns, so that every operation gets
#: some, and all of them occur.
AT_EACH_PLACE = choose(quick=1, long=len(ODD))
TIMES = (
    *("0001-01-01T00:00:00Z", "0001-01-01T00:00:30+00:00", "0001-01-01T00:00:00+14:00"),
    *("9999-12-31T23:59:59Z", "9999-12-31T23:59:59-14:00", "0000-01-01T00:00:00Z"),
    *("2026-11-01T00:00:00+99:99", "2026-11-01T24:00:00Z", "2026-02-30T00:00:00Z"),
)
PERIODS = choose(
    quick=("0000-01", "9999-12"),
    long=("0000", "0000-01", "0001-01", "0001-Q1", "0001", "9999", "9999-12", "9999-Q4"),
)
#: Bodies that are no JSON of ours, each with the status that it gets.
DOCUMENTS: Mapping[bytes, int] = {
    b"[" * 100_000: 400,
    b'{"a":' * 5_000 + b"1" + b"}" * 5_000: 400,
    b'{"note": 1, "note": 2}': 400,
    b'{"note": NaN}': 400,
    b'{"note": -Infinity}': 400,
    b'{"note": 1e999999}': 400,
    b'{"note": ' + b"9" * 5_000 + b"}": 400,
    b'{"note": "\\ud800"}': 400,
    b'{"\\udfff": 1}': 400,
    b'{"note": "\xff"}': 400,
    b"": 422,
    b"{}": 422,
    b"[]": 422,
    b"null": 422,
    b'""': 422,
}


@pytest.fixture
def asking(acme: Company, operator: Api, world: World, platform: Platform) -> Iterator[Any]:
    """Ask for a route as a caller who may, and find nothing wrong with the answer."""
    names = {**ABSENT, **furnish(acme, world).names}
    with watched_keys(platform) as refused:

        def ask(route: Route, **more: Any) -> Reply:
            roles = PERMISSIONS[route.operation]
            caller = operator if Role.OPERATOR in roles else acme.admin
            path = more.pop("path", None) or path_of(route, {**names, **more.pop("names", {})})
            if route.body is not None and not more.keys() & {"json", "content"}:
                more["json"] = _filled(BODIES.get(route.operation, {}), names)
            if route.needs_if_match:
                more.setdefault("if_match", "*")
            reply = caller.call(route.method, path, more.pop("json", None), **more)
            platform.rates = type(platform.rates)()
            assert reply.status < 500, f"{route.operation} {reply.status} {str(more)[:200]}"
            assert refused == [], f"{route.operation} made a key that no table takes"
            return reply

        yield ask


_turns = cycle(ODD.values())


def _odd() -> Iterator[str]:
    return islice(_turns, AT_EACH_PLACE)


@pytest.mark.long
@pytest.mark.deep
def test_an_odd_text_at_any_place_is_refused_or_finds_nothing(asking: Any) -> None:
    for route in PRIVATE:
        _in_the_path(asking, route)
        for name in route.query().fields if route.query else ():
            for text in _odd():
                asking(route, query={name: text.encode("utf-8", "surrogatepass")})
        if route.body:
            _in_the_body(asking, route)


def _in_the_path(asking: Any, route: Route) -> None:
    for name in re.findall(r"\{(\w+)\}", route.path):
        for text in _odd():
            found = asking(route, names={name: in_a_path(text)})
            # A person without results has an empty list of them, whoever it is.
            nothing = found.status == 200 and found.json == {"items": [], "next": None}
            assert nothing or 400 <= found.status < 500, (route.operation, text)


def _in_the_body(asking: Any, route: Route) -> None:
    body = BODIES.get(route.operation, {})
    for place in _places(body):
        for text in (*_odd(), ""):
            sent = json.dumps(_with(body, place, text)).encode()
            asking(route, content=sent, headers={"Content-Type": "application/json"})


def test_an_id_that_no_key_can_hold_is_a_404_and_cannot_be_made(acme: Company) -> None:
    for text in ODD.values():
        odd = in_a_path(text)
        for path in (f"/v1/uploads/{odd}", f"/v1/exports/{odd}", f"/v1/employees/{odd}"):
            acme.admin.get(path).problem(404)
        acme.admin.delete(f"/v1/api-keys/{odd}").problem(404)
        acme.hr.put(f"/v1/employees/{odd}", {"name": "Ann"}).problem(422, "invalid_request")


def test_a_document_that_is_no_json_of_ours_says_so(asking: Any) -> None:
    (route,) = (one for one in WITH_BODY if one.operation == "plans.change")
    for content, status in DOCUMENTS.items():
        reply = asking(route, content=content, headers={"Content-Type": "application/json"})
        assert reply.status == status, content[:30]


@pytest.mark.long
def test_times_and_periods_at_their_limits(asking: Any) -> None:
    for route in PRIVATE:
        query = route.query().fields if route.query else {}
        for name in {"modified_since", "since"} & set(query):
            for text in TIMES:
                assert asking(route, query={name: text}).status in (200, 422), text
        for text in PERIODS:
            if "{period}" in route.path:
                asking(route, names={"period": text})
            for name in {"period", "month"} & set(query):
                asking(route, query={name: text})
            body = BODIES.get(route.operation, {})
            for name in {"period", "effective_from"} & set(body):
                asking(route, json=_filled({**body, name: text}, ABSENT))


def test_changes_since_year_1_are_all_changes(acme: Company) -> None:
    acme.hr.put("/v1/employees/1", {"name": "Ann"}).ok(201)
    for text, people in (("0001-01-01T00:00:00Z", 1), ("9999-12-31T23:59:59Z", 0)):
        query = {"modified_since": text}
        assert len(acme.hr.get("/v1/employees", query=query).ok()["items"]) == people


@pytest.mark.parametrize(
    ("period", "after", "day"),
    [
        ("2026-10", "2026-11", "2026-10-31"),
        ("2024-02", "2024-03", "2024-02-29"),
        ("2026-12", "2027-01", "2026-12-31"),
        ("2026-Q4", "2027-Q1", "2026-12-31"),
        ("2026", "2027", "2026-12-31"),
        ("9999-12", "9999-12", "9999-12-31"),
        ("9999-Q4", "9999-Q4", "9999-12-31"),
        ("9999", "9999", "9999-12-31"),
        ("0000-01", "0000-02", "0001-01-31"),
        ("0000", "0001", "0001-12-31"),
    ],
)
def test_every_period_has_a_period_after_it_and_a_last_day(
    period: str, after: str, day: str
) -> None:
    """A plan's due date is the last day of the period after."""
    assert (following(period), last_day(period).isoformat()) == (after, day)


def test_a_limit_outside_its_bounds_and_a_cursor_that_nobody_made(acme: Company) -> None:
    for limit in ("0", "-1", "201", "9" * 30, "1e2", "1.0", "", "ten", "٣"):
        query = {"limit": limit}
        acme.admin.get("/v1/employees", query=query).problem(422, "invalid_request")
    for cursor in ("x", "====", "A" * 1999, "é", "-_" * 40):
        query = {"cursor": cursor}
        acme.admin.get("/v1/employees", query=query).problem(400, "bad_cursor")


@pytest.mark.parametrize(
    "parts",
    [
        ("",),
        ("x" * (LONGEST + 1),),
        ("\U00020bb7" * 257,),
        ("%" * 342,),
        ("a\ud800",),
        ("x" * 600, "y" * 600),
    ],
)
def test_the_maker_of_keys_makes_none_that_the_table_refuses(parts: tuple[str, ...]) -> None:
    with pytest.raises(NoSuchKey):
        joined(*parts)


def test_the_longest_key_is_made() -> None:
    assert len(joined("x" * LONGEST)) == LONGEST
    assert len(joined("\U00020bb7" * 256).encode()) == LONGEST


def test_the_object_of_a_file_with_a_long_chinese_name_has_a_name_that_fits() -> None:
    """200 characters would be 1,800 bytes in the bucket's name of the object, which takes 1,024."""
    scope = TenantScope("acme")
    long = name_of_upload_object(scope, "upl_1", "考" * 195 + ".xlsx")
    assert len(long) <= 1024
    assert long.endswith("%E8%80%83.xlsx")
    assert name_of_upload_object(scope, "upl_1", "月.csv") == "uploads/acme/upl_1/%E6%9C%88.csv"
    assert len(name_of_upload_object(scope, "upl_1", "考" * 200)) <= 1024


def _places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the places of all texts of a body."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for name, one in inner:
        if isinstance(one, (dict, list)):
            yield from _places(one, (*place, name))
        elif isinstance(one, str):
            yield (*place, name)


def _with(value: Any, place: tuple[Any, ...], text: str) -> Any:
    if not place:
        return text
    first, *rest = place
    if isinstance(value, dict):
        return {
            name: _with(one, tuple(rest), text) if name == first else _filled(one, ABSENT)
            for name, one in value.items()
        }
    return [_with(one, tuple(rest), text) if n == first else one for n, one in enumerate(value)]
