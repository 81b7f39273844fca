"""Files that LibreOffice itself saved, where it is installed: all formats read alike."""

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pytest

from .corpus.case import Accepted, Refused, outcome_of
from .corpus.library_making import openpyxl_file
from .corpus.text_making import ZH

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed"),
    pytest.mark.long,
]

BOOK = [
    ZH,
    ("001007", "张伟", "一组", dt.timedelta(seconds=5200), 125, 0.955, "4;5", "电话"),
    (1008, "李娜", "一组", 4100, "=90+8", 88, 4, "在线"),
    ("001009", "欧阳芳", "二组", None, None, "=1/0", 4.5, None),
    ("001010", "王=1", "二组", dt.time(0, 1, 30), 1234567.5, 0.1 + 0.2, "=1+1", None),
]
READ = Accepted(
    (
        (2, "001007", "张伟", "一组", "5200|125|95.5|4;5|电话"),
        (3, "001008", "李娜", "一组", "4100|98|88|4|在线"),
        (5, "001010", "王=1", "二组", "90|1234567.5|0.3|2|"),
    ),
    {4: (("resolution_rate", "formula_error"),)},
)
FORMATS = {"F2": "0.0%", "A3": "000000", "E5": "#,##0.00", "D2": "[h]:mm:ss"}


def _saved_by_libreoffice(target: str, folder: Path) -> bytes:
    def format_cells(sheet: object) -> None:
        for reference, code in FORMATS.items():
            sheet[reference].number_format = code  # type: ignore[index]

    source = folder / "source.xlsx"
    source.write_bytes(openpyxl_file(BOOK, format_cells))
    made = folder / "made"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [SOFFICE, profile, "--headless", "--convert-to", target, "--outdir", made, source]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # type: ignore[arg-type]
    return next(made.iterdir()).read_bytes()


@pytest.mark.parametrize(
    "target",
    [
        "xlsx",
        "csv:Text - txt - csv (StarCalc):59,34,76",  # semicolons, UTF-8
        "csv:Text - txt - csv (StarCalc):44,34,85",  # commas, GB18030
        "csv:Text - txt - csv (StarCalc):9,34,65535",  # tabs, UTF-16
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true",  # every text in quotes
    ],
)
def test_what_libreoffice_saves_is_read_alike(target: str, tmp_path: Path) -> None:
    assert outcome_of(_saved_by_libreoffice(target, tmp_path), READ) == READ


@pytest.mark.parametrize(("target", "code"), [("xls", "xls_file"), ("ods", "ods_file")])
def test_its_other_formats_are_refused_by_name(target: str, code: str, tmp_path: Path) -> None:
    assert outcome_of(_saved_by_libreoffice(target, tmp_path), Refused(code)) == Refused(code)
