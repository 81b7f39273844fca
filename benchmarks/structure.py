"""Count the structure of chalicelib: the modules that work passes, and the calls to higher floors.

    python -m benchmarks.structure [FOLDER OF ANOTHER CHECKOUT]

From the imports: arrows (imports) from a package to one that is not on a lower floor, and pairs of
packages that import each other. From a run (with AWS in process, as in the API's tests): one upload
from its event to its end, and one GET of a scorecard. For each it counts the modules of
``chalicelib`` that the run passes, the distinct calls (module to module) to a higher floor, and the
upward arrows between the passed modules. Without upward arrows, a call to a higher floor is a call
of something registered or passed down: a job, a follower, a hook of the AWS clients.

Both checkouts are measured by the floors of this checkout's import contract, so that two commits
are comparable.
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
    """Record calls between modules of chalicelib, in this thread and in threads started meanwhile.

    A call through a library (an event of botocore's) counts for the nearest caller in chalicelib.
    Resuming a generator is a call too. Generated code (a dataclass's ``__init__``), iteration over
    a passed generator expression, and the execution of a module do not count.
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
        """Return the calls to a module of a higher floor."""
        return {
            (caller, called)
            for caller, called in self.calls
            if floor[package_of(called)] > floor[package_of(caller)]
        }


def walks() -> dict[str, Walk]:
    """Record the upload and the GET. Each ran once before, so that all modules are loaded."""
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
            # 88 points, good; 48 points, poor, so plans are drafted; one row is bad.
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
    """Import the maker of the operator's key, in this checkout or in one from before the floors."""
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
    # Python then finds the other checkout's modules and tests.
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
