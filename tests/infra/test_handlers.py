"""What a function's process does until its first event, in the built package."""

import json
import os
import statistics
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from infra.package import Package
from tests.profiles import choose

HANDLERS = {
    "APIHandler": "api",
    "Authorizer": "authorizer",
    "ScoreUpload": "score_upload",
    "ExportTick": "export_tick",
    "SealAudit": "seal_audit",
    "RunExport": "run_export",
    "RunJob": "run_job",
    "ReadDeadLetters": "read_dead_letters",
}
#: Those whose libraries differ; the other workers read what `score_upload` reads.
TIMED = choose(quick=("api", "authorizer", "score_upload"), long=tuple(HANDLERS.values()))
MOST = 1.15
#: The least number of pairs, and the most, for a machine with other load.
ROUNDS, PATIENCE = 5, 30

#: Runs before the import: notes connections, clients and draws of randomness.
WATCHED = """
import json, os, random, sys
noted = []
# Not every socket: urllib3 tries at its import whether the machine has IPv6, and closes that one.
REACHES = ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.sendmsg")
sys.addaudithook(lambda name, _: noted.append(name) if name in REACHES else None)
def noting(name, real):
    return lambda *args, **named: (noted.append(name), real(*args, **named))[1]
os.urandom = random._urandom = noting("urandom", os.urandom)
for name in ("random", "getrandbits", "seed"):
    setattr(random.Random, name, noting("random." + name, getattr(random.Random, name)))
    setattr(random, name, noting("random." + name, getattr(random, name)))
import botocore.session
botocore.session.Session.create_client = noting("client", botocore.session.Session.create_client)
"""
TOLD = """
from types import ModuleType
from chalicelib.handlers.process import platform
print(json.dumps({
    "noted": noted,
    "platforms": platform.cache_info().currsize,
    "read": [name for name, module in sys.modules.items() if type(module) is ModuleType],
}))
"""


@pytest.fixture(scope="session")
def unpacked(built: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the package's directory, as Lambda has it."""
    place = tmp_path_factory.mktemp("package")
    with zipfile.ZipFile(built.archive) as archive:
        archive.extractall(place)
    return place


def python(package: Path, code: str) -> str:
    """Run code in a new process that has the standard library and the package alone."""
    start = f"import sys; sys.path.insert(0, {str(package)!r}); sys.dont_write_bytecode = True\n"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", start + code],
        check=True,
        env={"PATH": os.defpath},
        capture_output=True,
        text=True,
    )
    return done.stdout


def imported(handler: str) -> str:
    """Return the code that imports a handler as Lambda does."""
    return f"import chalicelib.handlers.{handler} as called\ncalled.handle\n"


def started(package: Path, handler: str, more: str = "") -> dict[str, Any]:
    """Return what was noted of a handler's import."""
    found: dict[str, Any] = json.loads(python(package, WATCHED + imported(handler) + more + TOLD))
    return found


def ours(start: dict[str, Any]) -> set[str]:
    return {name for name in start["read"] if name.split(".")[0] == "chalicelib"}


def libraries(start: dict[str, Any]) -> list[str]:
    """Return the modules of libraries that were read, in the order of reading."""
    others = {"chalicelib", "__main__", *sys.stdlib_module_names}
    return [name for name in start["read"] if name.split(".")[0] not in others]


def test_each_function_calls_its_own_module(resources: dict[str, Any]) -> None:
    called = {
        name: resource["Properties"]["Handler"]
        for name, resource in resources.items()
        if resource["Type"] == "AWS::Serverless::Function"
    }
    assert called == {
        function: f"chalicelib.handlers.{handler}.handle" for function, handler in HANDLERS.items()
    }


@pytest.mark.parametrize("handler", HANDLERS.values())
def test_an_import_makes_nothing_unique_or_connected_and_reads_no_work_of_an_event(
    unpacked: Path, handler: str
) -> None:
    """A snapshot of the process (SnapStart) is what every process is restored from."""
    start = started(unpacked, handler)
    assert (start["noted"], start["platforms"]) == ([], 0)
    read = ours(start)
    assert not {name for name in read if name.endswith((".service", ".routes", ".schemas"))}
    packages = {name.split(".")[1] for name in read if name.count(".") > 1}
    assert not packages & {"scoring", "reading", "schemes", "results"}
    others = {name.split(".")[0] for name in libraries(start)}
    assert not others & {"app", "boto3", "cryptography", "jwt", "python_calamine", "xlsxwriter"}
    if handler != "api":
        assert "web" not in packages
        assert "marshmallow" not in others
        assert "chalicelib.handlers.contents" not in read


def test_the_watch_notes_what_it_is_for(unpacked: Path) -> None:
    made = """
import secrets, socket
secrets.token_hex(); random.random()
try: socket.create_connection(("127.0.0.1", 9), timeout=1)
except OSError: pass
botocore.session.get_session().create_client("sqs", region_name="us-east-1")
"""
    noted = started(unpacked, "seal_audit", made)["noted"]
    assert {"urandom", "random.random", "socket.connect", "client"} <= set(noted)


@pytest.mark.deep
@pytest.mark.parametrize("handler", TIMED)
def test_a_handler_is_imported_in_at_most_1_15_times_what_its_libraries_take(
    unpacked: Path, handler: str
) -> None:
    """Medians of new processes in turn, in processor seconds, without collection of garbage."""
    named = " ".join(libraries(started(unpacked, handler)))
    bare = (
        f"from importlib import import_module\nfor name in {named!r}.split(): import_module(name)"
    )
    pairs: list[tuple[float, float]] = []
    for finished in range(PATIENCE):
        if finished >= ROUNDS and ratio(pairs) <= MOST:
            break
        pairs.append((seconds(unpacked, imported(handler)), seconds(unpacked, bare)))
    assert ratio(pairs) <= MOST, pairs


def seconds(package: Path, code: str) -> float:
    timed = f"import gc, time; gc.disable(); began = time.process_time()\n{code}\n"
    return float(python(package, timed + "print(time.process_time() - began)"))


def ratio(pairs: list[tuple[float, float]]) -> float:
    """Return the median of the pairs' ratios: a machine's speed drifts less within a pair."""
    return statistics.median(one / two for one, two in pairs)
