"""The public keys of providers, as one process keeps them.

A provider may be slow, down or hostile. So a fetch has one deadline and a largest size, and after
every fetch, also one that failed, the provider is not asked again for a while. Each address has an
entry and a lock of its own: one provider's failure changes nothing for another's tokens.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from chalicelib.outbound.errors import OutboundError
from chalicelib.outbound.exchange import Outbound
from chalicelib.sign_in.key_set_document import UnreadableKeySet, read_key_set
from chalicelib.telemetry import log

#: Seconds for a whole fetch. The gateway would not wait for a slower one either.
TIMEOUT_SECONDS = 3
#: The largest key set, in bytes. A provider with ten keys of 4,096 bits has 8 KB.
MOST_BYTES = 128 * 1024
#: How long a fetched set is used.
LIFESPAN_SECONDS = 300
#: How long a provider is not asked again, after a fetch that failed and for an unknown key id.
PAUSE_SECONDS = 30
#: Providers whose keys one process keeps at most. The least recently used is dropped first.
MOST = 1000


class NoKey(Exception):
    """There is no key for the token: the set lacks it, or the set could not be fetched."""


@dataclass(slots=True)
class _Kept:
    """What is known of one provider. Times are seconds of the process's clock."""

    lock: Lock = field(default_factory=Lock)
    keys: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    fetched_at: float | None = None
    asked_at: float | None = None


class KeySets:
    """The key sets of all providers, by address. Threads may share it."""

    def __init__(self, outbound: Outbound, clock: Callable[[], float] = time.monotonic) -> None:
        self._outbound = outbound
        self._clock = clock
        self._kept: dict[str, _Kept] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def jwk(self, address: str, key_id: str) -> Mapping[str, Any]:
        """Return the key (RFC 7517) with this id from the set at the address. Raises NoKey."""
        kept = self._entry(address)
        with kept.lock:
            now = self._clock()
            fresh = kept.fetched_at is not None and now < kept.fetched_at + LIFESPAN_SECONDS
            if not (fresh and key_id in kept.keys):
                if kept.asked_at is None or now >= kept.asked_at + PAUSE_SECONDS:
                    self._fetch(address, kept)
                elif not fresh:
                    raise NoKey
            found = kept.keys.get(key_id)
        if found is None:
            raise NoKey
        return found

    def _entry(self, address: str) -> _Kept:
        with self._lock:
            # Removed and inserted again: the dictionary's first entry is the least recently used.
            kept = self._kept.pop(address, None) or _Kept()
            self._kept[address] = kept
            if len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]
            return kept

    def _fetch(self, address: str, kept: _Kept) -> None:
        """Fetch the set. Raises NoKey; a set that was fetched before stays until it is too old."""
        kept.asked_at = self._clock()
        try:
            answer = self._outbound.get(address, seconds=TIMEOUT_SECONDS, most_bytes=MOST_BYTES)
            keys = read_key_set(answer)
        except (OutboundError, UnreadableKeySet) as error:
            log(logging.WARNING, "no_key_set", error=type(error).__name__, reason=str(error))
            raise NoKey from None
        finally:
            # A slow fetch counts from its end, so that the pause is a pause.
            kept.asked_at = self._clock()
        kept.keys, kept.fetched_at = keys, kept.asked_at
