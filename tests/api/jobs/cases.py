"""Background work of each kind that has an end to be told: how it is asked for, broken and seen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from unittest import mock

from tests.api.client import Api
from tests.api.company import Company
from tests.api.inspections.inspecting import JUDGED, contacts
from tests.api.rating_rounds.rating import scheme as rating_scheme
from tests.api.uploads.sending import Desk, csv_of, published

#: 40 s and 88 %: 32 + 56 = 88.00; 72 s and 80 %: 8 + 40 = 48.00
MONTH = csv_of("1001,Ann,red,4000,100,88,100", "1002,Bob,red,7200,100,80,100")
Shown = tuple[str, str | None]


@dataclass
class House:
    """A company with October's results, and those who ask for work."""

    desk: Desk
    company: Company
    operator: Api

    @property
    def admin(self) -> Api:
        return self.company.admin


@dataclass(frozen=True)
class Case:
    """``ask`` asks for the work and gives what ``see`` needs to look at it and, where nothing of
    ours was sent, the body of the message. ``run`` is the function that does the work."""

    kind: str
    queue: str
    run: str
    ask: Callable[[House], tuple[str, str | None]]
    see: Callable[[House, str], Shown]
    failed: Shown
    done: Shown

    def asked(self, house: House) -> tuple[str, str]:
        """Ask for the work; gives what it is called, and the message."""
        found, body = self.ask(house)
        if body is None:
            (body,) = house.desk.world.messages(self.queue)
        return found, body

    @contextmanager
    def broken(self, error: type[BaseException] = RuntimeError) -> Iterator[None]:
        """Every run inside the block ends by this error."""
        module, _, name = self.run.rpartition(".")
        with mock.patch.object(import_module(module), name, side_effect=error):
            yield


def _reason(shown: Any) -> Shown:
    return shown["status"], (shown["reason"] or {}).get("code")


def _ask_upload(house: House) -> tuple[str, str]:
    upload = house.desk.announce(period="2026-11")
    return f"/v1/uploads/{upload['id']}", house.desk.message(house.desk.put(upload, MONTH))


def _ask_rescoring(house: House) -> tuple[str, None]:
    house.company.hr.post("/v1/periods/2026-10/rescore", {"scheme": "desk"}).ok(202)
    return "/v1/periods/2026-10", None


def _see_rescoring(house: House, path: str) -> Shown:
    (found,) = house.company.hr.get(path).ok()["schemes"]
    return _reason(found["rescoring"])


def _ask_case(house: House) -> tuple[str, None]:
    """A case of September, whose result is waited for: October can be locked beside it."""
    house.desk.send(MONTH, period="2026-09")
    house.admin.patch("/v1/tenant", {"four_eyes": False}, if_match="*").ok()
    head = house.company.with_role("admin", employee_id="1001")
    about = {"employee_id": "1002", "indicator": "answer_time", "treatment": "full"}
    body = {"kind": "exemption", "scheme": "desk", "period": "2026-09", "reason": "x", **about}
    path = f"/v1/cases/{head.post('/v1/cases', body).ok(201)['id']}"
    head.post(f"{path}/confirm", None, if_match="*").ok()
    return path, None


def _see_case(house: House, path: str) -> Shown:
    status = house.admin.get(path).ok()["effect"]["status"]
    return status, "gave_up" if status == "failed" else None


def _ask_draw(house: House, code: str = "judged") -> tuple[str, None]:
    published(house.company, {**JUDGED, "code": code})
    body = {"scheme": code, "source": "qa", "period": "2026-09", "per_agent": 1}
    drawn = {"inspectors": ["1002"], "contacts": contacts("1001", 1, "2026-09")}
    asked = house.company.hr.post("/v1/inspections", {**body, **drawn}).ok(201)
    return f"/v1/inspections/{asked['id']}", None


def _ask_closing(house: House) -> tuple[str, None]:
    path, _ = _ask_draw(house, "closed")
    for message in house.desk.world.messages("uploads"):
        house.desk.deliver_body(message)
    closing = {"status": "closed", "accept": {"open": 1}}
    house.company.hr.patch(path, closing, if_match="*").ok()
    return path, None


