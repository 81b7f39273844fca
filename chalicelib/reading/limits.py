"""How large an uploaded file, and anything inside it, may be.

A file beyond a limit is refused with words that name the limit; nothing is cut off in silence.
The defaults take a month of the largest operator (a million contacts, Excel's whole height) and
keep the reader under 200 MB and a minute whatever is sent.
"""

from dataclasses import dataclass

_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds in bytes, characters or counts, as each name says."""

    file_bytes: int = 256 * _MIB
    rows: int = 2_000_000  # every line counts, blank ones too
    columns: int = 1_000
    cell_characters: int = 32_767  # Excel's own
    line_characters: int = _MIB
    header_rows: int = 20  # how far down the header may stand, under titles and notes

    # XLSX, which is a zip of XML parts.
    directory_bytes: int = 4 * _MIB
    parts: int = 10_000
    part_bytes: int = 768 * _MIB  # one part, unpacked
    unpacked_bytes: int = 1_024 * _MIB  # all that is ever unpacked, however often
    ratio: int = 200  # unpacked to packed, looked at beyond `ratio_from_bytes`
    ratio_from_bytes: int = 32 * _MIB
    sheets: int = 100
    shared_strings: int = 4_000_000
    shared_bytes: int = 128 * _MIB
    styles: int = 100_000
    merged_cells: int = 500_000
    transcript_bytes: int = 224 * _MIB  # a worksheet's rows as text, on disk beside the file
    xml_depth: int = 64
    xml_token_bytes: int = _MIB


DEFAULT_LIMITS = Limits()
