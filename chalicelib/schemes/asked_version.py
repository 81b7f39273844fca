"""The version of a scheme that scores a period which a request names."""

from typing import Final

from chalicelib.errors import Invalid, invalid_value
from chalicelib.language import Text
from chalicelib.periods.calendar import kind_of
from chalicelib.schemes.compiled import ReadyScheme, in_effect
from chalicelib.tenancy.context import Context


def asked_version(context: Context, scheme: str, period: str) -> ReadyScheme:
    """Return the version in effect for a period of its kind.

    Raises Invalid (422) ``no_scheme_in_effect`` and ``wrong_kind_of_period``.
    """
    found = in_effect(context.table, context.scope, scheme, period)
    if found is None:
        raise no_scheme_in_effect()
    if found.scheme.period != kind_of(period):
        raise invalid_value("/period", "wrong_kind_of_period", WRONG_KIND)
    return found


def no_scheme_in_effect() -> Invalid:
    """Return the error (422) of a request for a period that no version scores."""
    return invalid_value("/scheme", "no_scheme_in_effect", NO_SCHEME)


NO_SCHEME: Final = Text(
    "该期间没有生效的此方案版本。", "No version of this scheme is in effect for this period."
)
WRONG_KIND: Final = Text(
    "期间的类别与方案不符。", "The period is of another kind than those that the scheme scores."
)
