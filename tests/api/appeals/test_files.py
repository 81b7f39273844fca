"""Evidence of an appeal as files: kept as those of cases are, sent by the person alone."""

from typing import Any

import pytest

from tests.api.appeals.court import PATH, Court
from tests.api.people.worker import Worker

LETTER = {"filename": "letter.pdf", "content_type": "application/pdf"}
PDF = b"%PDF-1.7 a letter"


def sent(court: Court, appeal: str, content: bytes = PDF) -> Any:
    """Announce a file, send it, and deliver its event. Returns the file as hr reads it."""
    file = court.agent.post(f"{PATH}/{appeal}/files", LETTER).ok(201)
    court.desk.deliver(court.desk.put(file, content))
    return court.company.hr.get(f"{PATH}/{appeal}/files/{file['id']}").ok()


def objects(court: Court) -> list[str]:
    return [one for one in court.desk.world.objects() if one.startswith("evidence/")]


def test_a_file_is_looked_at_and_read_by_who_reads_the_evidence(court: Court) -> None:
    appeal = court.filed()
    file = sent(court, appeal)
    assert (file["state"], file["size"]) == ("stored", len(PDF))
    assert file["url"] is not None
    path = f"{PATH}/{appeal}/files/{file['id']}"
    court.agent.get(path).ok()
    for caller in (court.company.supervisor, court.company.auditor):
        caller.get(path).problem(404)
        assert caller.get(f"{PATH}/{appeal}").ok()["files"] is None
    (listed,) = court.read(appeal)["files"]
    # Two years after it came; a list gives no link.
    assert listed["kept_until"][:4] == str(int(listed["stored_at"][:4]) + 2)
    assert (listed["id"], listed["url"]) == (file["id"], None)
    # Every step is told, of a file that it came and nothing of what it says.
    assert [one["changed"] for one in court.read(appeal)["steps"]] == [None, ["files"]]


def test_who_decides_has_read_the_files_that_are_there(court: Court) -> None:
    appeal = court.filed()
    read = court.first.get(f"{PATH}/{appeal}")
    file = court.agent.post(f"{PATH}/{appeal}/files", LETTER).ok(201)
    court.first.post(f"{PATH}/{appeal}/review", if_match=read.etag).problem(412)
    court.review(appeal).ok()
    court.agent.post(f"{PATH}/{appeal}/files", LETTER).problem(409, "status_not_reachable")
    path = f"{PATH}/{appeal}/files/{file['id']}"
    court.agent.delete(path).problem(409, "status_not_reachable")
    # It was on its way: nobody has read it.
    court.desk.deliver(court.desk.put(file, PDF))
    late = court.company.hr.get(path).ok()
    assert (late["state"], late["reason"]["code"]) == ("rejected", "under_review")


def test_what_is_no_such_file_is_rejected_and_removed(court: Court) -> None:
    file = sent(court, court.filed(), b"<html>")
    assert (file["state"], file["reason"]["code"]) == ("rejected", "not_of_its_type")
    Worker(court.desk.world).work()
    assert objects(court) == []


def test_a_file_whose_arrival_nobody_told_is_asked_for(court: Court) -> None:
    appeal = court.filed()
    file = court.agent.post(f"{PATH}/{appeal}/files", LETTER).ok(201)
    path = f"{PATH}/{appeal}/files/{file['id']}"
    court.agent.post(f"{path}/check").problem(409, "no_file")
    court.desk.put(file, PDF)
    court.agent.post(f"{path}/check").ok(202)
    court.work()
    assert court.agent.get(path).ok()["state"] == "stored"


def test_there_are_ten_files_at_most(court: Court, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.evidence.sending.MOST_FILES", 1)
    path = f"{PATH}/{court.filed()}/files"
    court.agent.post(path, LETTER).ok(201)
    court.agent.post(path, LETTER).problem(409, "too_many_files")


def test_a_file_is_removed_by_its_person_and_by_an_erasure(court: Court) -> None:
    appeal = court.filed()
    kept, gone = sent(court, appeal), sent(court, appeal)
    court.agent.delete(f"{PATH}/{appeal}/files/{gone['id']}").ok(204)
    Worker(court.desk.world).work()
    (name,) = objects(court)
    assert kept["id"] in name
    court.company.admin.post("/v1/employees/1001/erase", {"files": "keep"}).ok(202)
    Worker(court.desk.world).work()
    assert objects(court) == []
    assert court.read(appeal)["files"] == []
