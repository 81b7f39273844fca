"""Every file of the corpus is read to the row, or refused in the words, that its case says."""

import pytest

from .corpus.case import Case, outcome_of
from .corpus.foreign_files import FOREIGN_FILES
from .corpus.saved_by_libreoffice import SAVED_BY_LIBREOFFICE
from .corpus.text_cells import CELLS
from .corpus.text_encodings import ENCODINGS
from .corpus.text_headers import HEADERS
from .corpus.text_layouts import QUOTES_AND_LINES, SEPARATORS
from .corpus.workbook_cells import WORKBOOK_CELLS
from .corpus.workbook_dialects import WORKBOOK_DIALECTS
from .corpus.written_by_libraries import WRITTEN_BY_LIBRARIES

CORPUS = (
    *ENCODINGS,
    *SEPARATORS,
    *QUOTES_AND_LINES,
    *HEADERS,
    *CELLS,
    *WORKBOOK_CELLS,
    *WORKBOOK_DIALECTS,
    *WRITTEN_BY_LIBRARIES,
    *SAVED_BY_LIBREOFFICE,
    *FOREIGN_FILES,
)


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case.name)
def test_a_file_comes_to_what_its_case_says(case: Case) -> None:
    assert outcome_of(case.make(), case.outcome, case.employee_field) == case.outcome


def test_the_corpus_has_a_hundred_files_and_every_one_a_name_of_its_own() -> None:
    assert len(CORPUS) >= 100
    assert len({case.name for case in CORPUS}) == len(CORPUS)
