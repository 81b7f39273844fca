"""Fixtures for the tests of the tenant boundary. :mod:`tests.api.fixtures` describes each."""

from tests.api.fixtures import (  # noqa: F401 (fixtures are found by their names here)
    _aws,
    _client,
    acme,
    api,
    calls,
    clock,
    globex,
    lines,
    operator,
    platform,
    world,
)
from tests.api.jobs.conftest import house  # noqa: F401
