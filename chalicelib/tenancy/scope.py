"""TenantScope: the only maker of a tenant's storage keys and object names."""

import re
from dataclasses import dataclass
from hashlib import blake2b

from chalicelib.periods.pilot_codes import pilot_of, scheme_of
from chalicelib.store.keys import Key, escaped, joined, object_part

TENANT_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,30}")


@dataclass(frozen=True, slots=True)
class TenantScope:
    """One tenant's part of the table and the bucket. Everything it makes begins with the tenant.

    Raises ValueError for what is not a tenant id, so that no scope can be made that
    reaches into another tenant's keys.
    """

    tenant: str

    def __post_init__(self) -> None:
        if not TENANT_ID.fullmatch(self.tenant):
            raise ValueError("not a tenant id")

    def _key(self, collection: str, sort: str) -> Key:
        return Key(joined(self.tenant, collection), sort)

    # -- the tenant itself -------------------------------------------------------------

    def settings(self) -> Key:
        return self._key("tenant", "settings")

    def api_keys(self) -> str:
        return joined(self.tenant, "keys")

    def api_key(self, key_id: str) -> Key:
        return Key(self.api_keys(), key_id)

    def audit(self, month: str) -> str:
        return joined(self.tenant, "audit", month)

    def audit_event(self, month: str, event_id: str) -> Key:
        return Key(self.audit(month), event_id)

    def idempotency(self, digest: str) -> Key:
        return self._key("idempotency", digest)

    def requests(self) -> str:
        return joined(self.tenant, "requests")

    def requests_of(self, minute: str) -> Key:
        """How many requests were taken in a minute (``2026-11-05T08:00Z``)."""
        return Key(self.requests(), minute)

    # -- schemes -----------------------------------------------------------------------

    def schemes(self) -> str:
        return joined(self.tenant, "schemes")

    def scheme(self, code: str) -> Key:
        return Key(self.schemes(), code)

    def scheme_versions(self, code: str) -> str:
        return joined(self.tenant, "scheme", code)

    def scheme_version(self, code: str, version: int) -> Key:
        """A version; by a pilot's code it is the scheme's own."""
        return Key(self.scheme_versions(scheme_of(code)), f"v{version:06d}")

    # -- people ------------------------------------------------------------------------

    def employees(self) -> str:
        return joined(self.tenant, "employees")

    def employee(self, employee_id: str) -> Key:
        return Key(self.employees(), escaped(employee_id))

    def external_ids(self) -> str:
        return joined(self.tenant, "external-ids")

    def external_id(self, system: str, number: str) -> Key:
        """Who has this id in another system."""
        return Key(self.external_ids(), joined(system, number))

    def erasures(self) -> str:
        return joined(self.tenant, "erasures")

    def erasure(self, erasure_id: str) -> Key:
        return Key(self.erasures(), erasure_id)

    # -- uploads -----------------------------------------------------------------------

    def uploads(self) -> str:
        return joined(self.tenant, "uploads")

    def upload(self, upload_id: str) -> Key:
        return Key(self.uploads(), upload_id)

    def upload_errors(self, upload_id: str) -> str:
        return joined(self.tenant, "upload-errors", upload_id)

    def upload_error_chunk(self, upload_id: str, first_row: int) -> Key:
        return Key(self.upload_errors(upload_id), f"{first_row:09d}")

    def upload_object(self, upload_id: str, filename: str) -> str:
        return f"uploads/{self.tenant}/{object_part(upload_id)}/{object_part(filename)}"

    # -- scorecards --------------------------------------------------------------------

    def scorecards(self, scheme: str, period: str, shard: int) -> str:
        return joined(self.tenant, "scores", scheme, period, f"{shard:02d}")

    def scorecard(self, scheme: str, period: str, employee_id: str, shards: int) -> Key:
        """The current revision of an employee's scorecard."""
        partition = self.scorecards(scheme, period, shard_of(employee_id, shards))
        return Key(partition, f"C#{escaped(employee_id)}")

    def scorecard_revision(
        self, scheme: str, period: str, employee_id: str, shards: int, revision: int
    ) -> Key:
        """An earlier revision, kept as it was."""
        partition = self.scorecards(scheme, period, shard_of(employee_id, shards))
        return Key(partition, f"R#{escaped(employee_id)}#{revision:05d}")

    def employee_scorecards(self, employee_id: str) -> str:
        """The partition of the employee index under which all of a person's scorecards lie."""
        return joined(self.tenant, "employee", employee_id)

    def periods(self) -> str:
        return joined(self.tenant, "periods")

    def pilot_periods(self) -> str:
        return joined(self.tenant, "pilot-periods")

    def period(self, period: str, scheme: str) -> Key:
        """A scheme's period. A pilot's lies in a partition of its own, so that no list of
        periods, and nothing that walks one, comes upon it."""
        if pilot_of(scheme) is not None:
            return Key(self.pilot_periods(), joined(period, scheme))
        return Key(self.periods(), joined(period, scheme))

    # -- plans and exports -------------------------------------------------------------

    def plans(self, period: str, shard: int) -> str:
        """Improvement plans lie in as many partitions as the scorecards that they follow from."""
        return joined(self.tenant, "plans", period, f"{shard:02d}")

    def plan(self, period: str, shard: int, plan_id: str) -> Key:
        return Key(self.plans(period, shard), plan_id)

    def employee_plans(self, employee_id: str) -> str:
        """The partition of the employee index under which all of a person's plans lie."""
        return joined(self.tenant, "employee-plans", employee_id)

    def exports(self) -> str:
        return joined(self.tenant, "exports")

    def export(self, export_id: str) -> Key:
        return Key(self.exports(), export_id)

    def export_schedule(self) -> Key:
        return self._key("tenant", "export-schedule")

    def export_object(self, export_id: str, filename: str) -> str:
        return f"exports/{self.tenant}/{object_part(export_id)}/{object_part(filename)}"

    def export_manifest(self, export_id: str) -> str:
        return self.export_object(export_id, "manifest.json")

    # -- copies of everything ----------------------------------------------------------

    def copies(self) -> str:
        return joined(self.tenant, "copies")

    def copy(self, copy_id: str) -> Key:
        return Key(self.copies(), copy_id)

    def copy_object(self, copy_id: str, filename: str) -> str:
        """Copies lie among the exports: what may read and write those is enough for them."""
        return self.export_object(copy_id, filename)

    # -- what holds for every key ------------------------------------------------------

    def prefixes(self) -> tuple[str, ...]:
        """With what the names of all the tenant's objects begin."""
        return f"uploads/{self.tenant}/", f"exports/{self.tenant}/"

    def owns_partition(self, partition: str) -> bool:
        return partition.startswith(f"{self.tenant}#")

    def owns_object(self, name: str) -> bool:
        return name.startswith(self.prefixes())


def shard_of(employee_id: str, shards: int) -> int:
    """Which of a period's partitions an employee's scorecards lie in; the same for ever."""
    return 0 if shards == 1 else number_of(employee_id) % shards


def number_of(employee_id: str) -> int:
    """32 bits that an employee's shard follows from, whatever the number of shards."""
    return int.from_bytes(blake2b(employee_id.encode(), digest_size=4).digest(), "big")


def tenant_of_object(name: str) -> str | None:
    """The tenant an object's name belongs to, or None for a name that is no tenant's."""
    parts = name.split("/")
    if len(parts) < 4 or parts[0] not in ("uploads", "exports"):
        return None
    return parts[1] if TENANT_ID.fullmatch(parts[1]) else None
