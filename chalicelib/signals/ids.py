"""Ids of signals and of the runs that find them.

A signal's id follows from what it is about, so that a run that comes twice finds the same signals.
Form: ``sig_2026-10_desk_`` and 20 characters: 7 are a hash of the person, by which an erasure finds
the person's signals and their events in the audit log; 13 are a hash of all that it is about. A
run's id is ``sgr_2026-10_desk``: a scheme's period has one run at a time.
"""

import re
from hashlib import blake2b
from typing import Final, NamedTuple

from chalicelib.store.identifiers import ALPHABET, base32
from chalicelib.tenancy.scope import number_of
from chalicelib.web.fields import CODE, PERIOD

PREFIX: Final = "sig_"
RUN_PREFIX: Final = "sgr_"
_PLACE: Final = rf"(?P<period>{PERIOD.pattern})_(?P<scheme>{CODE.pattern})"
_SIGNAL: Final = re.compile(rf"{PREFIX}{_PLACE}_[{ALPHABET}]{{20}}")
_RUN: Final = re.compile(rf"{RUN_PREFIX}{_PLACE}")
_BITS: Final = 65


class Place(NamedTuple):
    """The period and the scheme that an id names."""

    period: str
    scheme: str


def signal_id(period: str, scheme: str, person: str, kind: str, about: str) -> str:
    """Return the id of the signal of a kind about a person; ``about`` says which of the kind."""
    digest = blake2b("\n".join((scheme, person, kind, about)).encode(), digest_size=9).digest()
    number = int.from_bytes(digest, "big") % (1 << _BITS)
    return f"{prefix_of(period, scheme, person)}{base32(number, 13)}"


def prefix_of(period: str, scheme: str, person: str) -> str:
    """Return the prefix of the ids of a person's signals of a scheme's period."""
    return f"{PREFIX}{period}_{scheme}_{base32(number_of(person), 7)}"


def is_of(signal: str, person: str) -> bool:
    """Return whether an id is that of a signal about the person, of any scheme's period.

    It has 35 bits of a hash, so another person's ids rarely are too.
    """
    place = place_of_signal(signal)
    return place is not None and signal.startswith(prefix_of(*place, person))


def place_of_signal(signal: str) -> Place | None:
    """Return the period and scheme of a signal's id; None for another text."""
    return _place(_SIGNAL, signal)


def run_id(period: str, scheme: str) -> str:
    """Return the id of the run of a scheme's period."""
    return f"{RUN_PREFIX}{period}_{scheme}"


def place_of_run(run: str) -> Place | None:
    """Return the period and scheme of a run's id; None for another text."""
    return _place(_RUN, run)


def _place(form: re.Pattern[str], text: str) -> Place | None:
    found = form.fullmatch(text)
    return None if found is None else Place(found["period"], found["scheme"])
