"""Who signed a record (tenancy/signatures.py), as the API shows it."""

from collections.abc import Mapping
from typing import Any

from chalicelib.people.identity import called_in
from chalicelib.person_keys import PersonKey


def signer(said: Mapping[str, Any], ids: Mapping[PersonKey, str] | None) -> str | None:
    """Return what the person is called who answers for a record; None: it is bound to nobody.

    ``ids``: what people are called now. None: what they came with.
    """
    person = said.get("person")
    return None if person is None else called_in(PersonKey(person), ids)


def described_signature(
    said: Mapping[str, Any], ids: Mapping[PersonKey, str] | None
) -> dict[str, Any]:
    """Return when, by which credential and by whom a record was made. ``ids``: as for
    :func:`signer`."""
    return {"at": said.get("at"), "by": said.get("by"), "employee_id": signer(said, ids)}
