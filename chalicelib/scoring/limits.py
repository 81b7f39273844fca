"""Limits of schemes and figures.

A document beyond a limit is refused with a finding that names the limit; nothing is cut off. The
limits are far above the reference schemes (the largest has ten indicators) and low enough that no
document makes the reader, the linter or the engine slow.
"""

from decimal import Decimal
from typing import Final

DEPTH: Final = 24
NODES: Final = 60_000

DIMENSIONS: Final = 30
INDICATORS: Final = 100
GRADES: Final = 30
VETOES: Final = 30
EXTRAS: Final = 30
COLUMNS: Final = 400
SOURCES: Final = 20
CONTACT_FIELDS: Final = 100
DUE_DAY: Final = 31
PARAMETERS: Final = 400
LEVELS: Final = 60
CHECKLIST_ITEMS: Final = 60
SLICES: Final = 60
RATERS: Final = 12
QUESTIONS: Final = 12
ADVICE: Final = 40
CHOICES: Final = 60
PERIOD_WEIGHTS: Final = 60

NAME_CHARACTERS: Final = 200
DESCRIPTION_CHARACTERS: Final = 4_000
UNIT_CHARACTERS: Final = 40

FORMULA_CHARACTERS: Final = 500
FORMULA_NODES: Final = 100
FORMULA_DEPTH: Final = 12

MARKS_PER_CELL: Final = 100

# A number written in a scheme: below 10^12 with at most 10 decimals.
DOCUMENT_NUMBER: Final = Decimal(10) ** 12
DOCUMENT_DECIMALS: Final = 10
# A figure in an uploaded row: below 10^15, with as many decimals as a spreadsheet may store.
CELL_DIGITS: Final = 15
CELL_NUMBER: Final = Decimal(10) ** CELL_DIGITS
CELL_DECIMALS: Final = 30
# The result of a formula.
VALUE_NUMBER: Final = Decimal(10) ** 30
