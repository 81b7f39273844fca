"""The condition that an attribute is as it was read."""

import pytest

from chalicelib.store.as_read import as_read
from chalicelib.store.conditions import holds

PART = {"state": "locked", "rounds": {"r": "u"}, "again": ["a", "b"]}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state", "locked"),
        ("rounds", {"r": "u"}),
        ("again", ("a", "b")),
        ("again", ["a", "b"]),
        ("gone", None),
    ],
)
def test_what_stands_as_it_was_read_is_unchanged(name: str, value: object) -> None:
    assert holds(as_read(name, value), PART)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state", "published"),
        ("state", None),
        ("rounds", {}),
        ("again", ("a",)),
        ("gone", "there"),
    ],
)
def test_what_has_changed_come_or_gone_is_not(name: str, value: object) -> None:
    assert not holds(as_read(name, value), PART)
