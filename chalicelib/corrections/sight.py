"""Who sees which correction: whoever sees the result, its person too."""

from chalicelib.corrections.records import Correction, read_correction
from chalicelib.errors import NotFound
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.principal import Principal


def visible(principal: Principal, correction: Correction) -> bool:
    """Return whether the caller may see a correction. A locked result was published."""
    return principal.may_see(correction.person, correction.team)


def seen(context: Context, correction_id: str) -> Correction:
    """Return a correction that the caller may see. Raises NotFound (404) for every other."""
    found = read_correction(context, correction_id)
    if found is None or not visible(context.principal, found):
        raise NotFound("correction")
    return found
