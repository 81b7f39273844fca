"""Text files made to harm: refused or bounded, in little time and memory."""

import io
import json
from dataclasses import replace

import pytest

from chalicelib.reading import DEFAULT_LIMITS, BadRow, FileRejected, open_file

from .opened import csv_of, opened, rows_of
from .refusals import MIB, SCORE, peak_mib, refusal


def test_a_million_columns_are_refused() -> None:
    assert refusal(b"employee_id,score" + b",x" * 1_000_000 + b"\n7,1").code == "line_too_long"
    assert refusal(b"employee_id,score" + b",x" * 2_000 + b"\n7,1").code == "too_many_columns"


def test_a_line_without_end_is_given_up_on() -> None:
    endless = b"employee_id,score\n" + b"7" * (32 * MIB)
    assert refusal(endless).code == "line_too_long"
    assert peak_mib(lambda: opened(endless, [SCORE])) < 24


def test_a_quote_that_swallows_the_file_is_named_with_its_row() -> None:
    refused = refusal(csv_of("employee_id,score", "1,1", '2,"x', *["3,3"] * 100_000))
    assert (refused.code, refused.details["row"]) == ("cell_too_long", 3)


def test_blank_lines_by_the_million_are_counted_against_the_rows() -> None:
    limits = replace(DEFAULT_LIMITS, rows=100_000)
    assert (
        refusal(csv_of("employee_id,score", "7,1") + b"\n" * 200_000, limits).code
        == "too_many_rows"
    )


def test_a_file_larger_than_the_limit_is_refused_before_it_is_read() -> None:
    limits = replace(DEFAULT_LIMITS, file_bytes=MIB)
    assert refusal(b"x" * (MIB + 1), limits).code == "file_too_large"


def test_a_stream_that_cannot_seek_is_copied_up_to_the_limit() -> None:
    class Pipe(io.RawIOBase):
        def __init__(self, content: bytes) -> None:
            self._rest = io.BytesIO(content)

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            return self._rest.read(size)

    limits = replace(DEFAULT_LIMITS, file_bytes=2 * MIB)
    with open_file(Pipe(csv_of("employee_id,score", "7,1")), "x", [SCORE], limits=limits) as sheet:  # type: ignore[arg-type]
        assert len(list(sheet.rows())) == 1
    with pytest.raises(FileRejected, match="file_too_large"):
        open_file(Pipe(b"x" * (3 * MIB)), "x", [SCORE], limits=limits)  # type: ignore[arg-type]


def test_a_bad_row_keeps_no_more_of_itself_than_can_be_stored() -> None:
    heads = [f"{n}{'头' * 500}" for n in range(900)]
    cells = ["字" * 500] * 900
    file = csv_of(*(",".join(line) for line in (["工号", "score", *heads], ["7", "x", *cells])))
    limits = replace(DEFAULT_LIMITS, line_characters=2 * MIB)
    with opened(file, [SCORE], limits=limits) as sheet:
        (bad,) = sheet.rows()
    assert isinstance(bad, BadRow)
    assert len(bad.raw) == 902
    assert len(json.dumps(dict(bad.raw), ensure_ascii=False).encode()) < 300_000


def test_null_characters_are_refused() -> None:
    assert refusal(b"employee_id,score\n7\0,1\n").code == "unknown_encoding"


def test_controls_and_directions_that_nobody_sees_do_not_make_two_employees() -> None:
    rows = rows_of(csv_of("employee_id,score", "7,1", "\u202e7\u202c,2", "\x077,3"), SCORE)
    assert [type(each).__name__ for each in rows] == ["Row", "BadRow", "BadRow"]
