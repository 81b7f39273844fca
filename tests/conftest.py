"""What holds for all tests: the profile, which tests have a deeper one, and remembered setup."""

import pytest

from tests.api.remembering import (  # noqa: F401 (hooks are found by their names here)
    pytest_fixture_setup,
    pytest_runtest_call,
    pytest_runtest_setup,
)
from tests.profiles import EXAMPLES, PROFILE, load_settings

load_settings()


def pytest_report_header() -> str:
    return f"profile: {PROFILE} ({EXAMPLES} examples of a property)"


@pytest.hookimpl(tryfirst=True)  # before `-m` looks at the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test of generated examples is deep: there can always be more of them."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker(pytest.mark.deep)
