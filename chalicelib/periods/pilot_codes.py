"""The code under which a pilot's results lie, apart from the scheme's own.

``desk~2`` is version 2 of the scheme ``desk`` on trial. No scheme can have such a code, and no
request can name one, so whatever goes by a scheme's code (payroll exports, ranks, plans, lists
of periods) cannot come upon a pilot. Only ``?scheme=desk&pilot=2`` reaches it.
"""

SEPARATOR = "~"


def pilot_code(scheme: str, version: int) -> str:
    """Where results of the version's pilot lie."""
    return f"{scheme}{SEPARATOR}{version}"


def scheme_of(code: str) -> str:
    """The scheme's own code, of a pilot's too."""
    return code.partition(SEPARATOR)[0]


def pilot_of(code: str) -> int | None:
    """The version on trial, or None for a scheme's own code."""
    _, there, version = code.partition(SEPARATOR)
    return int(version) if there else None
