"""A request as a route sees it: who, for which tenant, and what was sent, already checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.language import Language
from chalicelib.tenancy.context import Context, OperatorContext
from chalicelib.tenancy.principal import Principal
from chalicelib.web.etags import NOTHING, Expected
from chalicelib.web.preferences import prefers


@dataclass(frozen=True, slots=True)
class Request:
    """``context`` for a tenant's caller, ``operator`` for the operator's; the other raises."""

    principal: Principal | None
    _context: Context | OperatorContext | None
    query: Mapping[str, Any]
    body: Mapping[str, Any]
    headers: Mapping[str, str]
    language: Language
    path: str
    request_id: str
    expected: Expected = NOTHING
    signing_key: str = ""
    #: The path as it was sent, with the stage in front and a slash at the end if there was one.
    called: str = ""

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
        """Whether the Accept header wants this media type rather than JSON."""
        return prefers(self.headers.get("accept"), media_type, "application/json")
