"""The state between two runs of the demonstration."""

import stat
from pathlib import Path

from demo.state import State, TenantState, load


def test_tenants_keys_and_uploads_are_there_again(tmp_path: Path) -> None:
    path = tmp_path / "kept" / "demo.json"
    state = State(path)
    state.tenants["shop"] = TenantState("shop-2", "secret", {"file": "upl_1"})
    state.save()
    again = load(path)
    assert again.tenants == {"shop": TenantState("shop-2", "secret", {"file": "upl_1"})}


def test_the_file_is_its_owners_alone_after_every_save(tmp_path: Path) -> None:
    path = tmp_path / "demo.json"
    state = State(path)
    for _ in range(2):
        state.save()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_kept_is_an_empty_start(tmp_path: Path) -> None:
    assert load(tmp_path / "none.json").tenants == {}
