"""What Lambda calls is what the table of contents lists."""

from typing import Any

import pytest

from app import CONTENTS, app
from chalicelib.handlers import api, route_index, snapshots
from chalicelib.web.mounting import mounted
from chalicelib.web.paging import cursor
from chalicelib.web.request import Request


def test_the_api_finds_every_route_and_no_other() -> None:
    found = {(path, method) for path, methods in api.INDEX.items() for method in methods}
    assert found == {(route.path, route.method) for route in CONTENTS.routes}
    for route in mounted(app):
        assert api.find(route.path, route.method) is route
    assert api.find("/v1/health", "DELETE") is None
    assert api.find("/v1/nothing", "GET") is None


def test_the_index_of_the_package_is_read_in_place_of_the_routes(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "routes.json"
    path.write_text('{"/v1/health": {"GET": "chalicelib.docs.routes"}}')
    monkeypatch.setattr(route_index, "FILE", path)
    assert route_index.read() == {"/v1/health": {"GET": "chalicelib.docs.routes"}}


class Runtime:
    """Lambda's runtime, as far as snapshots go."""

    def __init__(self) -> None:
        self.before: list[Any] = []
        self.after: list[Any] = []
        self.register_before_snapshot = self.before.append
        self.register_after_restore = self.after.append


def test_a_snapshot_holds_the_modules_of_every_route() -> None:
    runtime = Runtime()
    snapshots.before(api.read_all, runtime)
    (read,) = runtime.before
    read()


def test_every_restored_process_draws_its_own_numbers() -> None:
    import random

    runtime = Runtime()
    snapshots.reseed(runtime)
    (after,) = runtime.after
    state, drawn = random.getstate(), []
    for _ in range(2):
        random.setstate(state)  # as a restored process finds it
        after()
        drawn.append(random.random())
    assert drawn[0] != drawn[1]


def test_a_process_without_the_signing_key_makes_no_cursor() -> None:
    """Only the API's function has it. With an empty one anybody could make cursors."""
    request = Request(None, None, {}, {}, {}, "en", "/v1/tenants", "req_1")
    with pytest.raises(RuntimeError, match="no signing key"):
        cursor(request, "after")
