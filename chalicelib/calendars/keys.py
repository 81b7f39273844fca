"""Keys of the links of calendar feeds."""

from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, TenantScope

CALENDAR_LINKS = Collection("calendar-links")


def partition_of_calendar_links(scope: TenantScope) -> str:
    return scope.partition(CALENDAR_LINKS)


def key_of_calendar_link(scope: TenantScope, link_id: str) -> Key:
    return scope.key(partition_of_calendar_links(scope), link_id)
