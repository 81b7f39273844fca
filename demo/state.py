"""What the demonstration keeps between runs: its tenants, their keys, the uploads it made.

In `.local/demo.json`, readable by its owner alone, because keys are in it.
"""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(slots=True)
class TenantState:
    """One onboarded company: the id it got, its admin key, and the upload of each sample file."""

    tenant_id: str
    key: str
    uploads: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class State:
    """Everything kept; `api` is the service it is true of."""

    path: Path
    api: str
    tenants: dict[str, TenantState] = field(default_factory=dict)

    def save(self) -> None:
        """Write it, whole or not at all."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_suffix(".new")
        new.unlink(missing_ok=True)
        tenants = {name: asdict(tenant) for name, tenant in self.tenants.items()}
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump({"api": self.api, "tenants": tenants}, file, indent=2)
        new.replace(self.path)


def load(path: Path, api: str) -> State:
    """The state kept at `path`, or an empty one when there is none or it is another service's."""
    if not path.exists():
        return State(path, api)
    kept = json.loads(path.read_text(encoding="utf-8"))
    if kept["api"] != api:
        return State(path, api)
    return State(path, api, {name: TenantState(**t) for name, t in kept["tenants"].items()})
