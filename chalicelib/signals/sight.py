"""Who sees which signal: hr and admin all of them, supervisors those about people of their teams.

A signal is never shown to its person, whatever the roles: they are told by a case, in which they
are heard. What flags tell of raters is for hr alone, as the flags are.
"""

from chalicelib.errors import NotFound
from chalicelib.signals.records import Signal, read_signal
from chalicelib.signals.rules import RATER_FLAG
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.principal import Principal
from chalicelib.tenancy.roles import Role


def visible(principal: Principal, signal: Signal) -> bool:
    """Return whether the caller may see a signal."""
    if principal.person is not None and principal.person == signal.person:
        return False
    if principal.has(Role.ADMIN, Role.HR):
        return True
    return signal.kind != RATER_FLAG and principal.oversees(signal.team)


def seen(context: Context, signal_id: str) -> Signal:
    """Return a signal that the caller may see. Raises NotFound (404) for every other."""
    signal = read_signal(context, signal_id)
    if signal is None or not visible(context.principal, signal):
        raise NotFound("signal")
    return signal
