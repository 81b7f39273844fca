"""Whose results a query asks for: a scheme's, or those of one of its pilots."""

from collections.abc import Mapping
from typing import Any

from chalicelib.errors import Invalid
from chalicelib.periods.pilot_codes import pilot_code
from chalicelib.web.faults import fault


def asked_scheme(query: Mapping[str, Any]) -> str | None:
    """Return the code of the asked results: the scheme's, or the code of one of its pilots.

    Raises Invalid (422) for a pilot without its scheme.
    """
    scheme: str | None = query.get("scheme")
    if query.get("pilot") is None:
        return scheme
    if scheme is None:
        raise Invalid([fault("/scheme", "required")])
    return pilot_code(scheme, query["pilot"])
