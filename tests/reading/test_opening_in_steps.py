"""A workbook that is opened in steps is read as in one go, wherever the steps end."""

from dataclasses import replace
from typing import Any, BinaryIO, NoReturn

import pytest

from chalicelib.reading import DEFAULT_LIMITS, FileRejected, Limits, package
from chalicelib.reading.steps import Place, Whole

from .crafted import HEAD, MAIN, row, sheet_xml, strings_xml, workbook_xml
from .crafted import package as workbook
from .opened import opened
from .refusals import SCORE, TOP, refusal

#: A step ends at the first row after each piece of the file.
SHORT = replace(DEFAULT_LIMITS, step_bytes=1)


class Ended(Exception):
    """A step has ended."""


class Kept:
    """Keeps a transcript in memory, as an upload keeps it in the bucket."""

    def __init__(self) -> None:
        self.text, self.place, self.about = b"", None, None
        self.steps = 0
        self.ended_at: list[int] = []

    text: bytes
    place: Place | None
    about: Whole | None

    def whole(self, rows_file: BinaryIO) -> Whole | None:
        if self.about is not None:
            rows_file.write(self.text)
        return self.about

    def begun(self, rows_file: BinaryIO, part: str) -> Place | None:
        self.steps += 1
        rows_file.write(self.text)
        return self.place

    def over(self) -> bool:
        return True

    def pause(self, rows_file: BinaryIO, place: Place) -> NoReturn:
        self._take(rows_file)
        assert len(self.text) == place.written
        self.place = Place.of_item(place.as_item())
        self.ended_at.append(place.row)
        raise Ended

    def end(self, rows_file: BinaryIO, whole: Whole) -> None:
        self._take(rows_file)
        self.about = whole

    def _take(self, rows_file: BinaryIO) -> None:
        rows_file.seek(len(self.text))
        self.text += rows_file.read()


def seen(content: bytes, kept: Kept | None = None, limits: Limits = SHORT) -> tuple[Any, ...]:
    """Return what a reader sees of the file; opened in steps, if ``kept`` is given."""
    for _ in range(500):
        try:
            sheet = opened(content, [SCORE], limits=limits, steps=kept)
        except Ended:
            continue
        with sheet:
            return list(sheet.rows()), dict(sheet.passed_over), sheet.rows_known, sheet.name
    raise AssertionError("the steps come to no end")


def numbered(first: int, last: int) -> str:
    return "".join(row(n, str(n), "1") for n in range(first, last))


def merged(*blocks: str) -> str:
    return "<mergeCells>" + "".join(f'<mergeCell ref="{one}"/>' for one in blocks) + "</mergeCells>"


def unnumbered(number: int) -> str:
    return "".join(f"<row><c><v>{n}</v></c><c><v>1</v></c></row>" for n in range(number))


FILES = {
    "rows": workbook(sheet_xml(TOP + numbered(2, 60))),
    "gaps and blank rows": workbook(
        sheet_xml(TOP + "<row/>" * 9 + numbered(20, 40) + "<row/>" * 9 + numbered(90, 120))
    ),
    "rows without numbers": workbook(sheet_xml(TOP + unnumbered(40))),
    "shared strings": workbook(
        sheet_xml(
            TOP
            + "".join(
                f'<row r="{n}"><c r="A{n}" t="s"><v>{n - 2}</v></c><c r="B{n}"><v>1</v></c></row>'
                for n in range(2, 40)
            )
        ),
        strings=strings_xml(*(f"id{n}" for n in range(40))),
    ),
    "merged cells after the rows": workbook(
        sheet_xml(TOP + numbered(2, 40), merged("B3:B5", "A9:B9"))
    ),
    "a long row": workbook(sheet_xml(TOP + row(2, "7", "x" * 3000) + numbered(3, 30))),
    "texts with markup and breaks": workbook(
        sheet_xml(TOP + "".join(row(n, f'{n}&amp;&#10;,"é', "1") for n in range(2, 30)))
    ),
    "unknown elements between rows": workbook(
        sheet_xml(TOP + "".join(row(n, str(n), "1") + "<ext><x/></ext>" for n in range(2, 30)))
    ),
    "names with a prefix": workbook(
        (
            f'{HEAD}<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{TOP}{numbered(2, 40)}'
            "</x:sheetData></x:worksheet>"
        )
        .replace("<row", "<x:row")
        .replace("</row", "</x:row")
        .replace("<c ", "<x:c ")
        .replace("</c>", "</x:c>")
        .replace("<v>", "<x:v>")
        .replace("</v>", "</x:v>")
        .replace("<is>", "<x:is>")
        .replace("</is>", "</x:is>")
        .replace("<t>", "<x:t>")
        .replace("</t>", "</x:t>")
    ),
    "UTF-16": workbook(
        "",
        replaced={
            "xl/worksheets/sheet1.xml": sheet_xml(TOP + numbered(2, 40))
            .replace("UTF-8", "UTF-16")
            .encode("utf-16")
        },
    ),
}


