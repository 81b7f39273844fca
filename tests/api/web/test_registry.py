"""A route says who may call it: some roles, or everybody."""

from typing import Any

import pytest

from chalicelib.tenancy.roles import Role
from chalicelib.web.answers import Answer
from chalicelib.web.registry import Routes

HR = frozenset({Role.HR})


def view() -> Answer:
    raise NotImplementedError


@pytest.mark.parametrize(
    "given",
    [{}, {"roles": frozenset()}, {"public": False}, {"roles": HR, "public": True}],
    ids=["neither", "no role", "not public and no role", "both"],
)
def test_a_route_with_neither_roles_nor_public_or_with_both_is_refused(
    given: dict[str, Any],
) -> None:
    routes = Routes("Lunches")
    with pytest.raises(ValueError) as refusal:
        routes.get("/lunches", "list_lunches", "List lunches", **given)
    assert str(refusal.value) == (
        "list_lunches: give roles=… or public=True, not both and not neither"
    )
    assert routes.all == []


@pytest.mark.parametrize("given", [{"roles": HR}, {"public": True}], ids=["roles", "public"])
def test_a_route_with_one_of_them_is_registered(given: dict[str, Any]) -> None:
    routes = Routes("Lunches")
    routes.get("/lunches", "list_lunches", "List lunches", **given)(view)
    (route,) = routes.all
    assert (route.roles, route.public) == (given.get("roles", frozenset()), "public" in given)
