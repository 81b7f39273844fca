"""All states of an upload, its limits, and the links between an upload and its results."""

import base64
import csv
import hashlib
import io
import json
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.store.objects import StoredObject
from chalicelib.tenancy.platform import Platform
from chalicelib.uploads.stored_file import stored_fingerprint
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published
from tests.api.uploads.sharing import others_always_wait

GOOD = "{},Ann,red,4000,100,88,100"


def read(desk: Desk, upload: Any) -> Any:
    return desk.caller.get(f"/v1/uploads/{upload['id']}").ok()


def test_an_announced_upload_awaits_its_file_and_gives_a_form(desk: Desk) -> None:
    upload = desk.announce()

    found = read(desk, upload)
    assert found["status"] == "awaiting_file"
    assert found["progress"] == {"done": 0, "known": None}
    assert found["file_url"] is None
    assert upload["form"]["fields"]["key"].startswith(f"uploads/acme/{upload['id']}/")


def test_an_upload_whose_file_never_came_says_so_when_its_form_has_expired(
    desk: Desk, clock: Clock
) -> None:
    """For example an empty file: storage refuses it, and tells only its sender."""
    upload = desk.announce()
    until = datetime.fromisoformat(upload["expires_at"])

    clock.now = until
    waiting = read(desk, upload)
    clock.advance(seconds=1)
    late = read(desk, upload)

    assert (waiting["status"], waiting["reason"]) == ("awaiting_file", None)
    assert (late["status"], late["reason"]["code"]) == ("awaiting_file", "form_expired")
    assert late["expires_at"] == upload["expires_at"]
    assert "announce" in late["reason"]["message"]
    chinese = desk.caller.in_("zh").get("/v1/uploads").ok()["items"][0]
    assert "重新登记" in chinese["reason"]["message"]
    # Its event may still arrive. Then the file is scored as usual.
    desk.deliver(desk.put(upload, csv_of(GOOD.format(1001))))
    done = read(desk, upload)
    assert (done["status"], done["reason"]) == ("completed", None)


def test_a_file_in_the_midst_shows_how_many_rows_of_how_many_are_done(
    desk: Desk, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.uploads.chunk.SIZE", 2)
    others_always_wait(monkeypatch)
    upload = desk.announce()
    record = desk.put(upload, csv_of(*(GOOD.format(n) for n in range(5))))

    desk.run_once(desk.message(record))
    (columns_looked_at,) = desk.world.messages("uploads")
    desk.run_once(columns_looked_at)

    found = read(desk, upload)
    assert found["status"] == "processing"
    assert found["progress"] == {"done": 2, "known": 5}
    (handed_on,) = desk.world.messages("uploads")
    desk.deliver_body(handed_on)
    found = read(desk, upload)
    assert (found["status"], found["progress"]) == ("completed", {"done": 5, "known": 5})


def test_the_file_stays_readable_with_its_fingerprint(desk: Desk) -> None:
    content = csv_of(GOOD.format(1001))
    upload = desk.send(content)

    assert upload["sha256"] == hashlib.sha256(content).hexdigest()
    assert "month.csv" in upload["file_url"]


class OneMegabyteAtATime(io.BytesIO):
    """A stored file that must never be read whole."""

    def read(self, size: int | None = -1) -> bytes:
        assert size is not None
        assert 0 < size <= 1024 * 1024, "the whole file at once"
        return super().read(size)


def test_the_fingerprint_of_a_file_that_cannot_be_opened_is_made_piece_by_piece() -> None:
    content = bytes(range(256)) * 20_000
    stored = StoredObject(OneMegabyteAtATime(content), len(content), "1")
    context = SimpleNamespace(objects=SimpleNamespace(open=lambda *_: stored))

    found = stored_fingerprint(context, "name", "1")  # type: ignore[arg-type]

    assert found == (len(content), hashlib.sha256(content).hexdigest())


REFUSALS: dict[str, tuple[bytes, str, str]] = {
    "missing_columns": (b"employee_id,contacts\n1,5\n", "缺少", "missing"),
    "no_rows": (csv_of(), "没有数据行", "no rows"),
    "xls_file": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), ".xls", ".xls"),
}


