"""What can go wrong with the table that a caller may want to know of."""


class ConditionFailed(Exception):
    """A conditional write found another state than it required; nothing was written."""


class Throttled(Exception):
    """The table did not take a batch in time; what was not written may be sent again."""