def _ask_handing_on(house: House) -> tuple[str, None]:
    path, _ = _ask_draw(house, "handed")
    for message in house.desk.world.messages("uploads"):
        house.desk.deliver_body(message)
    new = {"name": "i9", "team": "red", "joined_on": "2027-01-01"}
    house.company.hr.put("/v1/employees/i9", new).ok(201)
    asked = {"employee_id": "1002", "to": ["i9"]}
    house.company.hr.post(f"{path}/hand-on", asked, if_match="*").ok()
    return path, None


def _see_inspection(house: House, path: str) -> Shown:
    found = house.admin.get(path).ok()
    gave_up = found["failed_at"] is not None
    return "failed" if gave_up else found["status"], (found["reason"] or {}).get("code")


def _ask_signals(house: House) -> tuple[str, None]:
    asked = {"scheme": "desk", "period": "2026-10"}
    return f"/v1/signal-runs/{house.company.hr.post('/v1/signal-runs', asked).ok(201)['id']}", None


def _ask_late_file(house: House) -> tuple[str, None]:
    """A file of August, which is locked."""
    house.desk.send(MONTH, period="2026-08")
    house.company.hr.post("/v1/periods/2026-08/lock", {"scheme": "desk"}).ok()
    house.desk.world.messages("exports")
    late = house.desk.send(MONTH, period="2026-08", late=True)["id"]
    body = {"upload_id": late, "reason": "x"}
    made = house.company.hr.post("/v1/corrections/files", body).ok(201)
    return f"/v1/corrections/files/{made['id']}", None


def _see_late_file(house: House, path: str) -> Shown:
    found = house.admin.get(path).ok()
    return found["status"], (found["why"] or {}).get("code")


def _ask_export(house: House) -> tuple[str, None]:
    body = {"scheme": "desk", "period": "2026-10"}
    return f"/v1/exports/{house.company.hr.post('/v1/exports', body).ok(201)['id']}", None


def _ask_snapshot(house: House) -> tuple[str, None]:
    house.company.hr.post("/v1/periods/2026-10/lock", {"scheme": "desk"}).ok()
    return "/v1/periods/2026-10", None


def _see_snapshot(house: House, path: str) -> Shown:
    (found,) = house.company.hr.get(path).ok()["schemes"]
    return _reason(found["snapshot"])


def _ask_erasure(house: House) -> tuple[str, None]:
    asked = house.admin.post("/v1/employees/1002/erase", {"files": "keep"}).ok(202)
    return f"/v1/erasures/{asked['id']}", None


def _ask_copy(house: House) -> tuple[str, None]:
    return f"/v1/tenant/copies/{house.admin.post('/v1/tenant/copies').ok(201)['id']}", None


def _ask_simulation(house: House) -> tuple[str, None]:
    body = {"period": "2026-10"}
    asked = house.company.hr.post("/v1/schemes/desk/simulations", body).ok(201)
    return f"/v1/simulations/{asked['id']}", None


def _ask_telling(house: House) -> tuple[str, None]:
    path = "/v1/periods/2026-12/announcement"
    house.company.hr.post(path, {"scheme": "desk"}).ok(201)
    return f"{path}?scheme=desk", None


def _see_telling(house: House, path: str) -> Shown:
    return _reason(house.admin.get(path).ok()["telling"])


def _ask_drawing(house: House) -> tuple[str, None]:
    published(house.company, {**rating_scheme(), "code": "ratings"})
    body = {"scheme": "ratings", "period": "2026-10", "closes_on": "2026-11-20"}
    made = house.company.hr.post("/v1/rating-rounds", body).ok(201)
    return f"/v1/rating-rounds/{made['id']}", None


def _see(house: House, path: str) -> Shown:
    return _reason(house.admin.get(path).ok())


def _ask_deletion(house: House) -> tuple[str, None]:
    house.operator.patch("/v1/tenants/acme", {"status": "suspended"}, if_match="*").ok()
    house.operator.post("/v1/tenants/acme/delete", {"confirm": "acme"}).ok(202)
    return "acme", None


def _see_deletion(house: House, tenant: str) -> Shown:
    (found,) = [
        one for one in house.operator.get("/v1/tenants").ok()["items"] if one["id"] == tenant
    ]
    return found["status"], "gave_up" if found["deletion_failed_at"] else None


