"""Determine the kind of a file from its first bytes; the file's name does not matter."""

from typing import BinaryIO, Final, Literal

from .faults import FileRejected, rejected

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS_ZH: Final = "请用 Excel 或 WPS 打开后另存为 .xlsx 或 CSV 再上传"
_SAVE_AS_EN: Final = "open it in a spreadsheet, save it as .xlsx or CSV and send that"

_FOREIGN: Final = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
)


def kind_of(stream: BinaryIO) -> Literal["text", "zip"]:
    """Return "text" for a possible CSV, "zip" for a possible XLSX.

    Raises FileRejected for every other kind of file. The stream is left at its beginning.
    """
    stream.seek(0)
    head = stream.read(512)
    if not head:
        raise rejected("empty_file", "文件是空的", "the file is empty")
    if head.startswith(_OLE):
        raise _compound_document(stream)
    for magic, name in _FOREIGN:
        if head.startswith(magic):
            raise rejected(
                "not_a_table",
                f"这是 {name} 文件，不是表格；请上传 CSV 或 .xlsx",
                f"this is a {name} file, not a table; send CSV or .xlsx",
                found=name,
            )
    _refuse_markup(head)
    stream.seek(0)
    return "zip" if head.startswith((b"PK\x03\x04", b"PK\x05\x06")) else "text"


def _compound_document(stream: BinaryIO) -> FileRejected:
    """Return the error for an OLE container: Excel 97-2003, or an XLSX with a password."""
    stream.seek(0)
    tail = b""
    while chunk := stream.read(1 << 20):
        if _ENCRYPTED in tail + chunk:
            return rejected(
                "encrypted_file",
                "文件有打开密码，无法读取；请去掉密码后再上传",
                "the file is protected by a password; remove it and send the file again",
            )
        tail = chunk[-len(_ENCRYPTED) :]
    return rejected(
        "xls_file",
        f"这是旧版 Excel（.xls）文件；{_SAVE_AS_ZH}",
        f"this is an old Excel file (.xls); {_SAVE_AS_EN}",
    )


def _refuse_markup(head: bytes) -> None:
    """Refuse web pages and XML under the name of a spreadsheet, which many systems export."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head")):
        raise rejected(
            "markup_file",
            f"这是网页或 XML 文件，只是文件名像表格；{_SAVE_AS_ZH}",
            f"this is a web page or XML named like a spreadsheet; {_SAVE_AS_EN}",
        )
