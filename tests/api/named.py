"""Whether something stored names an id: not where it is a part of a digest or of a figure."""

import re


def is_named(name: str, stored: object) -> bool:
    """Whether ``stored`` as text has this id as a word of its own.

    A digest of 64 hexadecimal digits has any four digits once in a thousand times.
    """
    return re.search(rf"(?<![\w-]){re.escape(name)}(?!\w)", str(stored)) is not None
