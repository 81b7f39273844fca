"""`make mutation`: the scoring core changed in small ways, one at a time, and whether its tests
notice.

Works on a copy under build/mutation, with an environment of its own, and leaves the tree alone. The
two random comparisons (test_properties, test_plain_reading) are left out: they would find most
changes too, but take seconds each time, so the score says what the examples worked out by hand find
alone. Names of mutants or patterns may be given: python -m benchmarks.mutation
"chalicelib.scoring.rules.*".
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "build" / "mutation"
# The last looks at imports, and the mutated copy imports the tool.
LEFT_OUT = ("test_properties.py", "test_plain_reading.py", "test_public_face.py")
MUTATED = (
    "rules/*",
    "values/*",
    "engine/*",
    "formula/steps.py",
    "cells.py",
    "exact.py",
    "periods.py",
    "ranks.py",
    "streaks.py",
    "teams.py",
    "money.py",
)


def main(names: list[str]) -> int:
    python = _environment()
    _copy()
    _settings()
    environment = {**os.environ, "SCORING_EXAMPLES": "3"}
    mutmut = [str(python.parent / "mutmut")]
    run = subprocess.run([*mutmut, "run", *names], cwd=PLACE, env=environment, check=False)
    subprocess.run([*mutmut, "results"], cwd=PLACE, check=False)
    print("look at one: cd build/mutation && venv/bin/mutmut show NAME")
    return run.returncode


def _environment() -> Path:
    python = PLACE / "venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PLACE / "venv")], check=True)
        wanted = str(ROOT / "requirements-mutation.txt")
        subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", wanted], check=True)
    return python


def _copy() -> None:
    """The core and its tests, and nothing else of the application."""
    for name in ("chalicelib", "tests", "mutants"):
        shutil.rmtree(PLACE / name, ignore_errors=True)
    no_caches = shutil.ignore_patterns("__pycache__", *LEFT_OUT)
    for part in ("chalicelib/scoring", "tests/scoring"):
        shutil.copytree(ROOT / part, PLACE / part, ignore=no_caches)
    (PLACE / "chalicelib" / "__init__.py").write_text("")


def _settings() -> None:
    (PLACE / "pytest.ini").write_text("[pytest]\npythonpath = .\n")
    only = "".join(f"\n    chalicelib/scoring/{pattern}" for pattern in MUTATED)
    arguments = ("-q", "-x", "-p", "no:cacheprovider", "--import-mode=importlib")
    arguments += ("-k", "not mutated and not any_json and not no_text_does")
    given = "".join(f"\n    {argument}" for argument in arguments)
    (PLACE / "setup.cfg").write_text(
        "[mutmut]\n"
        "source_paths=chalicelib/\n"
        f"only_mutate={only}\n"
        "pytest_add_cli_args_test_selection=tests/scoring\n"
        f"pytest_add_cli_args={given}\n"
        "also_copy=\n    pytest.ini\n"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
