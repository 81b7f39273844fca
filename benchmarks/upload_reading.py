"""Measure time and memory of reading uploaded files, each reader in a separate process.

    python -m benchmarks.upload_reading [rows]

It first makes files with an id, a name, a team and ten figures (seeded; one is a percentage), as
CSV in GB18030 and as XLSX with shared strings. Time is processor time from the file to the last
row. Memory is the growth of the process's peak after all imports (Linux). The other two XLSX
readers give cells only: no header, no decimals, no checks.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from xlsxwriter import Workbook

from chalicelib.reading import ColumnSpec, Row, open_file
from chalicelib.scoring.text import text

FIGURES = 10
SPECS = [ColumnSpec(f"c{n}", (f"列{n}",), unit=text("%", "%")) for n in range(FIGURES)]
HEADER = ["employee_id", "employee_name", "team", *(spec.code for spec in SPECS)]


def row(number: int, chance: random.Random) -> list[str | float]:
    whole = [float(chance.randrange(100_000)) for _ in range(6)]
    parts = [chance.randrange(100_000) / 100 for _ in range(3)]
    person = [f"{number:07}", f"员工{number}", f"{number % 40}组"]
    return [*person, *whole, *parts, chance.randrange(1000) / 1000]


def make_csv(path: Path, rows: int) -> None:
    chance = random.Random(1)
    with path.open("w", encoding="gb18030", newline="") as file:
        file.write(",".join(HEADER) + "\r\n")
        for number in range(1, rows + 1):
            *cells, rate = row(number, chance)
            file.write(",".join(map(str, cells)) + f",{float(rate) * 100:.1f}%\r\n")


def make_xlsx(path: Path, rows: int) -> None:
    chance = random.Random(1)
    with Workbook(str(path)) as workbook:
        sheet, percent = workbook.add_worksheet(), workbook.add_format({"num_format": "0.0%"})
        sheet.write_row(0, 0, HEADER)
        for number in range(1, rows + 1):
            *cells, rate = row(number, chance)
            sheet.write_row(number, 0, cells)
            sheet.write_number(number, len(cells), float(rate), percent)


def ours(path: str) -> int:
    with Path(path).open("rb") as stream, open_file(stream, path, SPECS) as sheet:
        return sum(1 for each in sheet.rows() if isinstance(each, Row))


def openpyxl_cells(path: str) -> int:
    from openpyxl import load_workbook

    sheet = load_workbook(path, read_only=True, data_only=True).worksheets[0]
    return sum(1 for cells in sheet.iter_rows() for cell in cells if cell.number_format) // 13


def calamine_cells(path: str) -> int:
    from python_calamine import CalamineWorkbook

    return sum(1 for _ in CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows())


READERS: dict[str, Callable[[str], int]] = {
    "ours": ours,
    "openpyxl": openpyxl_cells,
    "calamine": calamine_cells,
}


def measured(reader: str, path: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.upload_reading", "--one", reader, str(path)],
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def peak_kilobytes() -> int:
    """Return the peak memory of this program only; getrusage would include the parent's peak."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))


def one(reader: str, path: str) -> None:
    before, start = peak_kilobytes(), time.process_time()
    rows = READERS[reader](path)
    seconds = time.process_time() - start
    grown = (peak_kilobytes() - before) / 1024
    print(
        f"{reader:9} {rows:>9} rows {seconds:7.2f} s {rows / seconds:>9.0f} rows/s {grown:6.0f} MB"
    )


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for few in (rows // 10, rows):
            csv, xlsx = Path(folder, f"{few}.csv"), Path(folder, f"{few}.xlsx")
            make_csv(csv, few)
            make_xlsx(xlsx, few)
            for made in (csv, xlsx):
                print(f"{made.name}: {made.stat().st_size >> 10} KB")
            print("  csv ", measured("ours", csv))
            for reader in READERS:
                print("  xlsx", measured(reader, xlsx))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], sys.argv[3])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
