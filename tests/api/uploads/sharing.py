"""Runs that hand on after each step, as if their share were used up at once."""

from datetime import timedelta

import pytest

from chalicelib.jobs import fair_share


def a_step_is_a_share(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run asks after each step whether others wait; its next run begins without a delay."""
    monkeypatch.setattr(fair_share, "SHARE", timedelta(0))
    monkeypatch.setattr(fair_share, "ASK_AGAIN", timedelta(0))
    monkeypatch.setattr(fair_share, "BEHIND_OTHERS", 0)


def others_always_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run hands on after each step: after the look at the columns, then after each chunk."""
    a_step_is_a_share(monkeypatch)
    monkeypatch.setattr(fair_share, "others_wait", lambda *_: True)
