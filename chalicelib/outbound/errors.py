"""Why a request to an address did not give an answer that may be used."""

#: Why an address is not allowed: its form (with its port), or where its name leads.
FORM, PLACE = "form", "place"


class OutboundError(Exception):
    """No usable answer. The text is a code for logs and tests, without the address."""


class NotAllowed(OutboundError):
    """The address may not be used: its form, its port, or where its name leads."""


class Unreachable(OutboundError):
    """The address could not be reached in time, or its answer is no complete one of HTTP."""


class TooLong(OutboundError):
    """The answer is larger than the caller allows."""
