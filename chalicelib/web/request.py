"""A request as a route sees it: caller, tenant, and the validated input."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.language import Language
from chalicelib.tenancy.context import Context, OperatorContext
from chalicelib.tenancy.principal import Principal
from chalicelib.web.etags import NO_CONDITIONS, Expected
from chalicelib.web.preferences import prefers


@dataclass(frozen=True, slots=True)
class Request:
    """A validated request.

    ``context`` is for a tenant's caller, ``operator`` for the operator. The other raises TypeError.
    ``query`` and ``body`` are loaded by the route's schemas.
    """

    principal: Principal | None
    _context: Context | OperatorContext | None
    query: Mapping[str, Any]
    body: Mapping[str, Any]
    headers: Mapping[str, str]
    language: Language
    path: str
    request_id: str
    expected: Expected = NO_CONDITIONS
    signing_key: str = ""
    #: The path as it was sent, with the stage in front, and with a final slash if one was sent.
    called: str = ""

    @property
    def caller(self) -> Principal:
        if self.principal is None:
            raise TypeError("this route is public")
        return self.principal

    @property
    def context(self) -> Context:
        if not isinstance(self._context, Context):
            raise TypeError("this route is not a tenant's")
        return self._context

    @property
    def operator(self) -> OperatorContext:
        if not isinstance(self._context, OperatorContext):
            raise TypeError("this route is not the operator's")
        return self._context

    def accepts(self, media_type: str) -> bool:
        """Say whether the Accept header prefers this media type to JSON."""
        return prefers(self.headers.get("accept"), media_type, "application/json")
