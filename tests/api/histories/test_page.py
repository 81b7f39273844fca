"""A history as a page that a person may take to arbitration: both languages, checkable, inert."""

import html
import re

from tests.api.company import Company
from tests.api.histories.conftest import WORSE
from tests.api.histories.plain_reading import digest
from tests.api.histories.reading import asked
from tests.api.settled_month import settled
from tests.api.uploads.sending import Desk, csv_of

EVIL = '<script>alert("x")</script>'


def test_it_is_a_page_in_both_languages_without_scripts(october: Desk, acme: Company) -> None:
    october.send(WORSE)
    settled(acme.hr, "publish", "2026-10", "desk").ok()
    zh = asked(acme.agent, format="html", lang="zh")
    en = asked(acme.agent.in_("en"), lang="en")
    assert en.headers["content-type"] == "application/json"
    page = acme.agent.get(
        "/v1/employees/1001/scorecards/2026-10/history?lang=en", headers={"Accept": "text/html"}
    )
    assert page.headers["content-type"] == zh.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert '<html lang="zh-CN">' in zh.text
    assert "考核结果的形成过程" in zh.text
    assert "该次结果不向您展示" in zh.text
    assert "How the result came to be" in page.text
    assert "This revision is not shown to you" in page.text
    assert "56.00" in page.text
    # The total of what was replaced before publication is not in it.
    assert "88.00" not in page.text
    for one in en.ok()["items"]:
        assert one["hash"] in page.text


def test_what_it_prints_is_enough_to_compute_the_hash(october: Desk, acme: Company) -> None:
    page = asked(acme.hr, format="html").text
    shown = [html.unescape(one) for one in re.findall(r"<code>(.*?)</code>", page)]
    content, salt, commitment, before, hashed = shown
    assert digest(salt, content) == commitment
    assert digest(before, commitment) == hashed


def test_texts_of_the_company_are_inert(desk: Desk, acme: Company) -> None:
    desk.send(csv_of(f"1001,{EVIL.replace(chr(34), '')},red,4000,100,88,100"))
    page = asked(acme.hr, format="html").text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_long_history_leads_to_its_next_page(october: Desk, acme: Company) -> None:
    october.send(WORSE)
    first = asked(acme.hr, format="html", limit=1, lang="en").text
    (query,) = re.findall(r'<a href="\?(.*?)"', first)
    second = acme.hr.get(
        f"/v1/employees/1001/scorecards/2026-10/history?{html.unescape(query)}"
    ).text
    assert "Revision 2" in second
    assert "Revision 1" not in second
