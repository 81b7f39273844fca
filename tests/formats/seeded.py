"""AWS in process and the app, with a clock that stands still and ids that come out the same."""

import os
import random
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from unittest import mock

import moto.s3.models
from chalice.test import Client
from moto import mock_aws
from moto.moto_api._internal import mock_random

from chalicelib.tenancy.platform import Platform
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.quick_moto import quick_moto
from tests.api.world import ENVIRONMENT, World

SEED = 10


@dataclass(frozen=True)
class Process:
    """What stands in a process: an empty world, its clock, the app's platform, a caller."""

    world: World
    clock: Clock
    platform: Platform
    api: Api


@contextmanager
def seeded(clock: Callable[[], datetime]) -> Iterator[None]:
    """Ids and secrets of ours and of the bucket come out the same, at the clock's time."""
    chance = random.Random(SEED)
    text = "abcdefghijklmnopqrstuvwxyz0123456789"
    mock_random.seed(SEED)
    with ExitStack() as stack:
        for owner, name, made in (
            (os, "urandom", chance.randbytes),
            (secrets, "randbits", chance.getrandbits),
            (secrets, "choice", chance.choice),
            (secrets, "token_urlsafe", lambda size: "".join(chance.choices(text, k=size + 11))),
            (secrets, "token_hex", lambda size: chance.randbytes(size).hex()),
            (moto.s3.models, "utcnow", lambda: clock().astimezone(UTC).replace(tzinfo=None)),
        ):
            stack.enter_context(mock.patch.object(owner, name, made))
        yield


@contextmanager
def process() -> Iterator[Process]:
    """A process of its own, outside of pytest. Ends with nothing of AWS left."""
    with ExitStack() as stack:
        stack.enter_context(quick_moto())
        stack.enter_context(mock_aws())
        stack.enter_context(mock.patch.dict(os.environ, ENVIRONMENT))
        world = World()
        for name, url in world.queue_urls.items():
            os.environ[f"SERVICESCORE_{name.upper()}_QUEUE_URL"] = url
        world.clear()
        import app

        clock = Clock()
        platform: Any = app.platform()
        platform.start_over(clock)
        yield Process(world, clock, platform, Api(stack.enter_context(Client(app.app))))
