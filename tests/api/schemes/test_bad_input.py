"""Bad scheme documents: no answer is a 500, all faults come at once, nothing is saved in part.

For a longer run: ``SERVICESCORE_EXAMPLES=10000 pytest tests/api/schemes/test_bad_input.py``.
"""

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.schemes.documents import scheme
from tests.api.schemes.mutations import applied, deep, places, spoilt
from tests.api.world import World
from tests.profiles import examples

ROW = {"wait_seconds": "4000", "contacts": "100", "solved": "88", "raised": "100"}
_numbers: Iterator[int] = count()


@pytest.mark.long
@settings(
    max_examples=examples(0.5),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(case=spoilt())
def test_a_spoilt_document_is_saved_with_findings_or_refused_whole(
    acme: Company, world: World, clock: Clock, case: tuple[str, list[Any]]
) -> None:
    code = f"f{next(_numbers)}"
    document = applied(*case, code)
    clock.advance(minutes=1)
    hr = acme.hr
    before = len(world.kept())

    made = acme.admin.post("/v1/schemes", document)

    if made.status != 201:
        problem = made.json
        assert made.status in (400, 413, 422), problem
        assert made.status != 422 or problem["errors"], problem
        assert all(error["message"] and error["code"] for error in problem.get("errors", []))
        assert len(world.kept()) == before
    else:
        kept = made.ok(201)
        assert len(world.kept()) == before + 2  # the draft and its audit event
        path = f"/v1/schemes/{kept['code']}"
        assert hr.get(path).ok()["document"] == kept["document"]
        published = acme.admin.post(f"{path}/publish", {"effective_from": "2026-10"}, if_match="*")
        assert published.status == (201 if kept["publishable"] else 422)
        for view in ("rulebook?version=draft&lang=zh", "rulebook?version=draft&format=html"):
            assert hr.get(f"{path}/{view}").status in (200, 422)
        assert hr.get(f"{path}/diff").status in (200, 422)
        assert hr.get(f"{path}/upload-template?format=csv&version=draft").status in (200, 422)
    for rows in ([ROW], [[ROW, ROW], {}, {"previous": ROW}]):
        tried = hr.post("/v1/score", {"document": document, "rows": rows})
        assert tried.status in (200, 400, 422), tried.json


@settings(
    max_examples=examples(0.25),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(chosen=st.sets(st.integers(0, 10**6), min_size=1, max_size=8))
def test_every_fault_comes_back_at_once(acme: Company, clock: Clock, chosen: set[int]) -> None:
    clock.advance(minutes=1)
    document = scheme()
    figures = [path for path in places(document) if path[-1] in FIGURES]
    spoiled = {figures[number % len(figures)] for number in chosen}
    for *path, key in spoiled:
        holder: Any = document
        for part in path:
            holder = holder[part]
        holder[key] = "not a figure"

    problem = acme.admin.post("/v1/schemes", document).problem(422, "invalid_scheme")

    expected = sorted("/" + "/".join(map(str, path)) for path in spoiled)
    assert sorted(error["pointer"] for error in problem["errors"]) == expected
    acme.admin.get("/v1/schemes/desk").problem(404)


FIGURES = ("points", "max_points", "target", "step", "per_step", "min", "coefficient", "scale")


def _text(document: Any) -> bytes:
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (_text(scheme()).replace(b'"30"', b"NaN"), 400),
        (_text(scheme()).replace(b'"30"', b"Infinity"), 400),
        (_text(scheme()).replace(b'"30"', b"1e400"), 400),
        (_text(scheme()).replace(b'"30"', b"9" * 100), 400),
        (_text(scheme()).replace(b'"code": "desk"', b'"code": "desk", "code": "x"'), 400),
        (_text(scheme()).replace(b"Quality", b"\\ud800"), 400),
        (b"[" * 100_000, 400),
        (b"\xff\xfe{}", 400),
        (b"null", 422),
        (b"[]", 422),
        (b'"desk"', 422),
        (b"{}", 422),
        (b'{"template": {}}', 422),
        (b'{"template": "taobao", "parameters": []}', 422),
        (b'{"template": "taobao", "parameters": {"good_min": {"a": 1}}}', 422),
        (b'{"template": "taobao", "code": "UPPER"}', 422),
        (b'{"x": "' + b"a" * 3_000_000 + b'"}', 413),
        (_text(scheme({"/x_deep": deep(60)})), 422),
        (_text(scheme({"/x_wide": [0] * 70_000})), 422),
    ],
)
def test_what_is_no_scheme_at_all_is_refused(acme: Company, content: bytes, status: int) -> None:
    kind = {"Content-Type": "application/json"}
    acme.admin.post("/v1/schemes", content=content, headers=kind).problem(status)
    assert acme.admin.get("/v1/schemes").ok()["items"] == []


def test_indicators_beyond_the_limit_are_refused_with_it_and_ten_thousand_quickly(
    acme: Company,
) -> None:
    indicator = scheme()["dimensions"][0]["indicators"][0]
    many = [{**indicator, "code": f"i{number}"} for number in range(10_000)]
    body = scheme({"/dimensions/0/indicators": many[:300]})

    problem = acme.admin.post("/v1/schemes", body).problem(422, "invalid_scheme")
    assert [error["code"] for error in problem["errors"]] == ["too_many"]
    assert "300" in problem["errors"][0]["message"]

    body = scheme({"/dimensions/0/indicators": many})
    assert acme.admin.post("/v1/schemes", body).status in (413, 422)
    tried = acme.hr.post("/v1/score", {"document": body, "rows": [ROW]})
    assert tried.status in (413, 422)


def test_a_code_used_twice_is_named_where_it_stands_the_second_time(acme: Company) -> None:
    document = scheme({"/dimensions/0/indicators/1/code": "answer_time"})

    problem = acme.admin.post("/v1/schemes", document).problem(422)

    assert [(error["code"], error["pointer"]) for error in problem["errors"]] == [
        ("duplicate_code", "/dimensions/0/indicators/1/code")
    ]


def test_odd_names_of_members_are_kept_or_named(acme: Company) -> None:
    document = scheme({"/x_a.b": {"c.d": 1, "": 2}, "/x_": None})

    made = acme.admin.post("/v1/schemes", document).ok(201)

    assert made["document"]["x_a.b"] == {"c.d": 1, "": 2}
    problem = acme.admin.put("/v1/schemes/desk", {**document, "a/b~": 1}, if_match="*").problem(422)
    assert [error["pointer"] for error in problem["errors"]] == ["/a~1b~0"]
