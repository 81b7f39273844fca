"""Make the files beside this script: sheets that LibreOffice opened, computed and saved.

    python -m tests.reading.corpus.saved.making

It needs LibreOffice (`soffice`; the files here are by 7.4). The tests read what it has left and
need none. Each sheet of ``books.py`` is written by openpyxl, without any result of a formula, and
saved by LibreOffice as each of the book's targets says. What no program saves is done to its file
afterwards: backslashes in the names of parts, which some exporters write.
"""

import io
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from .books import BOOKS

FOLDER = Path(__file__).parent
#: A target's ending, to LibreOffice's filter: separator, quote, encoding, first line, ...
FILTERS = {
    "xlsx": "xlsx",
    "commas.csv": "csv:Text - txt - csv (StarCalc):44,34,76",
    "semicolons.csv": "csv:Text - txt - csv (StarCalc):59,34,85",
    "tabs.csv": "csv:Text - txt - csv (StarCalc):9,34,65535",
    "quoted.csv": "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true",
    "stored.csv": "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false",
}


def main() -> int:
    soffice = shutil.which("soffice")
    if soffice is None:
        print("LibreOffice is not installed (soffice)", file=sys.stderr)
        return 1
    for old in FOLDER.glob("*.*"):
        if old.suffix in (".xlsx", ".csv"):
            old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        for target, filter_ in FILTERS.items():
            _save(soffice, Path(folder), target, filter_)
    _with_backslashes(FOLDER / "merged.xlsx", FOLDER / "backslashes.xlsx")
    return 0


def _save(soffice: str, folder: Path, target: str, filter_: str) -> None:
    """Let LibreOffice save all books that have this target; one start for all of them."""
    sources, made = folder / f"sources-{target}", folder / f"made-{target}"
    sources.mkdir()
    for name, book in BOOKS.items():
        if target in book.targets:
            workbook = book.make()
            workbook.save(sources / f"{name}.xlsx")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    files = [str(one) for one in sorted(sources.iterdir())]
    command = [soffice, profile, "--headless", "--convert-to", filter_, "--outdir", str(made)]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=600)
    for one in made.iterdir():
        (FOLDER / f"{one.stem}.{target}").write_bytes(one.read_bytes())


def _with_backslashes(source: Path, target: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(source) as found, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name in found.namelist():
            out.writestr(name.replace("/", "\\"), found.read(name))
    target.write_bytes(made.getvalue())


if __name__ == "__main__":
    sys.exit(main())
