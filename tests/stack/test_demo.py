"""The demonstration on the deployed package: its output, and that of a second run."""

import contextlib
import io
import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor
from pathlib import Path

import pytest

from demo import telecom
from demo.__main__ import main
from demo.people import MONTHS
from demo.state import State, load
from demo.tenants import TENANTS
from tests.stack.conftest import Stack

pytestmark = [pytest.mark.stack, pytest.mark.long]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def first_run(stack: Stack, home: Path) -> str:
    return _run(stack, home)


@pytest.fixture
def kept(stack: Stack, home: Path, first_run: str) -> State:
    return load(home / "demo-127.0.0.1.json")


def test_it_shows_every_companys_path_from_upload_to_payroll_file(first_run: str) -> None:
    companies = first_run.split("━━")[1::2]
    assert len(companies) == 4  # three companies and the closing words
    shop, courier, operator = first_run.split("━━")[2:7:2]
    assert shop.count("completed\n") == courier.count("completed\n") + 1 == 3
    assert "2026-10：共 38 行，成功 35 行，失败 3 行" in courier
    for reason in ("解决数", "责任心评价", "重复"):
        assert reason in courier
    assert "2026-10 成绩单" in shop
    assert "Scorecards of 2026-10" in operator
    for company in (shop, courier, operator):
        assert re.search(r"SHA-256 [0-9a-f]{16}", company)
        copy = re.search(r"(?:copy on this machine|本机副本): (\S+)", company)
        assert copy is not None
        assert len(Path(copy[1]).read_bytes().splitlines()) > 20
    assert "已起草改进计划" in courier
    assert "improvement plans drafted" in operator
    # The third company's last month comes in two parts: the first leaves everybody waiting.
    people = len(telecom.rows(MONTHS[-1]))
    assert operator.count("wait for another department") == 1
    assert f"{people} of them wait for another department" in operator


def test_the_three_commands_it_ends_with_work(stack: Stack, first_run: str) -> None:
    commands = re.findall(r"curl -s (.*?)'(http[^']*)'\n", first_run, flags=re.DOTALL)
    assert len(commands) == 3
    for options, address in commands:
        headers = dict(header.split(": ", 1) for header in re.findall(r"-H '([^']*)'", options))
        answer = stack.session.get(address, headers=headers, timeout=60)
        assert answer.status_code == 200, answer.text


def test_the_telecom_operators_totals_are_those_worked_out_by_other_means(
    stack: Stack, kept: State
) -> None:
    key = kept.tenants["haian-telecom"].key
    for month in MONTHS:
        page = stack.request("GET", f"/v1/periods/{month}/scorecards?limit=200", key).json()
        totals = {card["employee_id"]: card["total"] for card in page["items"]}
        expected = {row["employee_id"]: _total(row) for row in telecom.rows(month)}
        assert len(expected) > 50
        assert totals == expected


def test_a_second_run_reuses_everything_and_shows_the_same(
    stack: Stack, home: Path, first_run: str, kept: State
) -> None:
    second = _run(stack, home)
    again = load(home / "demo-127.0.0.1.json")
    assert again.tenants == kept.tenants
    for tenant in TENANTS:
        uploads = stack.request("GET", "/v1/uploads?limit=200", kept.tenants[tenant.id].key).json()
        sent = len(MONTHS) - 1 + max(1, len(tenant.departments))
        # A closed rating round is an upload too.
        assert len(uploads["items"]) == sent + (tenant.rating_team is not None)
    assert _results(second) == _results(first_run)
    assert re.search(r"confirmed: .* rank none.*\n.*revoked: .* rank \d+", first_run)
    assert "was recorded and revoked before" in second
    # Ten of the night shift, each by three peers and the own person, without an account.
    assert re.search(r"2026-11 评分轮次：(\d+) 人被评，\1 人评分", first_run)
    assert re.search(r"夜班组，同事：已提交 (\d+)/\1 份", first_run)
    assert "2026-11 的评分轮次上次已完成" in second
    # Somebody of the shop was paid by 1, and gets 0.2 more by the file of differences.
    appealed = re.search(r"(S\d+) 对已公布的 2026-09 结果提出申诉", first_run)
    assert appealed is not None
    assert f"{appealed[1]} 对 2026-09 结果的申诉上次已决定" in second
    assert re.search(r"申诉得到支持.*：? ?.*系数 1\.2，第 2 版", first_run)
    assert re.search(rf"给薪酬系统的差额文件\n.*\n +{appealed[1]},.*0\.2", first_run)


def _run(stack: Stack, home: Path) -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        key = str(stack.home / "operator-key")
        main(["--api", stack.url, "--operator-key-file", key, "--home", str(home)])
    return said.getvalue()


def _results(text: str) -> list[str]:
    """Return the printed scorecards, explanations and plans, without uploads, links and times.

    A veto, a rating round and an appeal are shown by the first run alone; what a veto does not
    leave behind is seen in the results.
    """
    parts = re.findall(r"\n  (?:2026-10 成绩单|Scorecards of).*?(?=\n━━)", text, flags=re.DOTALL)
    assert len(parts) == 3
    shown = (
        r"exp_\w+|SHA-256 \w+|/exports/\S+|\n +(?:a veto on|the veto on|confirmed: |revoked: ).*"
    )
    shown += r"|\n  2026-11 的?评分轮次.*(?:\n    .*)*"
    shown += r"|\n  S\d+ 对.*(?:已公布的|结果的申诉).*(?:\n(?:\n  .*2026-09 成绩单.*|\n?    .*))*"
    return [re.sub(shown + r"|\n    total .* rank \w+(?=\n)", "", part) for part in parts]


def _total(row: Mapping[str, str]) -> str:
    """Return the telecom template's total by fractions: weights 15, 25, 25, 15, 10, 10."""
    figure = {name: Fraction(text) for name, text in row.items() if text.isdigit()}
    seconds = figure["response_seconds"] / figure["contacts"]
    resolved = 100 * figure["resolved_first"] / figure["tickets"]
    recommended = 100 * figure["recommended"] / figure["contacts"]
    lines = [
        (15, 0 if seconds > 60 else 15 - 2 * max(0, floor((seconds - 30) / 10))),
        (25, 0 if resolved < 75 else 25 - max(0, floor(85 - resolved))),
        (10, 0 if recommended < 5 else 10 - max(0, floor(10 - recommended))),
    ]
    if figure["empathy_sampled"] >= 10:
        lines.append((25, max(0, 25 - 5 * figure["empathy_failed"])))
    if figure["records_sampled"] >= 10:
        wrong = figure["record_errors"]
        lines.append((15, 0 if wrong >= 3 else 15 - 3 * wrong))
    if figure["faults_reported"]:
        repaired = 100 * figure["faults_repaired_in_time"] / figure["faults_reported"]
        lines.append((10, max(0, 10 - max(0, floor(96 - repaired)))))
    available, earned = (sum(map(Fraction, column)) for column in zip(*lines, strict=True))
    total = min(Fraction(100), earned * 100 / available + figure.get("innovation_points", 0))
    hundredths = Decimal(total.numerator * 100) / Decimal(total.denominator)
    return str((hundredths.quantize(Decimal(1), ROUND_HALF_UP) / 100).quantize(Decimal("0.01")))
