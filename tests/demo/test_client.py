"""The client: its requests, its reaction to refusals, and the sending of a file."""

import json
from decimal import Decimal
from email import message_from_bytes

import pytest

from demo.client import ApiProblem, Client, upload
from tests.demo.conftest import Service


def test_a_call_carries_the_key_and_the_language_and_reads_figures_exactly(
    service: Service,
) -> None:
    service.answers = [(200, {"ETag": '"7"'}, {"total": 91.10})]
    answer = Client(service.url, "key-1", "zh").get("/periods/2026-10", scheme="courier")
    assert answer.etag == '"7"'
    assert answer.body == {"total": Decimal("91.1")}
    (asked,) = service.asked
    assert asked["path"] == "/v1/periods/2026-10?scheme=courier"
    assert asked["headers"]["Authorization"] == "Bearer key-1"
    assert asked["headers"]["Accept-Language"] == "zh"


def test_a_list_is_read_to_its_last_page(service: Service) -> None:
    service.answers = [
        (200, {}, {"items": [1, 2], "next": "c2"}),
        (200, {}, {"items": [3], "next": None}),
    ]
    assert list(Client(service.url, "k").items("/uploads")) == [1, 2, 3]
    assert [asked["path"] for asked in service.asked] == [
        "/v1/uploads?limit=200",
        "/v1/uploads?limit=200&cursor=c2",
    ]


def test_a_throttled_post_is_sent_again_under_the_same_idempotency_key(service: Service) -> None:
    service.answers = [(429, {"Retry-After": "3"}, {}), (201, {}, {"id": "upl_1"})]
    answer = Client(service.url, "k").post("/uploads", {"scheme": "courier"}, if_match='"1"')
    assert answer.body == {"id": "upl_1"}
    first, second = service.asked
    assert first["headers"]["Idempotency-Key"] == second["headers"]["Idempotency-Key"]
    assert second["headers"]["If-Match"] == '"1"'
    assert json.loads(second["body"]) == {"scheme": "courier"}


def test_a_refusal_says_what_was_wrong(service: Service) -> None:
    problem = {
        "code": "invalid_request",
        "detail": "The request is not right.",
        "errors": [{"pointer": "/name", "code": "required", "message": "is missing"}],
    }
    service.answers = [(422, {"Content-Type": "application/problem+json"}, problem)]
    with pytest.raises(ApiProblem, match="is missing") as caught:
        Client(service.url, "k").post("/tenants", {})
    assert (caught.value.status, caught.value.code) == (422, "invalid_request")


def test_a_file_is_sent_after_the_fields_of_its_form(service: Service) -> None:
    service.answers = [(204, {}, None)]
    content = "工号,姓名\r\nK1,王敏\r\n".encode("gb18030")
    form = {"url": f"{service.url}/bucket", "fields": {"key": "uploads/a/b", "policy": "p=="}}
    upload(form, "2026-10.csv", content)
    (asked,) = service.asked
    kind = asked["headers"]["Content-Type"]
    message = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + asked["body"])
    parts = [
        (part.get_param("name", header="content-disposition"), part.get_payload(decode=True))
        for part in message.walk()
        if not part.is_multipart()
    ]
    assert parts == [("key", b"uploads/a/b"), ("policy", b"p=="), ("file", content)]
