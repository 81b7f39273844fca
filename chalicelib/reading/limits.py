"""Size limits for an uploaded file and for the parts inside it.

A file beyond a limit is refused with a sentence that names the limit; no data is cut off without an
error. The defaults accept a month of the largest operator (a million contacts, the full height of
an Excel sheet). They keep the reader under 200 MB and two minutes of a processor for any file.

The bounds hold over the whole file and not over each part of it, because a file can name one part
many times (docs/decisions/bounded-files.md).
"""

from dataclasses import dataclass

_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds in bytes, characters or counts, as their names say."""

    file_bytes: int = 256 * _MIB
    rows: int = 2_000_000  # blank lines count too
    columns: int = 1_000
    blank_columns: int = 16_384  # blank cells beyond `columns` in a row; Excel's own width
    cells: int = 80_000_000  # of the table, blank ones before a row's last cell included
    cell_characters: int = 32_767  # Excel's own limit
    line_characters: int = _MIB
    header_rows: int = 20  # rows searched for the header, which may have titles and notes above

    # For XLSX, a zip of XML parts.
    directory_bytes: int = 4 * _MIB
    parts: int = 10_000
    part_bytes: int = 768 * _MIB  # one part, unpacked
    unpacked_bytes: int = 1_024 * _MIB  # all parts; a part that is unpacked twice counts twice
    ratio: int = (
        200  # unpacked to packed size, checked beyond `ratio_from_bytes`, also of all parts
    )
    ratio_from_bytes: int = 32 * _MIB
    tags: int = 80_000_000  # XML tags of all parts; a million rows of 13 cells have 54 million
    # Of what is read again at each step of opening, and cannot pause: the shared strings, each of
    # the small parts, and what stands between two rows of a worksheet.
    strings_tags: int = 20_000_000
    small_part_tags: int = 2_000_000
    between_rows: int = 1_000_000
    # Bytes before a worksheet's first row. After more the reading does not pause.
    before_rows_bytes: int = 4 * _MIB
    # Bytes of a worksheet, unpacked, that a step of opening reads at least, so that it comes
    # forward.
    step_bytes: int = 16 * _MIB
    sheets: int = 100
    # For the choice of the sheet: XML tags of the beginnings of all sheets, and the least and the
    # most of one sheet. A row of 13 cells has 54.
    beginnings_tags: int = 2_000_000
    beginning_least: int = 20_000
    beginning_most: int = 100_000
    shared_strings: int = 4_000_000
    shared_bytes: int = 128 * _MIB
    styles: int = 100_000
    merged_cells: int = 500_000
    transcript_bytes: int = 224 * _MIB  # a worksheet's rows as text, on disk beside the file
    xml_depth: int = 64
    xml_token_bytes: int = _MIB


DEFAULT_LIMITS = Limits()
