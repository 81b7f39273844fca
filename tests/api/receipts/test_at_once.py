"""Receipts and links that overlap: one is first, and nothing of the other is lost or half done."""

from typing import Any
from unittest import mock

from chalicelib.exports import fetching
from chalicelib.receipts import service
from tests.api.receipts.answering import Answering, accepted, rejected


def test_of_two_receipts_at_once_one_is_taken_and_the_other_told_to_come_again(
    answering: Answering,
) -> None:
    export = answering.exported()
    read, came = service.read_counts, list[str]()

    def overtaken(*asked: Any) -> Any:
        found = read(*asked)
        if not came:
            came.append("between")
            answering.answer(export, rejected("1002")).ok()
        return found

    with mock.patch.object(service, "read_counts", overtaken):
        refused = answering.answer(export, accepted("1001"), rejected("1002", code="E18"))
    refused.problem(409, "export_busy")
    assert answering.counts(export) == (0, 1, 2)
    assert answering.rows(export)["1002"]["code"] == "E17"
    answering.answer(export, accepted("1001"), rejected("1002", code="E18")).ok()
    assert answering.counts(export) == (1, 1, 1)


def test_a_link_is_noted_though_a_receipt_comes_in_between(answering: Answering) -> None:
    export = answering.exported()
    store, came = fetching._stored, list[str]()

    def overtaken(*asked: Any) -> bool:
        if not came:
            came.append("between")
            answering.answer(export, accepted("1001")).ok()
        return store(*asked)

    with mock.patch.object(fetching, "_stored", overtaken):
        shown = answering.caller.get(f"/v1/exports/{export}").ok()
    assert (shown["delivery"], shown["answers"]["accepted"]) == ("fetched", 1)
    assert answering.told(export)["fetched_at"] == shown["fetched_at"]
    assert answering.counts(export) == (1, 0, 2)
