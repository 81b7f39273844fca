"""The sample data: the same at every run, and shaped like the figures of a real operation."""

import csv
import hashlib
import io
import statistics
from collections.abc import Callable
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from chalicelib.templates.library import template
from demo import courier, shop, telecom
from demo.people import MONTHS
from demo.sample_data import write_sample_data
from demo.tenants import TENANTS, DemoTenant

Rows = Callable[[str], list[dict[str, str]]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("samples")
    write_sample_data(directory)
    return directory


def test_two_runs_write_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_sample_data(tmp_path)
    digests = [
        {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in place.iterdir()}
        for place in (folder, tmp_path)
    ]
    assert digests[0] == digests[1]
    assert len(digests[0]) == 11  # nine months, one of them in two parts, and the notice


def test_the_data_says_that_it_is_made_up(folder: Path) -> None:
    assert "made up" in (folder / "README.txt").read_text(encoding="utf-8")
    book = CalamineWorkbook.from_path(folder / "yunshan-shop-2026-08.xlsx")
    assert "made up" in str(book.get_sheet_by_index(1).to_python())
    for tenant in TENANTS:
        assert "样例" in tenant.name["zh"]
        assert "sample" in tenant.name["en"]


@pytest.mark.parametrize(
    ("module", "size"),
    [(shop, 24), (courier, 40), (telecom, 60)],
    ids=["shop", "courier", "telecom"],
)
def test_people_join_and_leave_between_the_months(module: object, size: int) -> None:
    agents = module.AGENTS  # type: ignore[attr-defined]
    assert len({agent.employee_id for agent in agents}) == size
    first, *_, last = (
        {agent.employee_id for agent in agents if agent.works_in(month)} for month in MONTHS
    )
    assert last - first, "somebody joins"
    assert first - last, "somebody leaves"
    assert len(first & last) > 0.7 * size


def test_the_formats_are_a_workbook_a_gb18030_file_and_a_utf8_file(folder: Path) -> None:
    book = CalamineWorkbook.from_path(folder / "yunshan-shop-2026-10.xlsx")
    assert book.get_sheet_by_index(0).to_python()[0][:4] == ["工号", "姓名", "团队", "咨询量"]
    gb18030 = (folder / "feiyan-express-2026-10.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        gb18030.decode("utf-8")
    assert gb18030.decode("gb18030").startswith("工号,姓名,团队,非常满意数")
    utf8 = (folder / "haian-telecom-2026-09.csv").read_text(encoding="utf-8")
    assert utf8.startswith("工号,姓名,团队,接待量")


def test_the_parts_of_two_departments_have_each_column_once(folder: Path) -> None:
    whole, *parts = (
        (folder / f"haian-telecom-{name}.csv")
        .read_text(encoding="utf-8")
        .splitlines()[0]
        .split(",")
        for name in ("2026-09", "2026-10-operations", "2026-10-quality")
    )
    person = whole[:3]
    assert [part[:3] for part in parts] == [person, person]
    assert sorted(parts[0][3:] + parts[1][3:]) == sorted(whole[3:])


@pytest.mark.parametrize("tenant", TENANTS, ids=lambda tenant: tenant.id)
def test_every_column_of_the_template_is_in_the_file(tenant: DemoTenant) -> None:
    columns = {column["code"] for column in template(tenant.template).document()["columns"]}
    for month in MONTHS:
        rows = tenant.rows(month)
        assert all(set(row) - {"employee_id", "employee_name", "team"} == columns for row in rows)


@pytest.mark.parametrize(
    ("rows", "column"),
    [(shop.rows, "consultations"), (courier.rows, "enquiries"), (telecom.rows, "contacts")],
    ids=["shop", "courier", "telecom"],
)
def test_volumes_are_skewed_and_months_differ(rows: Rows, column: str) -> None:
    months = [
        [int(row[column]) for row in rows(month) if row[column].isdigit()] for month in MONTHS
    ]
    for volumes in months:
        assert statistics.mean(volumes) > statistics.median(volumes) * 0.98
        assert max(volumes) > 1.3 * statistics.median(volumes)
    means = [statistics.mean(volumes) for volumes in months]
    assert len({round(mean) for mean in means}) == len(MONTHS)


def test_some_agents_have_no_complaints_at_all() -> None:
    for month in MONTHS:
        counts = [
            int(row["ordinary_complaints"]) + int(row["major_complaints"])
            for row in courier.rows(month)
        ]
        assert 2 <= counts.count(0) <= len(counts) / 2
        assert max(counts) > 20


def test_parts_never_exceed_their_wholes() -> None:
    pairs = [("tickets", "resolved_first"), ("faults_reported", "faults_repaired_in_time")]
    for month in MONTHS:
        for row in telecom.rows(month):
            assert all(int(row[part]) <= int(row[whole]) for whole, part in pairs)


def test_one_file_has_three_faulty_rows(folder: Path) -> None:
    def rows_of(name: str) -> list[dict[str, str]]:
        text = (folder / name).read_bytes().decode("gb18030")
        return list(csv.DictReader(io.StringIO(text)))

    rows = rows_of("feiyan-express-2026-10.csv")
    (mistyped,) = (row["解决数"] for row in rows if not row["解决数"].isdigit())
    assert mistyped.endswith("O")
    assert mistyped[:-1].isdigit()
    assert [row["责任心评价"] for row in rows].count("还行") == 1
    ids = [row["工号"] for row in rows]
    assert len(ids) - len(set(ids)) == 1
    for month in ("2026-08", "2026-09"):
        clean = rows_of(f"feiyan-express-{month}.csv")
        assert all(row["解决数"].isdigit() for row in clean)
        assert len({row["工号"] for row in clean}) == len(clean)
