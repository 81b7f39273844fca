"""What the package adds to the service."""

from collections.abc import Iterator

from chalicelib.contents import Package
from chalicelib.schemes import presenting
from chalicelib.schemes import routes as schemes
from chalicelib.schemes.comparing import routes as comparing
from chalicelib.schemes.grammar import routes as grammar
from chalicelib.schemes.keys import (
    SCHEME_VERSIONS,
    SCHEMES,
    partition_of_scheme_versions,
    partition_of_schemes,
)
from chalicelib.schemes.rulebook import routes as rulebook
from chalicelib.store.converters import Item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Copied, Holding, NothingPersonal, Removal, Row, sort_keys


def _scheme(_: Context, item: Item) -> Iterator[Row]:
    yield presenting.described_whole(item)


def _version(_: Context, item: Item) -> Iterator[Row]:
    yield presenting.described_version(item)


def _versions(context: Context, _: str) -> Iterator[str]:
    """Yield the partition key of each scheme's versions."""
    for code in sort_keys(context, partition_of_schemes(context.scope)):
        yield partition_of_scheme_versions(context.scope, code)


NO_PERSON = NothingPersonal("rules, which name no person")

package = Package(
    events={
        "schemes.create": "scheme.created",
        "schemes.change": "scheme.changed",
        "schemes.delete": "scheme.deleted",
        "schemes.publish": "scheme.published",
        "schemes.pilot": "scheme.piloted",
        "schemes.retire": "scheme.retired",
    },
    routes=(
        schemes,
        comparing,
        rulebook,
        grammar,
    ),
    holdings=(
        Holding(
            SCHEMES,
            lambda context, _: [partition_of_schemes(context.scope)],
            Copied("schemes", _scheme),
            NO_PERSON,
            Removal.ROOTS,
        ),
        Holding(SCHEME_VERSIONS, _versions, Copied("scheme_versions", _version), NO_PERSON),
    ),
)
