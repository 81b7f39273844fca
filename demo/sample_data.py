"""Write the sample data: three companies, three successive months each, one month in two parts.

    python -m demo.sample_data DIRECTORY

Seeded generators make up all data (demo/shop.py, demo/courier.py, demo/telecom.py): the same bytes
at every run, no real person, no real figure.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from chalicelib.templates.library import template
from demo.files import EXTENSION, NOTICE, write
from demo.parts import Department, columns_of
from demo.people import MONTHS
from demo.tenants import TENANTS, DemoTenant

PERSON_HEADERS = {"employee_id": "工号", "employee_name": "姓名", "team": "团队"}


@dataclass(frozen=True, slots=True)
class SampleFile:
    """The file of one company's month, or of a department's part of it."""

    tenant: DemoTenant
    period: str
    path: Path
    department: Department | None = None

    @property
    def source(self) -> str | None:
        """The source that the file is sent for; None: all."""
        return None if self.department is None else self.department.code


def write_sample_data(directory: Path) -> list[SampleFile]:
    """Write every company's months below `directory`, with a notice that they are made up."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "README.txt").write_text("\n".join(NOTICE) + "\n", encoding="utf-8")
    return [
        _write_month(tenant, period, department, directory)
        for tenant in TENANTS
        for period in MONTHS
        for department in (tenant.departments if period == MONTHS[-1] else ()) or (None,)
    ]


def _write_month(
    tenant: DemoTenant, period: str, department: Department | None, directory: Path
) -> SampleFile:
    rows = tenant.rows(period)
    headers = _headers(tenant.template)
    codes = [code for code in headers if code in rows[0]]
    name = f"{tenant.id}-{period}"
    if department is not None:
        sent = columns_of(template(tenant.template).document(), department)
        codes = [code for code in codes if code in sent or code in PERSON_HEADERS]
        name = f"{name}-{department.code}"
    path = directory / f"{name}.{EXTENSION[tenant.file_format]}"
    cells = [[row[code] for code in codes] for row in rows]
    write(path, tenant.file_format, [headers[code] for code in codes], cells)
    return SampleFile(tenant, period, path, department)


def _headers(code: str) -> Mapping[str, str]:
    """Return each column's Chinese name by its code, in the order of the template."""
    columns = template(code).document()["columns"]
    return PERSON_HEADERS | {column["code"]: column["name"]["zh"] for column in columns}


if __name__ == "__main__":
    for sample in write_sample_data(Path(sys.argv[1])):
        print(sample.path)
