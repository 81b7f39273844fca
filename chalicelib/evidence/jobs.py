"""Background work of this package: files of evidence that came, and those that are not kept."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from chalicelib.companies import deletion
from chalicelib.evidence import keeping, keys, looking, queue, records
from chalicelib.jobs.kinds import JOBS, UPLOADS, Announced, Kind, Message, UnreadableMessage
from chalicelib.jobs.stored_objects import all_in_area
from chalicelib.store.temporary_objects import remove_all
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.records import Tenant, read_tenant
from chalicelib.tenancy.scope import EVIDENCE, TenantScope, tenant_of_object


def _announced(content: Mapping[str, Any]) -> Iterator[Announced] | None:
    """Return the files in an event of S3 about files of evidence; None for any other content."""
    names = all_in_area(content, EVIDENCE)
    return None if names is None else map(_of_object, names)


def _of_object(name: str) -> Announced:
    tenant, place = tenant_of_object(name), keys.place_of_evidence(name)
    if tenant is None or place is None:
        return UnreadableMessage("not the name of a file of evidence")
    return queue.look_message(TenantScope(tenant), queue.Asked(*place))


def _asked(_context: Context, message: Message) -> queue.Asked:
    return queue.asked_by(message)


def _look(context: Context, asked: queue.Asked, _tenant: Tenant, _deadline: datetime) -> None:
    looking.look(context, asked)


def _gone(platform: Platform, message: Message) -> None:
    """Ask for the removal of a file that has come after its company was deleted."""
    if read_tenant(platform.table, message.scope) is None:
        deletion.send(platform, message.scope)


#: A look that was given up leaves the file awaited: anybody may ask for another.
LOOK_AT_EVIDENCE = Kind(
    queue.LOOK, UPLOADS, "evidence", _asked, _look, gone=_gone, announced=_announced
)


def _unwanted(context: Context, message: Message) -> queue.Asked | None:
    """Return a file that is not kept; None while its record has it."""
    asked = queue.asked_by(message)
    holder = keeping.read_holder(context, asked.id)
    file = None if holder is None else records.file_in(holder, asked.file)
    kept = file is not None and file.state != records.REJECTED
    return None if kept else asked


def _remove(context: Context, asked: queue.Asked, _tenant: Tenant, _deadline: datetime) -> None:
    prefix = keys.name_of_evidence(context.scope, asked.id, asked.file, "")
    remove_all(context.objects, prefix)


#: Nothing else asks for it, so a dead letter is sent again by itself.
REMOVE_EVIDENCE = Kind(queue.REMOVE, JOBS, "evidence", _unwanted, _remove, again=True)
