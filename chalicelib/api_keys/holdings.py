"""The package's routes and collections: API keys."""

from collections.abc import Iterator

from chalicelib.api_keys import erasure, presenting, records, routes
from chalicelib.api_keys.keys import API_KEYS, partition_of_api_keys
from chalicelib.contents import Package
from chalicelib.store.converters import Item
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import (
    Copied,
    ErasureStage,
    ErasureStep,
    Holding,
    Removal,
    Row,
)


def _key(_: Context, item: Item) -> Iterator[Row]:
    yield presenting.described(from_item(records.ApiKey, item))


package = Package(
    events={
        "api_keys.create": "api_key.created",
        "api_keys.revoke": "api_key.revoked",
    },
    routes=(routes,),
    holdings=(
        Holding(
            API_KEYS,
            lambda context, _: [partition_of_api_keys(context.scope)],
            Copied("api_keys", _key),
            ErasureStep(
                ErasureStage.CREDENTIALS, lambda erasing, after: erasure.erase(erasing, after)
            ),
            Removal.ROOTS,
        ),
    ),
)
