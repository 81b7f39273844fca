"""GET /v1/schemes/{code}/diff: differences as values before and after, and in words."""

from typing import Any

from tests.api.company import Company
from tests.api.schemes.documents import FIRST_TARGET, scheme

STEP = "/dimensions/0/indicators/0/rule/per_step"


def words(found: dict[str, Any], language: str) -> list[str]:
    return [one["text"][language] for one in found["words"]]


def published(company: Company, document: dict[str, Any], month: str) -> None:
    if company.admin.get("/v1/schemes/desk").status == 404:
        company.admin.post("/v1/schemes", document).ok(201)
    else:
        company.admin.put("/v1/schemes/desk", document, if_match="*").ok()
    body = {"effective_from": month, "reason": "x"}
    company.admin.post("/v1/schemes/desk/publish", body, if_match="*").ok(201)


def test_two_versions_are_compared_as_data_and_in_words(acme: Company) -> None:
    published(acme, scheme(), "2026-01")
    changed = scheme({FIRST_TARGET: "25", STEP: "4", "/grades/0/coefficient": "1.2"})
    published(acme, changed, "2026-10")

    found = acme.auditor.get("/v1/schemes/desk/diff?from=1&to=2").ok()

    assert (found["from"]["version"], found["to"]["version"], found["same"]) == (1, 2, False)
    assert found["changed"] == [
        {"pointer": FIRST_TARGET, "from": "30", "to": "25"},
        {"pointer": STEP, "from": "8", "to": "4"},
        {"pointer": "/grades/0/coefficient", "from": "1.1", "to": "1.2"},
    ]
    assert words(found, "zh") == [
        "指标“响应时间”：目标由 30 秒 改为 25 秒。",
        "指标“响应时间”：计分规则·每步扣分由 8 改为 4。",
        "等级“良好”：奖金系数由 1.1 改为 1.2。",
    ]
    assert words(found, "en") == [
        "Indicator “Answer time”: target changed from 30 s to 25 s.",
        "Indicator “Answer time”: rule, points off a step changed from 8 to 4.",
        "Grade “Good”: coefficient changed from 1.1 to 1.2.",
    ]
    assert [one["indicator"] for one in found["rules"]] == ["answer_time"]
    assert "每超出满 10 秒扣 8 分" in found["rules"][0]["text"]["zh"]
    assert "每超出满 10 秒扣 4 分" in found["rules"][0]["text"]["zh"]


def test_by_default_the_draft_is_compared_with_the_latest_version(acme: Company) -> None:
    published(acme, scheme(), "2026-01")
    grade = {"code": "top", "name": {"zh": "卓越", "en": "Top"}, "min": "95", "coefficient": "1.3"}
    acme.admin.put("/v1/schemes/desk", scheme({"/grades/2": grade}), if_match="*").ok()

    found = acme.admin.get("/v1/schemes/desk/diff").ok()

    assert (found["from"]["version"], found["to"]["version"]) == (1, None)
    assert found["added"] == [{"pointer": "/grades/2", "value": grade}]
    assert words(found, "zh") == ["新增等级“卓越”。"]
    assert words(found, "en") == ["Grade “Top” added."]


def test_a_draft_that_waits_for_a_parameter_says_so(acme: Company) -> None:
    published(acme, scheme(), "2026-01")
    waiting = scheme(
        {
            FIRST_TARGET: {"$parameter": "limit"},
            "/parameters": [{"code": "limit", "name": "Limit"}],
        }
    )
    acme.admin.put("/v1/schemes/desk", waiting, if_match="*").ok()

    found = acme.admin.get("/v1/schemes/desk/diff?from=1&to=draft").ok()

    assert words(found, "en") == [
        "Indicator “Answer time”: target changed from 30 s to the parameter “limit” (not set)."
    ]
    assert found["rules"] == []


def test_a_version_does_not_differ_from_itself(acme: Company) -> None:
    published(acme, scheme(), "2026-01")

    found = acme.admin.get("/v1/schemes/desk/diff?from=1&to=1").ok()

    assert found["same"] is True
    assert found["added"] == found["removed"] == found["changed"] == found["words"] == []


def test_a_version_that_there_is_not_cannot_be_compared(acme: Company) -> None:
    acme.admin.post("/v1/schemes", scheme()).ok(201)

    acme.admin.get("/v1/schemes/desk/diff").problem(422)
    acme.admin.get("/v1/schemes/desk/diff?from=1&to=draft").problem(404)
    acme.admin.get("/v1/schemes/desk/diff?from=one").problem(422)
    acme.admin.get("/v1/schemes/none/diff?from=1").problem(404)
    acme.supervisor.get("/v1/schemes/desk/diff").problem(403)


def test_every_template_can_be_compared_with_every_other_in_words(acme: Company) -> None:
    from chalicelib.schemes.comparing.differences import differences
    from chalicelib.schemes.comparing.wording import worded
    from chalicelib.templates.library import CODES
    from tests.templates.sheets import confirmed

    documents = [confirmed(code) for code in CODES]
    for before in documents:
        for after in documents:
            for one in differences(before, after):
                sentence = worded(one, before, after)
                assert sentence.zh.endswith("。"), one
                assert sentence.en.endswith("."), one
                assert "{" not in sentence.en[:1], one
