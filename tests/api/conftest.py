"""The fixtures of the API's tests; :mod:`tests.api.fixtures` describes each."""

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
