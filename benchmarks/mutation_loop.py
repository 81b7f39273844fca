"""Run the tests of each mutant in turn, after collecting the tests once (see mutation.py).

Started in build/mutation/mutants, with the environment there: python mutation_loop.py PATTERN… for
the mutants of these names, … to-do PATTERN… for those of them without a result.
Each mutant is a fork of this process. It runs the tests that reach the mutant's function, the
quickest first, until one fails. mutmut's own runner collects the tests for every mutant, which
takes longer than running them. The results are stored where mutmut stores them.
"""

import gc
import json
import os
import resource
import signal
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from _pytest.runner import runtestprotocol

CHILDREN: Final = 2
SURVIVED, KILLED, NO_TEST, OUT_OF_TIME = 0, 1, 33, 36
# The limit of a mutant's tests, in processor seconds, so that a busy machine has no influence.
SECONDS: Final = 60
MEMORY: Final = 2**31
SAVED_EVERY: Final = 20


class Mutant(NamedTuple):
    name: str
    file: Path

    @property
    def function(self) -> str:
        return self.name.rpartition("__mutmut_")[0]


class Loop:
    """A pytest plugin that runs the collected tests once for every mutant."""

    def __init__(self, patterns: list[str]) -> None:
        self.known = {path: json.loads(path.read_text("utf-8")) for path in Path().rglob("*.meta")}
        self.mutants = list(self._to_do(patterns))
        stats = json.loads(Path("mutmut-stats.json").read_text("utf-8"))
        self.reached: dict[str, list[str]] = stats["tests_by_mangled_function_name"]
        self.durations: dict[str, float] = stats["duration_by_test"]
        self.running: dict[int, Mutant] = {}
        self.done = 0

    def _to_do(self, patterns: list[str]) -> Iterator[Mutant]:
        named = patterns[0] != "to-do"
        for pattern in patterns:  # in their order
            for path, known in self.known.items():
                for name, end in known["exit_code_by_key"].items():
                    if (end is None or named) and fnmatchcase(name, pattern):
                        yield Mutant(name, path)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        gc.freeze()  # otherwise every fork would copy memory that it only reads
        for mutant in self.mutants:
            tests = [test for test in self.reached.get(mutant.function, ()) if test in items]
            tests.sort(key=lambda test: self.durations.get(test, 0))
            if not tests:
                self._ended(mutant, NO_TEST)
                continue
            if len(self.running) >= CHILDREN:
                self._wait()
            child = os.fork()
            if not child:
                _run(mutant, [items[test] for test in tests])
            self.running[child] = mutant
        while self.running:
            self._wait()
        self._save()
        return True

    def _wait(self) -> None:
        child, status = os.wait()
        end = os.waitstatus_to_exitcode(status)
        self._ended(self.running.pop(child), end if end >= 0 else OUT_OF_TIME)

    def _ended(self, mutant: Mutant, end: int) -> None:
        self.known[mutant.file]["exit_code_by_key"][mutant.name] = end
        self.done += 1
        if self.done % SAVED_EVERY == 0:
            self._save()
            print(f"{self.done} of {len(self.mutants)}", file=sys.__stdout__, flush=True)

    def _save(self) -> None:
        for path, known in self.known.items():
            path.write_text(json.dumps(known), "utf-8")


def _run(mutant: Mutant, tests: list[pytest.Item]) -> None:
    """Run the tests in the fork, with the mutant as the code."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    gc.disable()
    os.environ["MUTANT_UNDER_TEST"] = mutant.name
    for test in tests:
        reports = runtestprotocol(test, log=False, nextitem=None)
        if any(report.failed for report in reports):
            os._exit(KILLED)
    os._exit(SURVIVED)


if __name__ == "__main__":
    os.environ["MUTANT_UNDER_TEST"] = ""
    sys.path.insert(0, str(Path.cwd()))
    plugin = Loop(sys.argv[1:])
    quiet = ["-q", "-p", "no:cacheprovider", "--import-mode=importlib"]
    sys.exit(pytest.main([*quiet, "tests/scoring"], plugins=[plugin]))
