"""Modules that are read when first used behave as modules always do."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def run(code: str) -> str:
    """In a process of its own, where nothing of ours has been read yet."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return done.stdout.strip()


def test_a_module_is_read_when_something_in_it_is_asked_for() -> None:
    code = """
import chalicelib
from chalicelib import version
before = "VERSION" in vars(version)
found = version.VERSION
print(before, "VERSION" in vars(version), type(version).__name__)
"""
    assert run(code) == "False True module"


def test_threads_that_ask_at_once_all_find_the_whole_module() -> None:
    code = """
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
import chalicelib
sys.setswitchinterval(1e-6)
gate = Barrier(8)
def ask(_):
    gate.wait()
    from chalicelib.uploads import run
    return run.run.__name__ + run.PATIENCE.__class__.__name__
with ThreadPoolExecutor(8) as pool:
    print(sorted(set(pool.map(ask, range(8)))))
"""
    assert run(code) == "['runint']"


def test_what_is_not_there_is_said_as_ever() -> None:
    code = """
import chalicelib
from chalicelib import version
try:
    version.nothing
except AttributeError as error:
    print(error)
"""
    assert run(code) == "module 'chalicelib.version' has no attribute 'nothing'"
