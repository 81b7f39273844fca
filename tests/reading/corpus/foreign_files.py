"""What people send that is no table, though its name may say so."""

import io
import zipfile

from .case import Case, Refused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def _zip(name: str, content: bytes = b"<x/>") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, content)
    return made.getvalue()


FOREIGN_FILES = (
    Case(
        "an Excel 97-2003 file", lambda: OLE + bytes(2000), Refused("xls_file", (".xls", ".xlsx"))
    ),
    Case(
        "a workbook with a password",
        lambda: OLE + "EncryptedPackage".encode("utf-16-le") + bytes(1000),
        Refused("encrypted_file", ("密码", "password")),
    ),
    Case("a binary workbook", lambda: _zip("xl/workbook.bin"), Refused("xlsb_file", ("xlsb",))),
    Case("an OpenDocument sheet", lambda: _zip("content.xml"), Refused("ods_file", ("ods",))),
    Case("a Word document", lambda: _zip("word/document.xml"), Refused("not_a_table", ("docx",))),
    Case("an archive of files", lambda: _zip("10月.csv"), Refused("not_a_table", ("压缩包",))),
    Case("a PDF", lambda: b"%PDF-1.7\n", Refused("not_a_table", ("PDF",))),
    Case("a picture", lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), Refused("not_a_table", ("PNG",))),
    Case(
        "a web page named .xls, as many systems export",
        lambda: "<html><table><tr><td>工号</td></tr></table>".encode(),
        Refused("markup_file", ("网页",)),
    ),
    Case(
        "Excel's XML of 2003",
        lambda: b'\xef\xbb\xbf<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>',
        Refused("markup_file"),
    ),
    Case(
        "a zip cut off in the middle",
        lambda: _zip("a", bytes(999))[:500],
        Refused("broken_workbook"),
    ),
    Case("noise", lambda: bytes(range(256)) * 8, Refused("unknown_encoding")),
)
