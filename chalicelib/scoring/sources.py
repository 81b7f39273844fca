"""The sources of a scheme's figures: which columns are whose.

A column without a source belongs to the source `other` where the scheme has sources at all. A
scheme without sources takes files for everything only.
"""

from collections.abc import Iterable
from typing import Final

from .scheme import Scheme, Source
from .text import text

OTHER: Final = Source("other", text("其他", "Other"))


def source_of(scheme: Scheme, declared: str | None) -> Source | None:
    """The source that a column belongs to, by the code in its declaration.

    None in a scheme without sources.
    """
    if not scheme.sources:
        return None
    known = {source.code: source for source in scheme.sources}
    return known.get(declared or OTHER.code) or known.get(OTHER.code, OTHER)


def in_order(scheme: Scheme, sources: Iterable[Source | None]) -> tuple[Source, ...]:
    """These sources, each once, in the order of the scheme; `other` comes last."""
    wanted = {source.code: source for source in sources if source is not None}
    declared = [one.code for one in scheme.sources]
    return tuple(wanted[code] for code in dict.fromkeys([*declared, *wanted]) if code in wanted)
