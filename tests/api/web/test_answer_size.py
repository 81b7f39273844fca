"""What Lambda can return: every body fits, whatever is in it; a list's page gets shorter."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from chalicelib.web import answer_size
from chalicelib.web.answer_size import AS_TEXT, LARGEST, fitting, sendable
from chalicelib.web.answers import Answer
from chalicelib.web.problems import Problem
from chalicelib.web.responses import HEADERS, WireResponse
from tests.api.company import Company
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.world import World

#: AWS's own figure, in bytes.
LAMBDA = 6_291_556


@pytest.mark.parametrize("sign", ["x", '"', "\\", "\x01", "好", "😀"])
@pytest.mark.parametrize("size", [AS_TEXT, LARGEST])
def test_whatever_the_characters_a_body_of_the_size_fits_escaped(sign: str, size: int) -> None:
    """The runtime escapes the response once more, in ASCII at worst: 好 becomes \\u597d."""
    body = sign * (size // len(sign.encode()))
    wire = WireResponse(sendable(body), {**HEADERS}, 200).to_dict()
    assert len(json.dumps(wire)) <= LAMBDA
    assert wire.get("isBase64Encoded", False) is (size == LARGEST)


def test_a_byte_more_is_refused() -> None:
    with pytest.raises(Problem) as refused:
        sendable("好" * (LARGEST // 3 + 1))
    assert (refused.value.status, refused.value.code) == (413, "answer_too_large")
    with pytest.raises(Problem):
        sendable(b"x" * (LARGEST + 1))


def answering(entries: int, size: int, asked: list[int]) -> Any:
    """Return the view of a list with so many entries, each of so many bytes."""

    def view(query: Mapping[str, Any]) -> Answer:
        asked.append(query["limit"])
        items = ["x" * size] * min(entries, query["limit"])
        return Answer({"items": items}, entries=len(items))

    return view


def test_a_page_that_is_too_long_gets_shorter_until_it_fits() -> None:
    """200 entries of 400 KB are 80 MB, of which 4.67 fit: 11 on the average, nine tenths are 9."""
    asked: list[int] = []
    answer = fitting(answering(200, 400_000, asked), {"limit": 200})
    assert asked == [200, 9]
    assert len(answer.content or "") <= LARGEST


def test_entries_of_very_different_lengths_come_to_an_end_soon() -> None:
    """The first entry is all of it: the limit goes down to one in a few steps."""
    asked: list[int] = []

    def view(query: Mapping[str, Any]) -> Answer:
        asked.append(query["limit"])
        return Answer({"items": ["x" * (LARGEST - 100), *["x" * 200] * (query["limit"] - 1)]})

    fitting(view, {"limit": 200})
    assert asked[-1] == 1
    assert len(asked) <= 9


def test_a_page_gets_shorter_than_what_it_had_and_not_than_what_was_asked_for() -> None:
    """Two entries of 4 MB at a limit of 200: one fits, and one of 5 MB alone never does."""
    asked: list[int] = []
    fitting(answering(2, 4_000_000, asked), {"limit": 200})
    assert asked == [200, 1]
    asked.clear()
    with pytest.raises(Problem, match="answer_too_large"):
        fitting(answering(1, 5_000_000, asked), {"limit": 200})
    assert asked == [200]


@pytest.mark.parametrize("query", [{}, {"limit": 1}, {"limit": None}])
def test_what_has_no_shorter_page_is_refused(query: Mapping[str, Any]) -> None:
    with pytest.raises(Problem, match="answer_too_large"):
        fitting(lambda _: Answer({"text": "x" * LARGEST}), query)


def test_an_answer_that_fits_is_made_once_and_written_once() -> None:
    asked: list[int] = []
    answer = fitting(answering(2, 10, asked), {"limit": 50})
    assert asked == [50]
    assert answer.content == '{"items":["xxxxxxxxxx","xxxxxxxxxx"]}'


@pytest.mark.long
def test_a_list_is_whole_over_its_shorter_pages(
    acme: Company, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """20 plans with a note of 2 KB each, in pages of at most 10 KB."""
    published(acme)
    Desk(world, acme.hr, "acme").send(csv_of(*(f"{n},N,red,9375,125,45,90" for n in range(1, 11))))
    path = "/v1/improvement-plans"
    plans = acme.hr.get(path, query={"limit": 200}).ok()["items"]
    assert len(plans) == 20
    for plan in plans:
        change = {"note": "好" * 700}
        acme.hr.patch(f"{path}/{plan['id']}", change, if_match="*").ok()
    monkeypatch.setattr(answer_size, "LARGEST", 10_000)

    seen: list[str] = []
    pages, cursor = 0, None
    while pages == 0 or cursor:
        more = {"cursor": cursor} if cursor else {}
        answer = acme.hr.get(path, query={"limit": 200, **more})
        assert len(answer.content) <= 10_000
        seen += [one["id"] for one in answer.ok()["items"]]
        cursor, pages = answer.ok()["next"], pages + 1

    assert seen == [one["id"] for one in plans]
    assert pages > 5


def test_a_rulebook_that_is_too_large_is_refused_and_not_a_502(
    acme: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(acme)
    monkeypatch.setattr(answer_size, "LARGEST", 1_000)
    acme.hr.get("/v1/schemes/desk/rulebook").problem(413, "answer_too_large")


def test_a_large_answer_arrives_as_it_was(acme: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    published(acme)
    plain = acme.hr.get("/v1/schemes/desk")
    monkeypatch.setattr(answer_size, "AS_TEXT", 100)
    encoded = acme.hr.get("/v1/schemes/desk")
    assert (encoded.content, encoded.headers["etag"]) == (plain.content, plain.headers["etag"])
    assert encoded.headers["content-type"] == plain.headers["content-type"]
