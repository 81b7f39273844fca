"""The interactive page: it needs nothing from elsewhere, and runs nothing that was injected."""

import re
from urllib.parse import urljoin

import pytest

from chalicelib.docs.page import page
from tests.api.client import Api

ASSETS = re.findall(r'(?:href|src)="docs/assets/([^"]+)"', page("/v1/docs"))


def test_the_page_is_served_without_a_credential(api: Api) -> None:
    found = api.get("/v1/docs")
    assert found.status == 200
    assert found.headers["content-type"] == "text/html; charset=utf-8"
    assert "swagger-ui-bundle.js" in found.text


def test_the_page_names_only_things_relative_to_itself(api: Api) -> None:
    named = re.findall(r'(?:href|src)="([^"]+)"', api.get("/v1/docs").text)
    assert len(named) == 6
    assert [name for name in named if re.match(r"[a-z]+://|//|/", name)] == []


@pytest.mark.parametrize("path", ["/v1/docs", "/v1/docs/"])
def test_what_the_page_names_is_there_with_a_slash_at_its_end_too(api: Api, path: str) -> None:
    names = re.findall(r'(?:href|src)="([^":]+)"', api.get(path).text)
    assert len(names) == 5
    for name in names:
        assert api.get(urljoin(path, name)).status == 200, name


@pytest.mark.parametrize("name", ASSETS)
def test_every_file_that_the_page_names_is_served(api: Api, name: str) -> None:
    found = api.get(f"/v1/docs/assets/{name}")
    kind = "text/css" if name.endswith(".css") else "text/javascript"
    assert found.status == 200
    assert found.headers["content-type"] == f"{kind}; charset=utf-8"
    assert "max-age" in found.headers["cache-control"]
    assert len(found.content) > 100


def test_the_page_may_load_and_call_nothing_but_its_own_origin(api: Api) -> None:
    policy = api.get("/v1/docs").headers["content-security-policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == "'self'"
    assert rules["connect-src"] == "'self'"
    assert rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_page_has_no_inline_script(api: Api) -> None:
    assert re.findall(r"<script(?![^>]*\bsrc=)", api.get("/v1/docs").text) == []


@pytest.mark.parametrize(
    "name", ["nothing.js", "..%2Froutes.py", "swagger-ui.LICENSE", "page.js.gz"]
)
def test_no_other_file_is_served(api: Api, name: str) -> None:
    api.get(f"/v1/docs/assets/{name}").problem(404, "not_found")


def test_an_unchanged_file_is_not_sent_again(api: Api) -> None:
    first = api.get("/v1/docs/assets/page.js")
    again = api.get("/v1/docs/assets/page.js", headers={"If-None-Match": first.etag})
    assert again.status == 304
    assert again.content == b""
