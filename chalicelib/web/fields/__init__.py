"""The fields of request schemas. Their error messages are codes of :mod:`chalicelib.web.faults`.

A code may carry one argument after a colon (``too_long:48``). The messages in both languages are
made from the code when the answer is written.
"""

from chalicelib.employee_ids import EMPLOYEE_ID
from chalicelib.web.fields.figures import Figure, Whole, YesNo
from chalicelib.web.fields.shapes import (
    Anything,
    Bilingual,
    Mapped,
    Part,
    Schema,
    Several,
)
from chalicelib.web.fields.texts import (
    CODE,
    MONTH,
    PERIOD,
    Choice,
    Code,
    EmployeeId,
    Matching,
    Month,
    Names,
    Period,
    Words,
)
from chalicelib.web.fields.times import Day, Moment, TimeZone

__all__ = [
    "CODE",
    "EMPLOYEE_ID",
    "MONTH",
    "PERIOD",
    "Anything",
    "Bilingual",
    "Choice",
    "Code",
    "Day",
    "EmployeeId",
    "Figure",
    "Mapped",
    "Matching",
    "Moment",
    "Month",
    "Names",
    "Part",
    "Period",
    "Schema",
    "Several",
    "TimeZone",
    "Whole",
    "Words",
    "YesNo",
]
