"""Files broken at random, and the one thing that reading them must hold to."""

import io
import random
import zipfile

from chalicelib.reading import BadRow, FileRejected, Limits, Row, errors_csv

from .corpus.case import SPECS
from .opened import opened

#: Small bounds, so that every limit is met, and met quickly.
SMALL = Limits(
    file_bytes=1 << 20,
    rows=2_000,
    columns=40,
    cell_characters=300,
    line_characters=4_000,
    part_bytes=1 << 20,
    ratio_from_bytes=1 << 16,
    transcript_bytes=1 << 18,
    shared_strings=500,
    merged_cells=500,
    xml_token_bytes=1 << 12,
)


def holds(content: bytes) -> None:
    """The file is refused in words, or read to its end twice alike, with a report that can be
    read again. Anything else raises."""
    try:
        with opened(content, SPECS, limits=SMALL) as sheet:
            rows = list(sheet.rows())
            again = list(sheet.rows(rows[len(rows) // 2].number))
            assert again == rows[len(rows) // 2 + 1 :]
            assert len(rows) == sheet.rows_known
            report = errors_csv(_bad(rows), sheet.header_labels, separator=sheet.separator)
    except FileRejected as refused:
        said = (refused.code, refused.message["zh"], refused.message["en"])
        if not all(said):
            raise AssertionError("a refusal without words") from refused
        return
    numbers = [row.number for row in rows]
    assert numbers == sorted(set(numbers))
    assert all(row.errors for row in _bad(rows))
    assert all(row.employee_id for row in rows if isinstance(row, Row))
    report.decode("utf-8-sig")


def _bad(rows: list[Row | BadRow]) -> list[BadRow]:
    return [row for row in rows if isinstance(row, BadRow)]


def mutated(content: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, cut out, repeated or put in."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        until = min(len(data), at + chance.choice([1, 1, 2, 5, 40]))
        match chance.randrange(5):
            case 0:
                data[at:until] = b""
            case 1:
                data[at:until] = bytes(chance.randrange(256) for _ in range(until - at))
            case 2:
                data[at:at] = data[at:until] * chance.choice([1, 2, 50])
            case 3:
                data[at:at] = chance.choice(_TELLING)
            case _:
                del data[at:]
    return bytes(data)


def mutated_workbook(content: bytes, chance: random.Random) -> bytes:
    """The same package with one of its parts mutated: past the zip, into the XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    parts[name] = mutated(parts[name], chance)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return made.getvalue()


_TELLING = (
    *(b'"', b",", b";", b"\t", b"\r", b"\n", b"\0", b"=", b"'", b"#", b"%", b":", b"\xff\xfe"),
    *(b"\xef\xbb\xbf", b"sep=;\n", "工号".encode(), "合计".encode("gb18030"), b"<row>", b"</c>"),
    *(b"<c r='ZZZ9'>", b't="s"', b's="9"', b"<v>1E9</v>", b"<v>99999</v>", b"<f/>", b"<x:c>"),
    *(b'<mergeCell ref="A1:C9"/>', b"&amp;", b"<!DOCTYPE x>", b"<![CDATA[1]]>", b"_x0041_"),
)
