"""Who did something, as a record keeps it: when, by which credential, and who answers for it."""

from collections.abc import Mapping
from typing import Any

from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Erasing


def signature(context: Context, **more: Any) -> dict[str, Any]:
    """Return ``at``, ``by`` (the credential) and ``person`` (absent: bound to nobody) of the
    request's caller, with ``more``. Members that are None are left out."""
    principal = context.principal
    told = {"at": context.time, "by": principal.credential, "person": principal.person, **more}
    return {name: value for name, value in told.items() if value is not None}


def without_signer(erasing: Erasing, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a signed record with the pseudonym in the place of the person who is erased."""
    if said.get("person") != erasing.person:
        return dict(said)
    return {**said, "person": erasing.pseudonym}
