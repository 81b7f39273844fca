"""How deep the tests go: ``quick`` in `make test`, ``long`` in `make test-long`.

A test that could go deeper than every change can wait for asks here how deep it goes, and is marked
``deep``: generated examples (marked by themselves), kills at every write, state machines,
Schemathesis. `make test` runs it by the quick profile, `make test-long` by the long one. What has
no quick form is marked ``long`` and runs in `make test-long` alone.
"""

import os
from enum import StrEnum
from typing import TypeVar

from hypothesis import HealthCheck, settings

T = TypeVar("T")


class Profile(StrEnum):
    """The two depths; ``SERVICESCORE_PROFILE`` names one."""

    QUICK = "quick"
    LONG = "long"


PROFILE = Profile(os.environ.get("SERVICESCORE_PROFILE", Profile.QUICK))
#: Generated examples of a property; ``SERVICESCORE_EXAMPLES=5000`` tries that many instead.
EXAMPLES = int(os.environ.get("SERVICESCORE_EXAMPLES", {"quick": 30, "long": 200}[PROFILE]))


def choose(*, quick: T, long: T) -> T:
    """How deep this run goes."""
    return long if PROFILE is Profile.LONG else quick


def examples(times: float) -> int:
    """So many times the usual number: more where an example is cheap, fewer where it is dear."""
    return max(1, round(EXAMPLES * times))


def load_settings() -> None:
    """Hypothesis for all tests: the same examples every time, so that a failure is everybody's."""
    settings.register_profile(
        "servicescore",
        derandomize=True,
        deadline=None,
        database=None,
        max_examples=EXAMPLES,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    settings.load_profile("servicescore")