@pytest.mark.parametrize("piece", [61, 400])
@pytest.mark.parametrize("name", FILES)
def test_a_file_opened_in_steps_is_read_as_in_one_go(
    name: str, piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "_CHUNK", piece)
    kept = Kept()
    assert seen(FILES[name], kept) == seen(FILES[name])
    assert kept.steps > 3
    # Each step comes forward.
    assert kept.ended_at == sorted(set(kept.ended_at))


def test_a_whole_transcript_is_read_without_the_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Kept()
    first = seen(FILES["merged cells after the rows"], kept)
    steps = kept.steps
    monkeypatch.setattr("chalicelib.reading.transcript.open_workbook", None)
    assert seen(FILES["merged cells after the rows"], kept) == first
    assert kept.steps == steps


#: Where another reader could not go on with what stands before the first row, no step ends.
UNUSUAL = {
    "a second table of rows": sheet_xml(TOP).replace(
        "</sheetData>", f"</sheetData><sheetData>{numbered(2, 60)}</sheetData>"
    ),
    "merged cells among the rows": sheet_xml(TOP + merged("B3:B4") + numbered(2, 60)),
    "rows that lie deeper than the first": sheet_xml(TOP + f"<group>{numbered(2, 60)}</group>"),
}


@pytest.mark.parametrize("name", UNUSUAL)
def test_an_unusual_worksheet_is_read_in_one_step(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "_CHUNK", 61)
    kept, file = Kept(), workbook(UNUSUAL[name])
    assert seen(file, kept) == seen(file)
    assert len([one for one in kept.ended_at if one > 1]) == 0


def test_a_worksheet_with_much_before_its_rows_is_read_in_one_step(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(package, "_CHUNK", 61)
    file, kept = FILES["rows"], Kept()
    with opened(file, [SCORE], limits=replace(SHORT, before_rows_bytes=10), steps=kept) as sheet:
        assert sheet.rows_known == 58
    assert kept.steps == 1


def test_the_limit_of_rows_holds_over_all_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "_CHUNK", 61)
    kept = Kept()
    with pytest.raises(FileRejected) as error:
        seen(FILES["rows"], kept, limits=replace(SHORT, rows=30))
    assert error.value.code == "too_many_rows"
    assert kept.steps > 3


@pytest.mark.parametrize(
    ("part", "limits"),
    [
        ("strings", replace(DEFAULT_LIMITS, strings_tags=6_000)),
        ("between rows", replace(DEFAULT_LIMITS, between_rows=6_000)),
        ("a row", replace(DEFAULT_LIMITS, blank_columns=6_000)),
        ("the workbook", replace(DEFAULT_LIMITS, small_part_tags=6_000)),
    ],
)
def test_what_cannot_pause_has_a_bound_of_its_own(part: str, limits: Any) -> None:
    many = "<x/>" * 7_000
    sheet = sheet_xml(TOP + row(2, "7", "1"))
    replaced: dict[str, str | bytes] = {}
    strings = None
    match part:
        case "strings":
            strings = strings_xml("a").replace("<si>", many + "<si>")
        case "between rows":
            sheet = sheet_xml(TOP + many + row(2, "7", "1"))
        case "a row":
            sheet = sheet_xml(TOP + "<row>" + "<c/>" * 7_000 + "</row>" + row(3, "7", "1"))
        case _:
            replaced["xl/workbook.xml"] = workbook_xml("Sheet1").replace(
                "<sheets>", many + "<sheets>"
            )
    file = workbook(sheet, strings=strings, replaced=replaced or None)
    assert refusal(file, limits).code in ("file_too_large_unpacked", "broken_workbook")
