"""Coverage-guided fuzzing of the reader, on demand: needs atheris, which is in no requirements.

    make fuzz-reading                   # ten minutes
    make fuzz-reading SECONDS=60

The first byte chooses how deep the rest is put: the file itself, rows below a good header, or one
XML part of an otherwise good workbook. A finding is a file that raises anything but FileRejected,
or that breaks what `holds` says of every file.
"""

import sys

import atheris

import chalicelib  # noqa: F401 (sets its finder up)

# Our modules are read when first used, by a finder that goes before all others; here they are to
# be read at once, by the one that puts the counters in.
sys.meta_path[:] = [f for f in sys.meta_path if type(f).__module__ != "chalicelib.deferred_imports"]

with atheris.instrument_imports(include=["chalicelib.reading"]):
    from tests.reading.crafted import (
        package,
        row,
        sheet_xml,
        strings_xml,
        styles_xml,
    )
    from tests.reading.mutated import holds

HEADER = "工号,首次响应总时长,接待量,问题解决率\n".encode()
TOP = row(1, "工号", "首次响应总时长", "接待量", "问题解决率")
SHEET = sheet_xml(TOP + row(2, "7", *('<c r="B2" t="s" s="1"><v>1</v></c>',) * 3))
STRINGS = strings_xml("5200", "0:01:30")
STYLES = styles_xml(0, 9, "[h]:mm:ss", "yyyy-mm-dd")
PARTS = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml")


def one_input(data: bytes) -> None:
    if not data:
        return
    depth, rest = data[0] % 8, data[1:]
    if depth == 0:
        holds(rest)
    elif depth == 1:
        holds(HEADER + rest)
    elif depth == 2:
        rows = sheet_xml(TOP).encode().replace(b"</sheetData>", rest + b"</sheetData>")
        holds(package(SHEET, strings=STRINGS, styles=STYLES, replaced={PARTS[0]: rows}))
    elif depth == 3:
        value = rest.replace(b"<", b"").replace(b"&", b"")
        cell = b'<row r="2"><c r="A2"><v>7</v></c><c r="B2" s="%d"><v>%s</v></c></row>'
        rows = (
            sheet_xml(TOP)
            .encode()
            .replace(b"</sheetData>", cell % (len(rest) % 4, value) + b"</sheetData>")
        )
        holds(package(SHEET, strings=STRINGS, styles=STYLES, replaced={PARTS[0]: rows}))
    else:
        holds(package(SHEET, strings=STRINGS, styles=STYLES, replaced={PARTS[depth - 4]: rest}))


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
