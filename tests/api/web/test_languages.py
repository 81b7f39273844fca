"""Accept-Language: Chinese or English, by the caller's order of preference."""

import pytest

from chalicelib.language import Text, text_of
from chalicelib.web.languages import preferred_language
from tests.api.client import Api
from tests.api.company import Company
from tests.api.schemes.documents import FIRST_POINTS, scheme


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("zh", "zh"),
        ("zh-Hans-CN", "zh"),
        ("fr, zh;q=0.5", "zh"),
        ("en;q=0.8, zh;q=0.9", "zh"),
        ("en, zh", "en"),
        ("zh;q=0, en;q=0.1", "en"),
        ("fr", "en"),
        ("*", "en"),
        ("zh;q=high", "en"),
        ("zh;q=nan", "en"),
        ("english", "en"),
        (";;;,,,", "en"),
        ("zh;q=0.5555, en;q=0.1", "en"),
        ("en;q=0.1, ZH ; Q=0.2", "zh"),
    ],
)
def test_the_language_with_the_highest_weight_that_we_have(
    header: str | None, language: str
) -> None:
    assert preferred_language(header) == language


def test_a_plain_name_stands_for_both_languages() -> None:
    assert text_of("优秀") == Text("优秀", "优秀")
    assert text_of({"zh": "优秀"}) == Text("优秀", "优秀")
    assert text_of({"zh": "优秀", "en": "Excellent"}) == Text("优秀", "Excellent")


@pytest.fixture
def chinese(acme: Company) -> Company:
    acme.admin.patch("/v1/tenant", {"locale": "zh"}, if_match="*").ok()
    return acme


def test_without_the_header_a_company_reads_its_own_language(chinese: Company) -> None:
    refused = chinese.admin.get("/v1/schemes/nothing")
    assert refused.problem(404)["detail"] == "找不到该方案。"
    assert refused.headers["content-language"] == "zh"
    assert refused.headers["vary"] == "Accept, Accept-Language, Authorization"


def test_what_is_refused_before_the_route_is_in_the_companys_language_too(
    chinese: Company,
) -> None:
    refused = chinese.with_role("hr").post("/v1/api-keys", {"role": "hr"})
    assert refused.problem(403)["detail"] == "该凭证的角色无权执行此操作。可执行的角色：admin。"


def test_the_header_goes_before_the_companys_language(chinese: Company) -> None:
    refused = chinese.admin.in_("en").get("/v1/schemes/nothing")
    assert refused.problem(404)["detail"] == "There is no such scheme."
    unknown = chinese.admin.in_("fr").get("/v1/schemes/nothing")
    assert unknown.headers["content-language"] == "zh"


def test_the_operator_and_who_is_not_known_read_english(operator: Api, chinese: Company) -> None:
    assert operator.get("/v1/tenants").headers["content-language"] == "en"
    assert chinese.admin.as_(None).get("/v1/health").headers["content-language"] == "en"


def test_a_drafts_findings_in_another_language_are_another_representation(acme: Company) -> None:
    """One revision in two languages has two ETags. A change may use either."""
    path, wrong = "/v1/schemes/desk", scheme({FIRST_POINTS: "35"})
    acme.admin.post("/v1/schemes", wrong).ok(201)
    en, zh = acme.admin.in_("en").get(path), acme.admin.in_("zh").get(path)
    assert en.ok()["findings"] != zh.ok()["findings"]
    assert en.etag != zh.etag
    read_in_english = {"If-None-Match": en.etag}
    assert acme.admin.in_("zh").get(path, headers=read_in_english).status == 200
    assert acme.admin.in_("en").get(path, headers=read_in_english).status == 304
    acme.admin.put(path, wrong, if_match=zh.etag).ok()
