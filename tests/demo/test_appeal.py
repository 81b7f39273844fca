"""The appeal that the demonstration files, and upholds after the lock."""

import hashlib
import json
from typing import Any

import pytest

from demo.appeal import show_appeal
from demo.client import Client
from demo.tenants import TENANTS
from demo.words import WORDS
from tests.demo.conftest import Service

SHOP = TENANTS[0]
GOOD = {"zh": "良好", "en": "Good"}
ETAG = {"ETag": '"1"'}
LINE = "S2,1.1,1.2,0.1"


def _card(number: int, total: str, points: str, **other: Any) -> dict[str, Any]:
    line = {
        "indicator": "resolution_rate",
        "name": {"zh": "解决率", "en": "Resolution rate"},
        "points": points,
        "max_points": "10",
        "inputs": {"problems_solved": "80", "problems_raised": "100"},
        "explanation": {"zh": f"得 {points} 分", "en": f"{points} points"},
    }
    about = {"employee_id": f"S{number}", "employee_name": "王敏", "period": "2026-09"}
    made = {"total": total, "grade": "good", "grade_name": GOOD, "coefficient": "1.1"}
    told = {"explanation": {"zh": "说明", "en": "why"}, "next_grade": None, "revision": 1}
    return {**about, **made, **told, "lines": [line], **other}


def _appeal(status: str) -> dict[str, Any]:
    return {"id": "apl_1", "employee_id": "S2", "status": status}


def _file(service: Service, content: str) -> dict[str, Any]:
    """A file that is made; the service sends its content as JSON."""
    sha256 = hashlib.sha256(json.dumps(content).encode()).hexdigest()
    made = {"id": "exp_1", "status": "completed", "url": f"{service.url}/file"}
    return {**made, "sha256": sha256}


def _refused(code: str, name: str, number: int) -> tuple[int, dict[str, str], Any]:
    return 409, {}, {"code": code, "detail": f'send "accept": {{"{name}": {number}}}.'}


def test_an_appeal_is_upheld_after_the_lock_and_the_corrected_result_explains_itself(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    near = {"words": GOOD, "changes": [{"indicator": "resolution_rate"}]}
    best, worst = _card(1, "92.00", "10"), _card(3, "70.00", "5")
    cards = [best, _card(2, "89.00", "8", next_grade=near), worst]
    service.answers = [
        (200, {}, {"items": [], "next": None}),
        (200, {}, {"items": cards, "next": None}),
        _refused("missing_people", "missing", 2),
        (200, {}, {}),
        (200, {}, best),
        (200, {}, cards[1]),
        (201, {}, {"secret": "person"}),
        (201, {}, _appeal("filed")),
        _refused("appeals_open", "open_appeals", 1),
        _refused("window_open", "open_windows", 3),
        (200, {}, {}),
        (200, {}, cards[1]),
        (201, {}, {"secret": "judge"}),
        (200, ETAG, _appeal("filed")),
        (200, ETAG, _appeal("in_review")),
        (200, ETAG, _appeal("upheld")),
        (200, {}, _card(2, "91.00", "10", revision=2, coefficient="1.2")),
        (201, {}, _file(service, LINE)),
        (200, {}, LINE),
    ]
    show_appeal(Client(service.url, "admin"), SHOP, "2026-09", WORDS["zh"])

    sent = [(one["path"], json.loads(one["body"])) for one in service.asked if one["body"]]
    by = {one["path"].rpartition("/")[2]: one["headers"]["Authorization"] for one in service.asked}
    # Who would reach the next grade; somebody else decides. What refusals name is accepted.
    assert (by["appeals"], by["decide"]) == ("Bearer person", "Bearer judge")
    keys = [(body["role"], body["employee_id"]) for path, body in sent if path == "/v1/api-keys"]
    assert keys == [("agent", "S2"), ("hr", "S1")]
    locks = [body["accept"] for path, body in sent if path.endswith("/lock")]
    assert locks[-1] == {"open_appeals": 1, "open_windows": 3}
    (decided,) = [body for path, body in sent if path.endswith("/decide")]
    assert decided["remedies"] == [{"kind": "figures", "columns": {"problems_solved": "100"}}]
    told = capsys.readouterr().out
    assert "锁定并据以发薪的结果: 总分 89.00，良好，系数 1.1，第 1 版" in told
    assert "总分 91.00，良好，系数 1.2，第 2 版" in told
    assert "得 10 分" in told
    # The difference goes to payroll in a file of its own.
    (asked,) = [body for path, body in sent if path == "/v1/exports"]
    assert (asked["content"], asked["period"]) == ("differences", "2026-09")
    assert f'给薪酬系统的差额文件\n      "{LINE}"' in told


def test_an_appeal_of_an_earlier_run_is_not_filed_again(service: Service) -> None:
    service.answers = [(200, {}, {"items": [_appeal("upheld")], "next": None})]
    show_appeal(Client(service.url, "admin"), SHOP, "2026-09", WORDS["zh"])
    assert len(service.asked) == 1
