"""Codes of pilots, under which their results are stored apart from the scheme's own.

``desk~2`` is the pilot of version 2 of the scheme ``desk``. No scheme can have such a code, and no
request can contain one. So everything that works by a scheme's code (payroll exports, ranks, plans,
lists of periods) leaves pilots out. Only ``?scheme=desk&pilot=2`` reads a pilot's results.
"""

SEPARATOR = "~"


def pilot_code(scheme: str, version: int) -> str:
    """Return the code of the version's pilot."""
    return f"{scheme}{SEPARATOR}{version}"


def scheme_of(code: str) -> str:
    """Return the scheme's code, for a scheme's or a pilot's code."""
    return code.partition(SEPARATOR)[0]


def pilot_of(code: str) -> int | None:
    """Return the version of a pilot's code. None for a scheme's code."""
    _, there, version = code.partition(SEPARATOR)
    return int(version) if there else None
