"""Counts of the house's structure: which modules a piece of work passes, and how often it climbs.

    python -m benchmarks.structure [FOLDER OF ANOTHER CHECKOUT]

From the imports alone: arrows from a package to one that does not stand below it, and pairs of
packages that import each other. From running (with AWS in process, as the API's tests do): one
upload from its event to its end, and one GET of a scorecard. For each: how many modules of
``chalicelib`` are passed, how many distinct calls (module to module) go to a higher floor, and how
many of the arrows up lie between the modules passed. Where no arrow goes up, a climb is a call of
something registered or handed down: a job, a follower, a hook of the AWS clients.

The floors are those of this checkout's import contract, for the other checkout too, so that two
commits are measured alike.
"""

import io
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from types import FrameType
from typing import Any
from unittest import mock

from benchmarks.structure_floors import floors
from benchmarks.structure_imports import HOUSE, Imports, Pair, package_of


class Walk:
    """Notes calls between modules of ours while it is on, in every thread begun meanwhile.

    A call through a library (an event of botocore's) is one of the nearest caller of ours. Going on
    with a generator is a call too. What Python writes itself (a dataclass's ``__init__``), an
    expression handed down to be drawn from, and the reading of a module are none.
    """

    def __init__(self) -> None:
        self.modules: set[str] = set()
        self.calls: set[Pair] = set()

    def _note(self, frame: FrameType, event: str, _: Any) -> None:
        if event != "call":
            return
        module = frame.f_globals.get("__name__", "")
        code = frame.f_code
        if not module.startswith(f"{HOUSE}.") or code.co_filename.startswith("<"):
            return
        if code.co_name in ("<module>", "<genexpr>"):
            return
        self.modules.add(module)
        caller = frame.f_back
        while caller is not None:
            name = caller.f_globals.get("__name__", "")
            if name.startswith(f"{HOUSE}."):
                self.calls.add((name, module))
                return
            caller = caller.f_back

    @contextmanager
    def on(self) -> Iterator[None]:
        threading.setprofile(self._note)
        sys.setprofile(self._note)
        try:
            yield
        finally:
            sys.setprofile(None)
            threading.setprofile(None)

    def climbs(self, floor: dict[str, int]) -> set[Pair]:
        """Calls to a module of a higher floor."""
        return {
            (caller, called)
            for caller, called in self.calls
            if floor[package_of(called)] > floor[package_of(caller)]
        }


def walks() -> dict[str, Walk]:
    """The upload and the GET, each done once before, so that nothing is read for the first time."""
    from moto import mock_aws

    from tests.api.quick_moto import quick_moto
    from tests.api.world import ENVIRONMENT, World

    with quick_moto(), mock_aws():
        world = World()
        world.clear()
        queues = {
            f"SERVICESCORE_{name.upper()}_QUEUE_URL": u for name, u in world.queue_urls.items()
        }
        with mock.patch.dict(os.environ, {**ENVIRONMENT, **queues}):
            return _walks(world)


def _walks(world: Any) -> dict[str, Walk]:
    from chalice.test import Client

    import app
    from tests.api.client import Api
    from tests.api.clock import Clock
    from tests.api.company import Company
    from tests.api.uploads.sending import SCHEME, Desk, csv_of, published

    platform = app.platform()
    platform.start_over(Clock())
    found: dict[str, Walk] = {}
    with Client(app.app) as client:
        api = Api(client)
        acme = Company(api.as_(_operator_key()(platform.table, platform.clock)), "acme")
        desk = Desk(world, acme.hr, "acme")
        for scheme in ("first", "measured"):
            published(acme, {**SCHEME, "code": scheme})
            # 88 points, good; 48 points, poor: plans are drafted; one row is bad.
            file = csv_of(
                "1001,Ann,red,4000,100,88,100", "1002,Bob,red,7200,100,80,100", "1003,,,x,1,1,1"
            )
            record = desk.put(desk.announce(scheme=scheme), file)
            path = f"/v1/employees/1001/scorecards/2026-10?scheme={scheme}"
            steps: dict[str, Callable[[], Any]] = {
                "an upload's run": lambda record=record: desk.deliver(record),  # type: ignore[misc]
                "a scorecard's GET": lambda path=path: acme.hr.get(path).ok(),  # type: ignore[misc]
            }
            for name, step in steps.items():
                found[name] = Walk()
                with found[name].on():
                    step()
    return found


def _operator_key() -> Callable[..., str]:
    """Where it is made, in this checkout or in one of before packages stood on floors."""
    keys: Any
    try:
        from chalicelib.api_keys import service as keys
    except ImportError:
        from chalicelib.tenancy import keys
    made: Callable[..., str] = keys.issue_operator_key
    return made


def main() -> None:
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    imports = Imports(root)
    floor = floors(imports.packages)
    up, mutual = imports.up(floor), imports.mutual()
    print(f"{len(imports.packages)} packages and modules of {HOUSE}, {len(imports.files)} files")
    print(f"imports: {len(up)} arrows up, {len(mutual)} mutual pairs of packages")
    _listed(up)
    print("".join(f"  {one} and {other}\n" for one, other in sorted(mutual)), end="")
    # The other checkout's modules and tests are the ones that are found.
    sys.path.insert(0, str(root))
    os.chdir(root)
    with redirect_stdout(io.StringIO()):  # the lines that the service logs
        found = walks()
    for name, walk in found.items():
        climbs = walk.climbs(floor)
        among = {arrow for arrow in up if walk.modules.issuperset(arrow)}
        print(
            f"{name}: {len(walk.modules)} modules passed, {len(climbs)} climbs, "
            f"{len(among)} arrows up among its modules"
        )
        _listed(climbs)


def _listed(pairs: set[Pair]) -> None:
    for one, other in sorted(pairs):
        print(f"  {one.removeprefix(HOUSE + '.')} -> {other.removeprefix(HOUSE + '.')}")


if __name__ == "__main__":
    main()
