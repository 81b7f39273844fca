"""Messages about files of evidence: look at one that came, remove one that is not wanted.

Looking is on the uploads queue, where the bucket's events come. Removing is on the jobs queue,
whose worker alone removes objects.
"""

from dataclasses import asdict, dataclass

from chalicelib.jobs import queues
from chalicelib.jobs.kinds import JOBS, UPLOADS, Message
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope

LOOK, REMOVE = "look_at_evidence", "remove_evidence"


@dataclass(frozen=True, slots=True)
class Asked:
    """A file (``file``) of a record (``id``)."""

    id: str
    file: str


def look_message(scope: TenantScope, asked: Asked) -> Message:
    """Return the message that asks to look at a file."""
    return Message(LOOK, scope, asdict(asked))


def ask_to_look(platform: Platform, scope: TenantScope, asked: Asked) -> None:
    """Ask to look at a file that has come."""
    queues.send(platform, UPLOADS, look_message(scope, asked))


def ask_to_remove(platform: Platform, scope: TenantScope, asked: Asked) -> None:
    """Ask to remove a file that no record has, or will have with this request's commit."""
    queues.send(platform, JOBS, Message(REMOVE, scope, asdict(asked)))


def asked_by(message: Message) -> Asked:
    """Return what a message asks for. Raises UnreadableMessage."""
    return Asked(message.text("id"), message.text("file"))
