"""An XLSX workbook: its sheets, their rows, and its shared strings and styles."""

from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, Final

from .faults import rejected
from .limits import Limits
from .number_formats import NumberFormat, cell_formats
from .package import Package, broken_workbook, part_name
from .shared_strings import SharedStrings, read_shared_strings
from .table import Line
from .worksheet import CellTexts, WorksheetRows
from .xml_stream import Attributes, read_all

_FOREIGN_PARTS: Final = (
    ("xl/workbook.bin", "xlsb_file", "xlsb"),
    ("content.xml", "ods_file", "ods"),
    ("word/document.xml", "not_a_table", "docx"),
    ("Index/Document.iwa", "not_a_table", "numbers"),
)


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A worksheet of the workbook: its name, its part in the zip, and whether it is visible."""

    name: str
    part: str
    visible: bool


@dataclass(slots=True)
class Workbook:
    """An opened workbook. Its shared strings are loaded when the first sheet is read."""

    package: Package
    limits: Limits
    sheets: tuple[SheetEntry, ...]
    epoch_1904: bool
    _strings_part: str | None
    _styles_part: str | None
    _cell_texts: CellTexts | None = None

    def reading(self, id_column: int | None = None) -> WorksheetRows:
        """Return a reader for the rows of one worksheet. Raises FileRejected.

        id_column: the position of the column of ids, if it is known.
        """
        return WorksheetRows(self._load_cell_texts(), self.limits, id_column)

    def beginning(self, sheet: SheetEntry) -> list[Line]:
        """Return the first rows of a sheet, twice `header_rows` of them. Raises FileRejected.

        There are fewer when the sheet begins with very many blank rows and cells: the beginnings of
        all sheets together have a bound.
        """
        limits = self.limits
        share = limits.beginnings_tags // len(self.sheets)
        tags = min(max(share, limits.beginning_least), limits.beginning_most)
        rows = self.reading().lines(self.package.beginning(sheet.part, tags), whole=False)
        return list(islice(rows, 2 * limits.header_rows))

    def _load_cell_texts(self) -> CellTexts:
        if self._cell_texts is None:
            strings, formats = SharedStrings(), tuple[NumberFormat, ...]()
            if self._strings_part:
                strings = read_shared_strings(
                    self.package.chunks(self._strings_part, self.limits.strings_tags), self.limits
                )
            if self._styles_part:
                formats = cell_formats(
                    self.package.chunks(self._styles_part, self.limits.small_part_tags), self.limits
                )
            self._cell_texts = CellTexts(strings, formats, epoch_1904=self.epoch_1904)
        return self._cell_texts


def open_workbook(stream: BinaryIO, limits: Limits) -> Workbook:
    """Read the workbook's list of sheets. Raises FileRejected for any other kind of zip."""
    package = Package(stream, limits)
    main = _main_part(package, limits)
    related = _relations(package, main, limits)
    sheets: list[tuple[str, str, bool]] = []
    epoch_1904 = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal epoch_1904
        if name == "sheet":
            relation, shown = _relation_id(attributes), _shown(attributes)
            sheets.append((attributes.get("name", ""), relation, shown))
            if len(sheets) > limits.sheets:
                raise broken_workbook("too many sheets")
        elif name == "workbookPr":
            epoch_1904 = attributes.get("date1904", "0").lower() in ("1", "true", "on")

    read_all(package.chunks(main, limits.small_part_tags), limits, start)
    entries = tuple(
        SheetEntry(name, related[relation][1], visible)
        for name, relation, visible in sheets
        if relation in related and related[relation][0] == "worksheet"
    )
    if not entries:
        raise broken_workbook("no worksheet")
    if len({entry.part.lower() for entry in entries}) < len(entries):
        raise broken_workbook("several sheets name one part")
    by_kind = {kind: part for kind, part in related.values() if package.has(part)}
    strings, styles = by_kind.get("sharedStrings"), by_kind.get("styles")
    return Workbook(package, limits, entries, epoch_1904, strings, styles)


def _main_part(package: Package, limits: Limits) -> str:
    for part, code, name in _FOREIGN_PARTS:
        if package.has(part):
            raise rejected(
                code,
                f"这是 {name} 文件；请另存为 .xlsx 或 CSV 再上传",
                f"this is a {name} file; save it as .xlsx or CSV and send that",
                found=name,
            )
    if package.has("_rels/.rels"):
        for kind, part in _relations(package, "", limits).values():
            if kind == "officeDocument" and package.has(part):
                return part
    if package.has("xl/workbook.xml"):
        return "xl/workbook.xml"
    raise rejected(
        "not_a_table",
        "这是压缩包，不是 Excel 文件；请上传 CSV 或 .xlsx",
        "this is an archive, not a workbook; send CSV or .xlsx",
        found="zip",
    )


def _relations(package: Package, owner: str, limits: Limits) -> dict[str, tuple[str, str]]:
    """Return relation id to (kind, part name) of a part's relations inside the zip.

    owner: the part; "" for the zip itself.
    """
    folder, _, file = owner.rpartition("/")
    where = f"{folder}/_rels/{file}.rels" if owner else "_rels/.rels"
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: Attributes) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "")
        path = target if target.startswith("/") else f"{folder}/{target}"
        kind = attributes.get("Type", "").rpartition("/")[2]
        found[attributes.get("Id", "")] = (kind, part_name(path))
        if len(found) > limits.parts:
            raise broken_workbook("too many relations")

    read_all(package.chunks(where, limits.small_part_tags), limits, start)
    return found


def _relation_id(attributes: Attributes) -> str:
    """Return the attribute `r:id`; the file may give its namespace any prefix."""
    return next((v for k, v in attributes.items() if k.endswith(":id")), "")


def _shown(attributes: Attributes) -> bool:
    return attributes.get("state", "visible") == "visible"
