"""What is there after a round: the table, the bucket, and what the API says of one company."""

import hashlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from tests.chaos.caller import Caller
from tests.chaos.company import Company
from tests.chaos.deployed import Deployed
from tests.chaos.rest import scan
from tests.chaos.schemes import MONTHS
from tests.chaos.stored import Item, items_of, tenant_of


@dataclass(frozen=True, slots=True)
class Stored:
    """A version of an object in the bucket. ``body`` None: not fetched (a file that was sent)."""

    name: str
    version: str
    modified: str
    latest: bool
    body: bytes | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body or b"").hexdigest()


@dataclass(slots=True)
class Seen:
    """One company, whole. ``periods`` and ``cards`` are what the API shows, by month."""

    items: list[Item] = field(default_factory=list)
    #: Items of the operator's registers, for all companies.
    operator: list[Item] = field(default_factory=list)
    objects: list[Stored] = field(default_factory=list)
    periods: dict[str, dict[str, Any]] = field(default_factory=dict)
    cards: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    uploads: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: Marks of the other companies: no item or object of this one may hold them.
    foreign: tuple[str, ...] = ()


class Looker:
    """Looks at companies. What cannot change is fetched once: a version of an object."""

    def __init__(self, made: Deployed) -> None:
        self._made = made
        self._s3, self._table = made.client("s3"), made.client("dynamodb")
        self._bodies: dict[tuple[str, str], bytes] = {}

    def all(self, companies: Iterable[Company]) -> dict[str, Seen]:
        """Look at all companies at once. Raises LookupError when the API does not answer."""
        every = list(companies)
        items = items_of(scan(self._table, self._made.deployment.table))
        operator = [item for item in items if str(item["pk"]).startswith("~")]
        with ThreadPoolExecutor(4) as pool:
            views = dict(zip([one.id for one in every], pool.map(self._views, every), strict=True))
        found = {}
        for company in every:
            periods, cards, uploads = views[company.id]
            found[company.id] = Seen(
                items=[item for item in items if tenant_of(item) == company.id],
                operator=operator,
                objects=self.objects(company),
                periods=periods,
                cards=cards,
                uploads=uploads,
                foreign=tuple(one.mark for one in every if one.id != company.id),
            )
        return found

    def objects(self, company: Company) -> list[Stored]:
        found = []
        for area in ("uploads", "exports"):
            pages = self._s3.get_paginator("list_object_versions").paginate(
                Bucket=self._made.deployment.bucket, Prefix=f"{area}/{company.id}/"
            )
            for page in pages:
                for one in page.get("Versions", []):
                    body = self._body(one) if area == "exports" else None
                    modified = f"{one['LastModified']:%Y-%m-%dT%H:%M:%S.%f}"[:23]
                    latest = bool(one["IsLatest"])
                    found.append(Stored(one["Key"], one["VersionId"], modified, latest, body))
        return found

    def _body(self, one: dict[str, Any]) -> bytes:
        key = one["Key"], one["VersionId"]
        if key not in self._bodies:
            answer = self._s3.get_object(
                Bucket=self._made.deployment.bucket, Key=one["Key"], VersionId=one["VersionId"]
            )
            self._bodies[key] = answer["Body"].read()
        return self._bodies[key]

    def _views(self, company: Company) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
        caller = Caller(self._made.url, company.key)
        periods, cards = {}, {}
        for month in MONTHS:
            said = caller.get(f"/v1/periods/{month}", scheme=company.scheme)
            if not said.ok or said.body["schemes"][0]["settled_at"] is None:
                continue
            periods[month] = said.body["schemes"][0]
            path = f"/v1/periods/{month}/scorecards"
            cards[month] = listed(caller, path, scheme=company.scheme)
        uploads = {one["id"]: one for one in listed(caller, "/v1/uploads")}
        return periods, cards, uploads


def listed(caller: Caller, path: str, **query: str) -> list[dict[str, Any]]:
    """Return every item of a list. Raises LookupError."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        said = caller.get(path, limit="200", **query, **cursor)
        if not said.ok:
            raise LookupError(f"{path} says {said.status} {said.body}")
        found += said.body["items"]
        if said.body["next"] is None:
            return found
        cursor = {"cursor": said.body["next"]}
