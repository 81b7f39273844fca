"""The register of routes. Each route declares its path, its roles, its input and its answer.

OpenAPI, the tests of roles and isolation, ``app.py`` and the index of routes
(``chalicelib/handlers/route_index.py``) all read this register. So none of them can miss a route.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from marshmallow import Schema

from chalicelib.tenancy.roles import Role
from chalicelib.web.answers import Answer

if TYPE_CHECKING:
    from chalicelib.tenancy.platform import Platform
    from chalicelib.tenancy.principal import Principal

View = Callable[..., Answer]


@cache
def _has_pages(query: type[Schema]) -> bool:
    return "cursor" in query().fields


@dataclass(frozen=True, slots=True)
class Route:
    """One operation of the API.

    ``operation`` is its name, also in the audit log. ``roles`` may call it. ``public``: it needs no
    credential; ``caller`` finds its caller by a secret of the query, None: it opens nothing.
    ``decides``: somebody answers for it by name, so the credential must be bound to a
    person. ``needs_if_match``: 428 without If-Match.
    ``takes_if_match``: If-Match may be sent, and is not needed.
    ``creates``: a PUT that may create the resource, and then answers 201.
    ``pure``: a POST that stores nothing, so that its repetition needs no record.
    ``batch``: it reads or writes many things at once (:attr:`is_bulk`).
    ``media``: the media types that it can answer with besides JSON.
    ``headers``: headers that a success of it may have besides those of every answer.
    ``problems``: the statuses of its own errors, for OpenAPI.
    """

    method: str
    path: str
    operation: str
    view: View
    summary: str
    description: str = ""
    query: type[Schema] | None = None
    body: type[Schema] | None = None
    answer: type[Schema] | None = None
    status: int = 200
    needs_if_match: bool = False
    takes_if_match: bool = False
    pure: bool = False
    creates: bool = False
    batch: bool = False
    media: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    problems: tuple[int, ...] = ()
    roles: frozenset[Role] = frozenset()
    public: bool = False
    caller: "Callable[[Platform, Mapping[str, str]], Principal | None] | None" = None
    decides: bool = False
    #: The heading of the route's package in OpenAPI.
    tag: str = ""

    @property
    def is_bulk(self) -> bool:
        """Whether systems call it in masses: a list in pages, or a batch."""
        return self.batch or (self.query is not None and _has_pages(self.query))


@dataclass(slots=True)
class Routes:
    """A package's routes, in the order of their declaration.

    Each decorator takes the other fields of :class:`Route` by name. It raises ValueError unless
    exactly one of ``roles`` and ``public`` is given.
    """

    tag: str
    all: list[Route] = field(default_factory=list)

    def get(self, path: str, operation: str, summary: str, **more: Any) -> Callable[[View], View]:
        return self._route("GET", path, operation, summary, more)

    def post(self, path: str, operation: str, summary: str, **more: Any) -> Callable[[View], View]:
        return self._route("POST", path, operation, summary, more)

    def put(self, path: str, operation: str, summary: str, **more: Any) -> Callable[[View], View]:
        return self._route("PUT", path, operation, summary, more)

    def patch(self, path: str, operation: str, summary: str, **more: Any) -> Callable[[View], View]:
        return self._route("PATCH", path, operation, summary, more)

    def delete(
        self, path: str, operation: str, summary: str, **more: Any
    ) -> Callable[[View], View]:
        return self._route("DELETE", path, operation, summary, more)

    def _route(
        self, method: str, path: str, operation: str, summary: str, more: dict[str, Any]
    ) -> Callable[[View], View]:
        if bool(more.get("roles")) == bool(more.get("public")):
            raise ValueError(f"{operation}: give roles=… or public=True, not both and not neither")
        if more.get("public") and more.get("decides"):
            raise ValueError(f"{operation}: nobody decides without a credential")

        def register(view: View) -> View:
            self.all.append(Route(method, path, operation, view, summary, tag=self.tag, **more))
            return view

        return register
