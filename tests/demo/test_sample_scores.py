"""The scored sample months: a spread of grades like that of a real department."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.scoring import CompiledScheme, RowFault, compile_scheme, fill, read_scheme
from chalicelib.templates.library import template
from demo.people import MONTHS
from demo.tenants import TENANTS, DemoTenant


def _compiled(tenant: DemoTenant) -> CompiledScheme:
    document = template(tenant.template).document()
    proposals = {parameter["code"]: {"confirmed": True} for parameter in document["parameters"]}
    return compile_scheme(read_scheme(fill(document, proposals | dict(tenant.settings))))


def _cells(compiled: CompiledScheme, row: dict[str, str]) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for column in compiled.columns:
        text = row[column.code]
        cells[column.code] = Decimal(text) if text and column.kind == "number" else text or None
    return cells


@pytest.mark.parametrize("tenant", TENANTS, ids=lambda tenant: tenant.id)
def test_every_month_has_a_spread_of_grades(tenant: DemoTenant) -> None:
    compiled = _compiled(tenant)
    best = template(tenant.template).document()["grades"][0]["code"]
    before: dict[str, dict[str, Any]] = {}
    for month in MONTHS:
        grades: Counter[str | None] = Counter()
        for row in tenant.rows(month):
            if row.get("solved", "0").isdigit() and row.get("responsibility") != "还行":
                cells, last = _cells(compiled, row), before.get(row["employee_id"])
                grades[compiled.score(cells, previous=last).grade] += 1
                before[row["employee_id"]] = {"inputs": cells, "values": {}}
        scored = sum(grades.values())
        assert len(grades) >= 3, grades
        assert 0.05 <= grades[best] / scored <= 0.4, grades
        assert grades["good"] / scored >= 0.25, grades


def test_the_unknown_level_fails_its_row_alone() -> None:
    (tenant,) = (tenant for tenant in TENANTS if tenant.template == "courier")
    compiled = _compiled(tenant)
    (row,) = (row for row in tenant.rows("2026-10") if row["responsibility"] == "还行")
    with pytest.raises(RowFault) as caught:
        compiled.score(_cells(compiled, row))
    assert caught.value.column == "responsibility"


def test_growth_needs_the_month_before() -> None:
    (tenant,) = (tenant for tenant in TENANTS if tenant.template == "taobao")
    compiled = _compiled(tenant)
    august, september = (
        {row["employee_id"]: _cells(compiled, row) for row in tenant.rows(month)}
        for month in MONTHS[:2]
    )
    stayed = next(iter(sorted(august.keys() & september.keys())))
    joined = next(iter(sorted(september.keys() - august.keys())))
    with_previous = compiled.score(
        september[stayed], previous={"inputs": august[stayed], "values": {}}
    )
    assert _status(with_previous, "basket_growth") == "scored"
    assert _status(compiled.score(september[joined]), "basket_growth") == "not_available"


def _status(result: Any, indicator: str) -> str:
    (line,) = (line for line in result.lines if line.indicator == indicator)
    return str(line.status)
