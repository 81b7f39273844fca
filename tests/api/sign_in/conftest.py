"""A company whose people sign in with its own provider."""

from collections.abc import Iterator

import pytest

from chalicelib.tenancy.platform import Platform
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.sign_in.provider import Provider, local_stage, serving, usual_key


@pytest.fixture
def provider(clock: Clock, platform: Platform) -> Iterator[Provider]:
    with local_stage(platform), serving(Provider(clock, usual_key())) as found:
        yield found


@pytest.fixture
def signed_in(operator: Api, acme: Company, provider: Provider) -> Company:
    """Return acme, whose people sign in with the provider."""
    operator.put("/v1/tenants/acme/sign-in", provider.settings()).ok()
    return acme
