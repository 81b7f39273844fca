"""The period that a path names."""

from chalicelib.periods.calendar import kind_of
from chalicelib.periods.errors import NotSummedUp
from chalicelib.periods.records import schemes_of
from chalicelib.tenancy.context import Context
from chalicelib.web.path_parameters import existing_period


def check_asked_period(context: Context, text: str) -> None:
    """Hold a path's text to be a period: a month, or a quarter or year that a scheme scores itself.

    A month need not have results. Raises NotFound (404) for a text that is no period, and
    NotSummedUp (404) for a quarter or year without results of its own.
    """
    existing_period(text)
    if kind_of(text) != "month" and not schemes_of(context, text):
        raise NotSummedUp