@pytest.mark.parametrize("code", REFUSALS)
def test_a_file_that_cannot_be_scored_is_rejected_with_words_in_both_languages(
    desk: Desk, code: str
) -> None:
    content, zh, en = REFUSALS[code]

    upload = desk.send(content)

    assert (upload["status"], upload["reason"]["code"]) == ("rejected", code)
    assert upload["sha256"] == hashlib.sha256(content).hexdigest()
    assert "month.csv" in upload["file_url"]
    path = f"/v1/uploads/{upload['id']}"
    assert zh in desk.caller.in_("zh").get(path).ok()["reason"]["message"]
    assert en in desk.caller.in_("en").get(path).ok()["reason"]["message"]


def test_a_file_for_a_period_locked_meanwhile_is_rejected_and_nothing_changes(
    desk: Desk, acme: Company
) -> None:
    desk.send(csv_of(GOOD.format(1001)))
    late = desk.announce()
    file = csv_of("1001,Ann,red,9000,100,10,100")
    record = desk.put(late, file)
    lock = {"scheme": "desk", "accept": {"running_uploads": 1}}
    acme.admin.post("/v1/periods/2026-10/lock", lock).ok()

    desk.deliver(record)

    found = read(desk, late)
    assert (found["status"], found["reason"]["code"]) == ("rejected", "period_locked")
    assert found["sha256"] == hashlib.sha256(file).hexdigest()
    assert found["file_url"] is not None
    assert found["received_at"] is not None
    assert desk.caller.get("/v1/employees/1001/scorecards/2026-10").ok()["revision"] == 1


def test_the_error_report_mended_and_sent_again_leaves_nobody_out(desk: Desk) -> None:
    first = desk.send(
        csv_of(GOOD.format(1001), "1002,王五,blue,many,100,80,100", "1003,Cy,blue,3000,100,90,x%")
    )
    assert (first["status"], first["counts"]["failed"]) == ("completed_with_errors", 2)

    report = desk.caller.get(f"/v1/uploads/{first['id']}/errors?format=csv").content.decode()
    assert report.startswith("\ufeff")
    mended = report.replace("many", "3000").replace("x%", "100")
    assert len(list(csv.reader(io.StringIO(mended)))) == 3
    second = desk.send(mended.encode())

    assert (second["status"], second["counts"]["scored"]) == ("completed", 2)
    cards = desk.caller.get("/v1/periods/2026-10/scorecards").ok()["items"]
    assert [(c["employee_id"], c["employee_name"]) for c in cards] == [
        ("1001", "Ann"),
        ("1002", "王五"),
        ("1003", "Cy"),
    ]


def test_an_upload_leads_to_its_results_and_a_result_to_its_upload_and_row(desk: Desk) -> None:
    first = desk.send(csv_of(GOOD.format(1001), GOOD.format(1002)))
    second = desk.send(csv_of("1002,Bob,red,9000,100,10,100"))

    def people(upload: Any) -> list[str]:
        path = f"/v1/periods/2026-10/scorecards?upload={upload['id']}"
        return [card["employee_id"] for card in desk.caller.get(path).ok()["items"]]

    assert people(first) == ["1001"]
    assert people(second) == ["1002"]
    card = desk.caller.get("/v1/employees/1001/scorecards/2026-10").ok()
    assert card["source"] == {"upload": first["id"], "row": 2}
    former = desk.caller.get("/v1/employees/1002/scorecards/2026-10?revision=1").ok()
    assert former["source"] == {"upload": first["id"], "row": 3}


def test_a_period_tells_who_of_the_register_is_still_missing(desk: Desk, acme: Company) -> None:
    desk.send(csv_of(GOOD.format(1001), GOOD.format(1002)), period="2026-09")
    desk.send(csv_of(GOOD.format(1001)))

    text = str(desk.caller.get("/v1/periods/2026-10").ok())
    assert "1002" in text


def test_a_file_with_more_rows_than_the_limit_is_rejected_saying_both_numbers(
    desk: Desk, operator: Api
) -> None:
    operator.patch("/v1/tenants/acme", {"limits": {"max_upload_rows": 2}}).ok()

    upload = desk.send(csv_of(*(GOOD.format(n) for n in range(3))))

    assert (upload["status"], upload["reason"]["code"]) == ("rejected", "too_many_rows")
    assert upload["reason"]["details"] == {"rows": 3, "limit": 2}
    assert desk.caller.get("/v1/periods/2026-10/scorecards").ok()["items"] == []


