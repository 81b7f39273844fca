"""Work that is asked for at every company: what an hourly tick sends."""

from collections.abc import Collection

from chalicelib.jobs import queues
from chalicelib.jobs.kinds import Message, Queue
from chalicelib.tenancy.current_tenant import acting_as_operator
from chalicelib.tenancy.leaving import companies_that_stay
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope


def staying(platform: Platform) -> list[TenantScope]:
    """Return every company by id, but those that leave or have left."""
    with acting_as_operator():
        return [TenantScope(one) for one, _ in companies_that_stay(platform.table)]


def ask(platform: Platform, queue: Queue, kind: str, companies: Collection[TenantScope]) -> int:
    """Send each company's message of a kind of work that needs to know nothing else.

    Returns their number.
    """
    queues.send_all(platform, queue, (Message(kind, one, {}) for one in companies))
    return len(companies)
