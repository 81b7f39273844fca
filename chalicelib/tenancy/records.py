"""The stored record of a company: its settings, limits and status."""

from dataclasses import dataclass, field
from typing import Any, Final

from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.tenancy.keys import key_of_company
from chalicelib.tenancy.principal import DEFAULT_REQUESTS_PER_MINUTE
from chalicelib.tenancy.request_shares import RequestShares
from chalicelib.tenancy.scope import TenantScope

ACTIVE, SUSPENDED, DELETING, DELETED = "active", "suspended", "deleting", "deleted"
#: Days before a rating round's last one on which raters are reminded, where nothing else is said;
#: how many such days there may be, and how far before.
USUAL_REMINDERS: Final = (3, 1)
MOST_REMINDERS, FARTHEST_REMINDER = 5, 60
#: What becomes of a file's row whose employee is not on the register.
REJECT, CREATE = "reject", "create"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one tenant may use: rows of one upload, bytes of one file, people, requests a minute."""

    max_upload_rows: int = 1_000_000
    max_upload_bytes: int = 200 * 1024 * 1024
    max_employees: int = 200_000
    requests_per_minute: int = DEFAULT_REQUESTS_PER_MINUTE


@dataclass(frozen=True, slots=True)
class Tenant:
    """A company. ``shards`` is fixed at onboarding, because keys of stored scorecards depend on it.

    ``register_shards`` are the partitions of its register of people, as many as ``shards``. 0: the
    company is from before registers had shards, and its register has one partition of its own.
    ``people_by_team``: the employee index has its people by team since it began.

    ``status`` is active, suspended, deleting or deleted. ``deleting_since`` is the start of the
    deletion. A deleted company stays in the operator's register alone, so that its id is never
    given again. ``deletion_gave_up_at`` is in the register alone. From that time on the deletion
    counts as given up. ``job_levels`` is the company's ladder, from the lowest: ``{"code",
    "names": {"zh", "en"}}``.

    ``unknown_employees`` is REJECT or CREATE, for uploads that do not say it themselves. A company
    from before the setting has CREATE. ``request_shares`` are those that the company has set.
    ``four_eyes``: a recorded case is confirmed by another person than who proposed it.
    ``appeal_days``: for so many days after the publication of a result its person may appeal; 0, as
    of a company from before the setting: nobody does. ``appeal_decision_days``: an appeal is to be
    decided within so many. ``announced_plans``: the company asks that the plan of every period is
    announced before it begins. ``rating_reminders``: days before the last one on which raters of a
    new rating round are reminded, where the round does not say it itself.
    """

    id: str
    name: dict[str, str]
    time_zone: str
    locale: str
    status: str
    created_at: str
    shards: int = 1
    revision: int = 1
    limits: dict[str, int] = field(default_factory=dict)
    deleting_since: str | None = None
    deleted_at: str | None = None
    deletion_gave_up_at: str | None = None
    register_shards: int = 0
    people_by_team: bool = False
    unknown_employees: str = CREATE
    job_levels: tuple[dict[str, Any], ...] = ()
    request_shares: dict[str, int] = field(default_factory=dict)
    four_eyes: bool = True
    appeal_days: int = 0
    appeal_decision_days: int = 10
    announced_plans: bool = False
    rating_reminders: tuple[int, ...] = USUAL_REMINDERS

    @property
    def allowance(self) -> Limits:
        """The limits, with defaults for those that the company does not set."""
        return Limits(**{name: int(number) for name, number in self.limits.items()})

    @property
    def shares(self) -> RequestShares:
        """How the company divides its requests of a minute."""
        return RequestShares.of(self.request_shares)


def read_tenant(table: Table, scope: TenantScope) -> Tenant | None:
    """Return the company of the scope; None when it has no settings."""
    item = table.get(key_of_company(scope))
    return None if item is None else from_item(Tenant, item)
