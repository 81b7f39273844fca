"""The deployed package, built once for these tests."""

from typing import Any

import pytest

from infra import package
from infra.package import Package


@pytest.fixture(scope="session")
def built() -> Package:
    return package.build()


@pytest.fixture(scope="session")
def resources(built: Package) -> dict[str, Any]:
    """Return the template's resources by logical id."""
    found: dict[str, Any] = built.definition()["Resources"]
    return found
