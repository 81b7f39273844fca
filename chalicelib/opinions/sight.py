"""Who sees which opinion: readers of the company, and who sent it, in whatever role."""

from chalicelib.errors import NotFound
from chalicelib.opinions.records import Opinion, read_opinion
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.principal import Principal


def visible(principal: Principal, opinion: Opinion) -> bool:
    """Return whether the caller may see an opinion. A superior does not: it may be about them."""
    return principal.sees_all or is_senders(principal, opinion)


def is_senders(principal: Principal, opinion: Opinion) -> bool:
    """Return whether the caller is who sent it."""
    return principal.person is not None and principal.person == opinion.person


def seen(context: Context, opinion_id: str) -> Opinion:
    """Return an opinion that the caller may see. Raises NotFound (404) for every other."""
    found = read_opinion(context, opinion_id)
    if found is None or not visible(context.principal, found):
        raise NotFound("opinion")
    return found
