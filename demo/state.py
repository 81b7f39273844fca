"""The demonstration's state between runs: its tenants, their keys, its uploads.

The state is in `demo.json`, readable by its owner only, because it contains keys. Each service
other than the local one has a separate file, so that a key is never sent to another service.
"""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(slots=True)
class TenantState:
    """One onboarded company: its id, its admin key, and the upload of each sample file."""

    tenant_id: str
    key: str
    uploads: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class State:
    """The state of all companies, and its path."""

    path: Path
    tenants: dict[str, TenantState] = field(default_factory=dict)

    def save(self) -> None:
        """Write the state atomically."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_suffix(".new")
        new.unlink(missing_ok=True)
        tenants = {name: asdict(tenant) for name, tenant in self.tenants.items()}
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump({"tenants": tenants}, file, indent=2)
        new.replace(self.path)


def load(path: Path) -> State:
    """Read the state at `path`; return an empty state when there is no file."""
    if not path.exists():
        return State(path)
    kept = json.loads(path.read_text(encoding="utf-8"))
    return State(path, {name: TenantState(**t) for name, t in kept["tenants"].items()})
