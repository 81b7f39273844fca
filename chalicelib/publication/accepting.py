"""What stands in the way of publishing or locking is taken by its count, and by nothing else."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.errors import ServiceError


def accepted(
    accept: Mapping[str, Any], name: str, number: int, refusal: Callable[[str], ServiceError]
) -> dict[str, int]:
    """Return what was accepted, for the audit log: ``accepted_{name}``, or nothing where nothing
    stands in the way.

    Raises what ``refusal`` makes of the text that a request has to say, unless ``accept`` has
    exactly the number.
    """
    if not number:
        return {}
    if accept.get(name) != number:
        raise refusal(f'"accept": {{"{name}": {number}}}')
    return {f"accepted_{name}": number}
