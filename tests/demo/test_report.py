"""What the demonstration prints of a month."""

from typing import Any

import pytest

from demo.client import Client
from demo.report import most_telling, scorecards, show_explained, show_scorecards, show_upload
from demo.tenants import TENANTS
from demo.words import WORDS
from tests.demo.conftest import Service

COURIER = TENANTS[1]
GRADES = {"good": ("良好", "Good", "1.1"), "poor": ("不达标", "Below standard", "0.5")}


def _card(number: int, total: str | None, grade: str | None) -> dict[str, Any]:
    zh, en, coefficient = GRADES.get(grade or "", (None, None, None))
    return {
        "employee_id": f"K{number}",
        "employee_name": "王敏",
        "team": "夜班组",
        "period": "2026-10",
        "total": total,
        "grade": grade,
        "grade_name": {"zh": zh, "en": en} if zh else None,
        "coefficient": coefficient,
        "rank": {"position": number, "of": 12} if total else None,
    }


def test_cards_run_from_the_best_to_those_without_a_total(service: Service) -> None:
    cards = [_card(1, "9.50", "poor"), _card(2, None, None), _card(3, "80.00", "good")]
    service.answers = [(200, {}, {"items": cards, "next": None})]
    found = scorecards(Client(service.url, "k"), COURIER, "2026-10")
    assert [card["employee_id"] for card in found] == ["K3", "K1", "K2"]


def test_the_table_shows_the_best_and_the_worst_and_counts_the_grades(
    capsys: pytest.CaptureFixture[str],
) -> None:
    good = [_card(n, f"{99 - n}.00", "good") for n in range(1, 8)]
    poor = [_card(n, f"{59 - n}.00", "poor") for n in range(8, 12)]
    cards = [*good, *poor, _card(12, None, None)]
    show_scorecards(cards, COURIER, "2026-10", WORDS["zh"])
    lines = capsys.readouterr().out.splitlines()
    ids = [word for line in lines for word in line.split() if word.startswith("K")]
    assert ids == ["K1", "K2", "K3", "K4", "K5", "K8", "K9", "K10", "K11", "K12"]
    assert "   1  K1    王敏  夜班组     98.00  良好         1.1" in "\n".join(lines)
    assert lines[-1].strip() == "等级分布: 良好 7, 不达标 4, 数据不足 1"


def test_nobody_is_shown_as_best_and_as_worst(capsys: pytest.CaptureFixture[str]) -> None:
    cards = [_card(n, f"{99 - n}.00", "good") for n in range(1, 8)]
    show_scorecards(cards, COURIER, "2026-10", WORDS["zh"])
    ids = [word for word in capsys.readouterr().out.split() if word.startswith("K")]
    assert ids == [f"K{n}" for n in range(1, 8)]


def test_failed_rows_are_shown_with_their_reasons(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    counts = {"rows": 39, "scored": 38, "failed": 1, "insufficient": 0}
    upload = {"id": "upl_1", "status": "completed_with_errors", "period": "2026-10"}
    bad = {"row": 7, "errors": [{"column": "solved", "code": "not_a_number", "message": "“121O”"}]}
    service.answers = [(200, {}, {"items": [bad], "next": None})]
    show_upload(Client(service.url, "k"), TENANTS[1], {**upload, "counts": counts}, WORDS["en"])
    text = capsys.readouterr().out
    assert "2026-10: 39 rows, 38 scored, 1 failed, 0 with insufficient data" in text
    assert "row 7 解决数: “121O”" in text


def test_the_card_explained_is_the_nearest_to_the_middle_with_a_line_left_out(
    service: Service,
) -> None:
    cards = [_card(n, f"{90 - n}.00", "good") for n in range(1, 6)]
    # Read from the middle outwards: K3, K2, K4, K1, K5.
    statuses = ["scored", "scored", "not_available", "not_available", "scored"]
    service.answers = [
        (200, {}, {"employee_id": f"seen-{n}", "lines": [{"status": status}]})
        for n, status in enumerate(statuses)
    ]
    found = most_telling(Client(service.url, "k"), COURIER, cards)
    assert found["employee_id"] == "seen-2"
    asked_for = [asked["path"].split("/")[3] for asked in service.asked]
    assert asked_for == ["K3", "K2", "K4", "K1", "K5"]


def test_a_card_is_explained_line_by_line(capsys: pytest.CaptureFixture[str]) -> None:
    card = _card(3, "73.33", "good") | {
        "explanation": {"zh": "合计说明", "en": "the total"},
        "next_grade": {"words": {"zh": "再得 6.67 分", "en": "6.67 points more"}},
        "lines": [
            {
                "name": {"zh": "客户满意度", "en": "Customer satisfaction"},
                "points": "24.00",
                "max_points": "30",
                "explanation": {"zh": "低 3 个百分点", "en": "three points below"},
            },
            {
                "name": {"zh": "考试", "en": "Exam"},
                "points": None,
                "max_points": "10",
                "explanation": {"zh": "没有考试", "en": "no exam"},
            },
        ],
    }
    show_explained(card, "zh", WORDS["zh"])
    assert [line.strip() for line in capsys.readouterr().out.splitlines() if line] == [
        "王敏（K3）2026-10 成绩单逐项说明",
        "客户满意度: 24.00 / 30 分",
        "低 3 个百分点",
        "考试: 不计",
        "没有考试",
        "合计: 73.33 良好 × 1.1",
        "合计说明",
        "下一等级: 再得 6.67 分",
    ]
