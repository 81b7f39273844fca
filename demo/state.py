"""What the demonstration keeps between runs: its tenants, their keys, the uploads it made.

In `demo.json`, readable by its owner alone, because keys are in it. Another service than the one
on this machine has a file of its own, so that no key is ever sent to a service it is not of.
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
    """Everything kept, and where."""

    path: Path
    tenants: dict[str, TenantState] = field(default_factory=dict)

    def save(self) -> None:
        """Write it, whole or not at all."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_suffix(".new")
        new.unlink(missing_ok=True)
        tenants = {name: asdict(tenant) for name, tenant in self.tenants.items()}
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump({"tenants": tenants}, file, indent=2)
        new.replace(self.path)


def load(path: Path) -> State:
    """The state kept at `path`, or an empty one when there is none."""
    if not path.exists():
        return State(path)
    kept = json.loads(path.read_text(encoding="utf-8"))
    return State(path, {name: TenantState(**t) for name, t in kept["tenants"].items()})
