"""Fixtures of the tests of stored formats; :mod:`tests.api.fixtures` says what each is."""

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
