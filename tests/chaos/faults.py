"""Which fault strikes which request: decided by the seed, the round and the request's number.

The same seed gives the same plan of every round. Which request of two processes comes first is the
machine's choice, so a replay meets the same faults, not the same interleaving.
"""

import random
import threading
from collections import Counter
from dataclasses import dataclass, field

from tests.chaos.requests_seen import DYNAMODB, S3, SQS, Sent

#: Kinds of faults, as the report names them.
LOST_ANSWER = "answer lost"
LOST_REQUEST = "request lost"
THROTTLED = "throttled"
CANCELLED = "transaction cancelled by throttling"
UNPROCESSED = "batch with unprocessed items"
SLOW_DOWN = "bucket or queue unavailable"
KILLED_BEFORE = "killed before a request"
KILLED_AFTER = "killed after a write"
KILLED_ANY_TIME = "killed at any moment"
DUPLICATED = "message sent twice"
DELAYED = "message delayed"
EARLY = "message visible early"
STORM = "throttled for a while"

MOODS = ("calm", "lossy", "throttled", "killing", "messages", "mixed", "mixed", "storm")
#: Chance of each fault at one request, by mood.
_CHANCES: dict[str, dict[str, float]] = {
    "calm": {},
    "lossy": {LOST_ANSWER: 0.05, LOST_REQUEST: 0.02, SLOW_DOWN: 0.05},
    "throttled": {THROTTLED: 0.06, CANCELLED: 0.2, UNPROCESSED: 0.25, SLOW_DOWN: 0.05},
    "killing": {KILLED_BEFORE: 0.006, KILLED_AFTER: 0.02},
    "messages": {DUPLICATED: 0.4, DELAYED: 0.5, EARLY: 0.4},
    "mixed": {
        LOST_ANSWER: 0.02,
        THROTTLED: 0.02,
        CANCELLED: 0.08,
        UNPROCESSED: 0.1,
        KILLED_BEFORE: 0.002,
        KILLED_AFTER: 0.008,
        DUPLICATED: 0.2,
        DELAYED: 0.2,
        EARLY: 0.15,
        SLOW_DOWN: 0.02,
    },
    "storm": {LOST_ANSWER: 0.01},
}
#: Requests of a function that are throttled one after the other in a storm: more than all tries.
_STORM_LENGTH = (4, 14)


def _applies(kind: str, request: Sent) -> bool:
    match kind:
        case "answer lost" | "killed after a write":
            return request.writes
        case "throttled":
            return request.service == DYNAMODB
        case "transaction cancelled by throttling":
            return request.operation == "TransactWriteItems"
        case "batch with unprocessed items":
            return request.operation in ("BatchWriteItem", "BatchGetItem")
        case "bucket or queue unavailable":
            return request.service in (S3, SQS)
        case "message sent twice" | "message delayed":
            return request.operation == "SendMessage"
        case "message visible early":
            return request.operation == "ChangeMessageVisibility"
        case _:
            return True


@dataclass(slots=True)
class RoundFaults:
    """The faults of one round. ``over`` ends them: from then on every request passes."""

    seed: int
    number: int
    mood: str
    over: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    _seen: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def choose(self, function: str, request: Sent) -> tuple[str | None, random.Random]:
        """Return the fault of this request, or None, and the generator for its particulars."""
        with self._lock:
            self._seen[function] += 1
            number = self._seen[function]
            dice = random.Random(f"{self.seed}/{self.number}/{function}/{number}")
            if self.over:
                return None, dice
            kind = self._kind(function, request, number, dice)
            if kind is not None:
                self.counts[kind] += 1
            return kind, dice

    def count(self, kind: str) -> None:
        with self._lock:
            self.counts[kind] += 1

    def end(self) -> None:
        with self._lock:
            self.over = True

    def _kind(self, function: str, request: Sent, number: int, dice: random.Random) -> str | None:
        if self._storms(function, number) and request.service == DYNAMODB:
            return STORM
        chances = _CHANCES[self.mood]
        # A request to the API or for a credential is a small part of its work: fewer faults there.
        rarer = {"authorizer": 0.3, "app": 0.7}.get(function, 1.0)
        for kind, chance in chances.items():
            if _applies(kind, request) and dice.random() < chance * rarer:
                return kind
        return None

    def _storms(self, function: str, number: int) -> bool:
        """Return whether this request of the function falls into its storm of the round."""
        if self.mood not in ("storm", "mixed") or function == "authorizer":
            return False
        dice = random.Random(f"{self.seed}/{self.number}/{function}/storm")
        if dice.random() < (0.2 if self.mood == "storm" else 0.8):
            return False
        begins = dice.randint(3, 60)
        return begins <= number < begins + dice.randint(*_STORM_LENGTH)
