"""The register of routes: each says its path, who may call it, what it takes and gives.

OpenAPI, the tests of roles and isolation, and the mounting in ``app.py`` all read this register, so
that a route cannot be forgotten by any of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema

from chalicelib.tenancy.roles import Role
from chalicelib.web.answers import Answer

View = Callable[..., Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """One operation of the API.

    ``operation`` names it, in the audit log too. ``roles`` may call it. ``public``: no credential
    is needed. ``needs_if_match``: 428 without If-Match.
    ``creates``: a PUT that may make the thing, and then answers 201.
    ``pure``: a POST that stores nothing, so that repeating it needs no record.
    ``media``: what it gives besides JSON, by media type.
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
    pure: bool = False
    creates: bool = False
    media: tuple[str, ...] = ()
    problems: tuple[int, ...] = ()
    roles: frozenset[Role] = frozenset()
    public: bool = False
    #: The package's heading in documents of the API.
    tag: str = ""


@dataclass(slots=True)
class Routes:
    """A package's routes, in the order in which it declares them."""

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
            raise ValueError(f"{operation} says neither which roles may call it nor that all may")

        def register(view: View) -> View:
            self.all.append(Route(method, path, operation, view, summary, tag=self.tag, **more))
            return view

        return register
