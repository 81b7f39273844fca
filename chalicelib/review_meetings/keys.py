"""Keys of review meetings."""

from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, TenantScope

REVIEW_MEETINGS = Collection("review-meetings")


def partition_of_meetings(scope: TenantScope) -> str:
    return scope.partition(REVIEW_MEETINGS)


def key_of_meeting(scope: TenantScope, meeting_id: str) -> Key:
    return scope.key(partition_of_meetings(scope), meeting_id)
