"""The rulebook: every figure of the scheme in words, for the people scored."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.templates.library import CODES
from tests.api.company import Company
from tests.api.schemes.documents import FIRST_TARGET, scheme
from tests.api.schemes.test_publishing import released
from tests.templates.sheets import confirmed


def stored(company: Company, document: dict[str, Any], month: str = "2026-10") -> str:
    code = str(document["code"])
    company.admin.post("/v1/schemes", document).ok(201)
    path = f"/v1/schemes/{code}/publish"
    company.admin.post(path, {"effective_from": month}, if_match="*").ok(201)
    return f"/v1/schemes/{code}/rulebook"


def figures(value: Any) -> Iterator[str]:
    """Yield every figure in a part of a document, as a rulebook writes it."""
    if isinstance(value, dict):
        for name, inner in value.items():
            listed = name == "step" and "name" in value  # a level lists its marks
            if name not in ("code", "name", "description", "kind", "expression") and not listed:
                yield from figures(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from figures(inner)
    elif isinstance(value, str | int) and not isinstance(value, bool):
        text = str(value)
        if text.replace(".", "").isdigit():
            yield text.rstrip("0").rstrip(".") if "." in text else text


@pytest.mark.long
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_of_every_template_stands_in_its_rulebook(
    acme: Company, language: str
) -> None:
    for code in CODES:
        document = confirmed(code)
        path = stored(acme, document)
        found = acme.agent.get(f"{path}?lang={language}").ok()
        rules = {
            one["code"]: one for dimension in found["dimensions"] for one in dimension["indicators"]
        }
        for dimension in document["dimensions"]:
            for indicator in dimension["indicators"]:
                words = json.dumps(rules[indicator["code"]], ensure_ascii=False)
                parts = [indicator.get(part) for part in ("rule", "target", "max_points", "value")]
                zero_floor = ("0", "1")  # a floor of 0 and a scale of 1 are not written
                for figure in figures([*parts, indicator.get("min_sample")]):
                    assert figure in words or figure in zero_floor, (
                        code,
                        indicator["code"],
                        figure,
                    )
                assert rules[indicator["code"]]["no_data"]
        outcome = json.dumps([found["grades"], found["grading"]])
        for figure in figures([document["grades"]]):
            assert figure in outcome, (code, figure)


def test_a_line_says_how_it_is_measured_scored_and_left_out(acme: Company) -> None:
    path = stored(acme, confirmed("quality-standard"))

    found = acme.agent.in_("zh").get(path).ok()

    line = found["dimensions"][0]["indicators"][0]
    assert line["measured"] == "首次响应总秒数 ÷ 接待量"
    assert line["target"] == "≤ 30 秒"
    rule = line["rule"].replace(" ", "")
    assert rule == "目标不超过30秒，达标得20分；每超出满10秒扣2分；超过60秒得0分。"
    assert [(one["value"], one["points"]) for one in line["examples"]] == [
        ("30 秒", "20.00"),
        ("35 秒", "20.00"),
        ("40 秒", "18.00"),
        ("50 秒", "16.00"),
        ("60 秒", "14.00"),
        ("70 秒", "0.00"),
    ]
    assert line["no_data"] == "没有数据或分母为 0 时：不计入，其余指标按比例放大。"
    assert [(band["name"], band["totals"], band["coefficient"]) for band in found["grades"]] == [
        ("优秀", "90 分及以上", "1.2"),
        ("良好", "80 分及以上，不足 90 分", "1"),
        ("合格", "60 分及以上，不足 80 分", "0.8"),
        ("需改进", "不足 60 分", "0"),
    ]


def test_a_rulebook_tells_nobody_what_cannot_happen(acme: Company) -> None:
    # Declared, but no quarter is made.
    document = confirmed("quality-standard") | {
        "aggregation": {"quarter": {"min_periods": "2"}, "year": {"min_periods": "6"}},
    }
    path = stored(acme, document)

    for language in ("zh", "en"):
        found = acme.agent.get(f"{path}?lang={language}").ok()
        page = acme.agent.get(f"{path}?lang={language}&format=html").content.decode()

        assert found.pop("several_periods") == []
        for word in ("季度", "年度", "quarter", "year"):
            assert word not in json.dumps(found, ensure_ascii=False)
            assert word not in page


def test_a_veto_says_what_it_sets_and_what_comes_before(acme: Company) -> None:
    path = stored(acme, confirmed("quality-standard"))

    for language, words in (
        ("zh", "无论总分，等级为“不合格”，系数 0；不参加排名。须先听取本人意见"),
        ("en", "whatever the total, the grade is “Unqualified”, coefficient 0; the result is not"),
    ):
        (veto,) = acme.agent.get(f"{path}?lang={language}").ok()["vetoes"]
        page = acme.agent.get(f"{path}?lang={language}&format=html").content.decode()
        assert veto["code"] == "fraud"
        assert words in veto["text"]
        assert words in page


def test_a_part_is_said_to_be_at_most_its_whole(acme: Company) -> None:
    path = stored(acme, confirmed("quality-standard"))

    found = acme.agent.get(f"{path}?lang=en").ok()

    resolved = found["dimensions"][2]["indicators"][0]["inputs"][0]
    assert resolved["name"] == "Resolved at first contact"
    assert resolved["description"].endswith("At most “Tickets”.")


def test_a_formula_is_written_with_the_names_of_its_columns(acme: Company) -> None:
    path = stored(acme, confirmed("courier"))

    found = acme.hr.get(f"{path}?lang=en").ok()

    line = found["dimensions"][0]["indicators"][1]
    assert line["measured"] == (
        "(“Ordinary complaints in time” + “Major complaints in time”) ÷ "
        "(“Ordinary complaints” + “Major complaints”) × 100"
    )


def test_the_page_is_one_file_that_fetches_nothing_and_runs_nothing(acme: Company) -> None:
    path = stored(acme, confirmed("taobao"))

    reply = acme.agent.get(f"{path}?format=html&lang=zh")
    same = acme.agent.get(path, headers={"Accept": "text/html"})

    page = reply.content.decode()
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert reply.headers["content-security-policy"].startswith("default-src 'none'")
    assert '<html lang="zh-CN">' in page
    for word in ("<script", "http://", "https://", "url(", "@import"):
        assert word not in page
    assert "@media print" in page
    assert "平均响应时间" in page
    assert same.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="en">' in same.content.decode()


def test_what_an_administrator_writes_cannot_become_markup(acme: Company) -> None:
    evil = '<script>alert(1)</script>"&'
    document = scheme(
        {
            "/name": evil,
            "/description": evil,
            "/dimensions/0/indicators/0/name": evil,
            "/dimensions/0/indicators/0/unit": evil[:20],
            "/grades/0/name": evil,
            "/vetoes": [{"code": "v", "name": evil, "grade": "poor", "description": evil}],
        }
    )
    path = stored(acme, document)

    page = acme.hr.get(f"{path}?format=html").content.decode()

    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_agents_read_what_was_published_and_no_draft(acme: Company) -> None:
    acme.admin.post("/v1/schemes", scheme()).ok(201)

    acme.agent.get("/v1/schemes/desk/rulebook").problem(404)
    acme.agent.get("/v1/schemes/desk/rulebook?version=draft").problem(404)
    assert acme.hr.get("/v1/schemes/desk/rulebook").ok()["scheme"]["state"] == "draft"

    released(acme.admin, effective_from="2026-10").ok(201)
    released(acme.admin, target="25", effective_from="2026-12").ok(201)
    found = acme.agent.get("/v1/schemes/desk/rulebook").ok()
    assert (found["scheme"]["version"], found["scheme"]["state"]) == (1, "published")
    assert acme.agent.get("/v1/schemes/desk/rulebook?version=2").ok()["scheme"]["version"] == 2
    acme.agent.get("/v1/schemes/desk/rulebook?version=draft").problem(404)
    acme.agent.get("/v1/schemes/desk/rulebook?version=3").problem(404)


def test_the_people_of_a_pilot_read_its_rules_and_the_others_do_not(acme: Company) -> None:
    released(acme.admin, effective_from="2026-10").ok(201)
    pilot = {"effective_from": "2026-11", "teams": ["red"]}
    released(acme.admin, "pilot", target="25", **pilot).ok(201)
    person = {"name": "Ann", "team": "red"}
    acme.hr.put("/v1/employees/1001", person)
    acme.hr.put("/v1/employees/1002", {"name": "Bob", "team": "blue"})
    blue = acme.with_role("supervisor", team="blue")
    other = acme.with_role("agent", employee_id="1002")

    path = "/v1/schemes/desk/rulebook?version=2"
    for caller in (acme.agent, acme.supervisor, acme.auditor):
        assert caller.get(path).ok()["scheme"]["state"] == "pilot"
    for caller in (blue, other):
        caller.get(path).problem(404)


def test_a_rulebook_of_an_unconfirmed_draft_names_what_it_assumes(acme: Company) -> None:
    acme.admin.post("/v1/schemes", {"template": "telecom"}).ok(201)

    found = acme.admin.get("/v1/schemes/telecom/rulebook?version=draft").ok()
    page = acme.admin.get("/v1/schemes/telecom/rulebook?version=draft&format=html&lang=zh")

    assert "good_min" in found["scheme"]["assumed_parameters"]
    assert "这些参数" not in page.content.decode()
    assert "下列参数尚未确认" in page.content.decode()


def test_every_rule_kind_and_option_has_words_in_both_languages(acme: Company) -> None:
    kinds: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({"kind": "step_deduct", "step": "1", "per_step": "2", "step_mode": mode}, {})
        for mode in ("full", "started", "proportional")
    ]
    metric = {"kind": "metric", "column": "solved"}
    rating = {
        "kind": "rating",
        "raters": {"peer": "1", "superior": "2", "self": "0"},
        "scale": {"min": "0", "max": "10"},
        "combine": "trimmed_mean",
        "min_raters": 3,
    }
    line = {"kind": "linear", "zero_at": "0", "full_at": "10"}
    levels = [
        {"code": "a", "name": {"zh": "甲", "en": "A"}, "points": ["40", "60"], "step": "5"},
        {"code": "b", "name": {"zh": "乙", "en": "B"}, "points": "0"},
    ]
    kinds += [
        ({"kind": "count_deduct", "per_incident": "5", "zero_at": "3", "floor": "1"}, metric),
        ({"kind": "tiers", "tiers": [{"at": "9", "points": "60"}], "otherwise": "7"}, metric),
        ({"kind": "pass_fail"}, metric),
        ({"kind": "proportional", "cap": "1.2", "floor": "0.1"}, metric),
        (line, rating),
        (line, {"kind": "growth", "of": metric}),
        (line, {"kind": "formula", "expression": "if(solved > 3, previous(solved), raised)"}),
        ({"kind": "scale", "levels": levels}, metric),
    ]
    place = "/dimensions/0/indicators/1"
    for number, (rule, value) in enumerate(kinds):
        changes: dict[str, Any] = {"/code": f"desk{number}", f"{place}/rule": rule}
        if value:
            changes[f"{place}/value"] = value
        changes["/columns"] = [{"code": "raised", "name": {"zh": "提出数", "en": "Raised"}}]
        changes["/extras"] = [
            {"code": "x", "name": "X", "column": "bonus", "min": "-5", "max": "5"}
        ]
        changes["/aggregation"] = {"quarter": {"weights": {"column": "days"}, "min_periods": 2}}
        acme.admin.post("/v1/schemes", scheme(changes)).ok(201)
        for language in ("zh", "en"):
            path = f"/v1/schemes/desk{number}/rulebook?version=draft&lang={language}"
            found = acme.admin.get(path).ok()
            line_found = found["dimensions"][0]["indicators"][1]
            assert line_found["rule"], rule
            assert line_found["measured"], value
            text = json.dumps(found, ensure_ascii=False)
            assert "None" not in text
            assert acme.admin.get(f"{path}&format=html").status == 200


def test_a_changed_target_is_what_the_new_versions_rulebook_says(acme: Company) -> None:
    released(acme.admin, effective_from="2026-10").ok(201)
    released(acme.admin, target="25", effective_from="2026-12").ok(201)

    targets = [
        acme.hr.get(f"/v1/schemes/desk/rulebook?version={number}").ok()["dimensions"][0][
            "indicators"
        ][0]["target"]
        for number in (1, 2)
    ]
    assert targets == ["≤ 30 s", "≤ 25 s"]
    assert scheme()["dimensions"][0]["indicators"][0]["target"] == "30", FIRST_TARGET
