"""Whatever the bytes are, the reader refuses in its own words or reads; it raises nothing else."""

import csv
import io
import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.reading import ColumnSpec, Row
from chalicelib.scoring.text import text
from tests.profiles import examples

from .corpus.foreign_files import FOREIGN_FILES
from .corpus.text_cells import CELLS
from .corpus.text_encodings import ENCODINGS
from .corpus.text_headers import HEADERS
from .corpus.text_layouts import QUOTES_AND_LINES, SEPARATORS
from .corpus.workbook_cells import WORKBOOK_CELLS
from .corpus.workbook_dialects import WORKBOOK_DIALECTS
from .corpus.written_by_libraries import WRITTEN_BY_LIBRARIES
from .mutated import holds, mutated, mutated_workbook
from .opened import opened

TEXTS = [
    made
    for case in (*CELLS, *ENCODINGS, *HEADERS, *QUOTES_AND_LINES, *SEPARATORS, *FOREIGN_FILES)
    if len(made := case.make()) < 10_000
]
BOOKS = [case.make() for case in (*WORKBOOK_CELLS, *WORKBOOK_DIALECTS, *WRITTEN_BY_LIBRARIES[:8])]


@given(st.binary(max_size=400))
def test_any_bytes(content: bytes) -> None:
    holds(content)


@given(st.binary(max_size=300))
def test_any_bytes_below_a_good_header(content: bytes) -> None:
    holds("工号,首次响应总时长,接待量,问题解决率\n".encode() + content)


@pytest.mark.parametrize("seed", range(30))
def test_a_text_file_of_the_corpus_broken_at_random(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(40):
        holds(mutated(chance.choice(TEXTS), chance))


@pytest.mark.parametrize("seed", range(15))
def test_a_workbook_broken_at_random(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(20):
        holds(mutated(chance.choice(BOOKS), chance))
        holds(mutated_workbook(chance.choice(BOOKS), chance))


figures = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=4)
people = st.lists(
    st.tuples(
        st.text("0123456789ABCXYZ张伟李娜", min_size=1, max_size=8), st.one_of(st.none(), figures)
    ),
    min_size=1,
    max_size=20,
    unique_by=lambda person: person[0],
)


@settings(max_examples=examples(0.5))
@given(
    people,
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\r\n", "\n", "\r"]),
)
def test_a_table_reads_back_the_same_in_any_encoding_and_layout(
    rows: list[tuple[str, Decimal | None]], encoding: str, separator: str, ends: str
) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=separator, lineterminator=ends)
    writer.writerow(["工号", "得分"])
    writer.writerows([name, "" if figure is None else format(figure, "f")] for name, figure in rows)
    spec = ColumnSpec("score", ("得分",), unit=text("分", "points"))
    with opened(file.getvalue().encode(encoding), [spec]) as sheet:
        read = [(r.employee_id, r.cells["score"]) for r in sheet.rows() if isinstance(r, Row)]
    assert read == rows