GAVE_UP, DONE = ("failed", "gave_up"), ("completed", None)
CASES = (
    Case(
        "score_upload",
        "uploads",
        "chalicelib.uploads.run.run",
        _ask_upload,
        _see,
        ("rejected", "gave_up"),
        DONE,
    ),
    Case(
        "rescore_period",
        "uploads",
        "chalicelib.results.rescoring.run",
        _ask_rescoring,
        _see_rescoring,
        GAVE_UP,
        DONE,
    ),
    Case(
        "apply_case",
        "uploads",
        "chalicelib.results.applying_cases.run",
        _ask_case,
        _see_case,
        GAVE_UP,
        ("in_effect", None),
    ),
    Case(
        "draw_inspection",
        "uploads",
        "chalicelib.inspections.draw_run.run",
        _ask_draw,
        _see_inspection,
        GAVE_UP,
        ("open", None),
    ),
    Case(
        "hand_on_inspection",
        "uploads",
        "chalicelib.inspections.handing_run.run",
        _ask_handing_on,
        _see_inspection,
        GAVE_UP,
        ("open", None),
    ),
    Case(
        "close_inspection",
        "uploads",
        "chalicelib.inspections.closing_run.run",
        _ask_closing,
        _see_inspection,
        GAVE_UP,
        ("closed", None),
    ),
    Case(
        "find_signals",
        "uploads",
        "chalicelib.signals.running.run",
        _ask_signals,
        _see,
        GAVE_UP,
        DONE,
    ),
    Case(
        "late_file",
        "uploads",
        "chalicelib.late_files.looking.look",
        _ask_late_file,
        _see_late_file,
        GAVE_UP,
        ("looked_at", None),
    ),
    Case(
        "take_snapshot",
        "exports",
        "chalicelib.coefficients.taking.run",
        _ask_snapshot,
        _see_snapshot,
        GAVE_UP,
        DONE,
    ),
    Case(
        "run_export",
        "exports",
        "chalicelib.exports.running.run",
        _ask_export,
        _see,
        GAVE_UP,
        DONE,
    ),
    Case(
        "erase_person",
        "jobs",
        "chalicelib.privacy.erasing.running.run",
        _ask_erasure,
        _see,
        GAVE_UP,
        DONE,
    ),
    Case(
        "copy_tenant",
        "jobs",
        "chalicelib.privacy.copying.running.run",
        _ask_copy,
        _see,
        GAVE_UP,
        DONE,
    ),
    Case(
        "simulate_period",
        "jobs",
        "chalicelib.simulation.running.run",
        _ask_simulation,
        _see,
        GAVE_UP,
        DONE,
    ),
    Case(
        "tell_announcement",
        "jobs",
        "chalicelib.announcements.telling.run",
        _ask_telling,
        _see_telling,
        GAVE_UP,
        ("told", None),
    ),
    Case(
        "draw_rating_round",
        "jobs",
        "chalicelib.rating_rounds.drawing.run",
        _ask_drawing,
        _see,
        GAVE_UP,
        ("draft", None),
    ),
    Case(
        "delete_tenant",
        "jobs",
        "chalicelib.privacy.leaving.removing.run",
        _ask_deletion,
        _see_deletion,
        ("deleting", "gave_up"),
        ("deleted", None),
    ),
)
#: Their work leaves no record that could tell of an end. The register of due times and the leases
#: of periods are looked at again every hour, appeals too, rounds for reminders, for closing, and
#: for people who joined, every six; months that are due for signals every hour. The period of a
#: round that is not examined waits, and takes it by count. A file of evidence stays awaited, and
#: anybody may ask for another look. A correction is made before anything follows, and the count of
#: what raters answered for an appeal is sent again by itself, and so is a case's effect on a pilot,
#: which pays nobody.
WITHOUT_END = (
    *("due_export", "schedule_changed", "settle_period", "sum_costs", "sweep_leases"),
    *("look_at_evidence", "remove_evidence", "remind_raters", "examine_raters"),
    *("join_rating_round", "due_signals", "apply_case_in_pilot"),
    *("follow_correction", "overdue_appeals", "count_answers", "close_due_rounds"),
)
EVERY_CASE = {case.kind: case for case in CASES}