def test_the_form_takes_no_file_larger_than_the_limit(desk: Desk, operator: Api) -> None:
    operator.patch("/v1/tenants/acme", {"limits": {"max_upload_bytes": 2048}}).ok()

    form = desk.announce()["form"]

    policy = json.loads(base64.b64decode(form["fields"]["policy"]))
    assert ["content-length-range", 1, 2048] in policy["conditions"]


def test_new_people_beyond_the_limit_of_the_register_are_errors_of_their_rows(
    desk: Desk, operator: Api
) -> None:
    desk.send(csv_of(GOOD.format(1001)))
    operator.patch("/v1/tenants/acme", {"limits": {"max_employees": 2}}).ok()

    upload = desk.send(csv_of(*(GOOD.format(n) for n in (1001, 1002, 1003))))

    assert upload["counts"] == {
        "rows": 3,
        "scored": 2,
        "failed": 1,
        "insufficient": 0,
        "new_people": 1,
    }
    (error,) = desk.caller.get(f"/v1/uploads/{upload['id']}/errors").ok()["items"]
    assert (error["row"], error["errors"][0]["code"]) == (4, "too_many_employees")
    assert len(desk.caller.get("/v1/employees").ok()["items"]) == 2


def test_an_upload_is_scored_by_the_version_in_effect_when_it_begins(
    desk: Desk, acme: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This holds for all its runs: a version published meanwhile is for the next upload."""
    monkeypatch.setattr("chalicelib.uploads.chunk.SIZE", 1)
    others_always_wait(monkeypatch)
    upload = desk.announce()
    desk.run_once(desk.message(desk.put(upload, csv_of(GOOD.format(1001), GOOD.format(1002)))))
    path = "/v1/schemes/desk"
    changed = {**SCHEME, "name": {"zh": "新", "en": "New"}}
    saved = acme.admin.put(path, changed, if_match=acme.admin.get(path).headers["etag"])
    body = {"effective_from": "2026-10", "reason": "x"}
    acme.admin.post(f"{path}/publish", body, if_match=saved.headers["etag"]).ok(201)

    for message in desk.world.messages("uploads"):
        desk.deliver_body(message)

    cards = desk.caller.get("/v1/periods/2026-10/scorecards").ok()["items"]
    assert [card["scheme"]["version"] for card in cards] == [1, 1]
    assert desk.send(csv_of(GOOD.format(1003)))["version"] == 2


def test_another_file_by_the_same_form_is_kept_and_not_scored(desk: Desk) -> None:
    upload = desk.announce()
    first = desk.put(upload, csv_of(GOOD.format(1001)))
    second = desk.put(upload, csv_of("1001,Mallory,red,0,100,100,100"))

    desk.deliver(second)
    desk.deliver(first)

    card = desk.caller.get("/v1/employees/1001/scorecards/2026-10").ok()
    assert (card["employee_name"], card["revision"]) == ("Ann", 1)


NAMES = ("10月 客服考核+(2).csv", "a & b=c;d.csv", "100%.csv", "été.csv")


@pytest.mark.parametrize("filename", NAMES)
def test_a_file_may_have_any_name(desk: Desk, filename: str) -> None:
    """S3 form-encodes object names: a space is a plus, and a plus is %2B."""
    upload = desk.send(csv_of(GOOD.format(1001)), filename=filename)

    assert (upload["status"], upload["filename"]) == ("completed", filename)


def test_a_scheme_out_of_effect_meanwhile_rejects_the_file(desk: Desk, acme: Company) -> None:
    published(acme, {**SCHEME, "code": "season"}, effective_from="2026-10")
    upload = desk.announce(scheme="season")
    record = desk.put(upload, csv_of(GOOD.format(1001)))
    path = "/v1/schemes/season"
    etag = acme.admin.get(path).headers["etag"]
    acme.admin.post(f"{path}/retire", {"effective_from": "2026-10"}, if_match=etag).ok()

    desk.deliver(record)

    found = read(desk, upload)
    assert (found["status"], found["reason"]["code"]) == ("rejected", "no_scheme_in_effect")
