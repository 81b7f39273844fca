"""`make mutation`: change the scoring core in small ways, one at a time, and see whether its tests
notice.

    python -m benchmarks.mutation                everything, from the start
    python -m benchmarks.mutation linter rules   these areas, from the start
    python -m benchmarks.mutation again rules    … but a killed mutant stays killed while its
                                                 function is unchanged: quick, after adding tests
    python -m benchmarks.mutation "chalicelib.scoring.exact.*"      mutants by name or pattern

It works on a copy under build/mutation, with its own environment, and does not change the tree. The
two random comparisons (test_properties, test_reference_scoring) are left out. They would find most
changes too, but take seconds each time. So the score shows what the examples worked out by hand
find. mutmut makes the mutants, mutation_loop.py runs them. A mutant that takes more than a minute
of processor time is neither killed nor survived, so a busy machine does not improve a figure.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.mutants import AREAS, forget, summary, to_do

ROOT = Path(__file__).resolve().parent.parent
PLACE = Path(os.environ.get("MUTATION_PLACE", ROOT / "build" / "mutation"))
# The last two test imports and docs, which the mutated copy does not have.
LEFT_OUT = (
    "test_properties.py",
    "test_reference_scoring.py",
    "test_public_face.py",
    "test_kind_catalogue.py",
)
CHILDREN = "2"
ANY = "chalicelib.scoring.streaks.x_streak__mutmut_1"


def main(wanted: list[str]) -> int:
    again = "again" in wanted
    areas = [word for word in wanted if word in AREAS] or list(AREAS)
    names = [word for word in wanted if word not in AREAS and word != "again"]
    if not names:
        forget(PLACE / "mutants", areas, again=again)
    python = _environment()
    _copy()
    _settings()
    environment = {**os.environ, "SERVICESCORE_EXAMPLES": "3", "MUTANT_UNDER_TEST": ""}
    # mutmut makes the mutants and records which tests reach them; it has to run one for that.
    make = [str(python.parent / "mutmut"), "run", "--max-children", CHILDREN, ANY]
    subprocess.run(make, cwd=PLACE, env=environment, check=True)
    loop = [str(python), str(ROOT / "benchmarks" / "mutation_loop.py"), *(names or to_do(areas))]
    run = subprocess.run(loop, cwd=PLACE / "mutants", env=environment, check=False)
    print(summary(PLACE / "mutants"))
    print("look at one: cd build/mutation && venv/bin/mutmut results; venv/bin/mutmut show NAME")
    return run.returncode


def _environment() -> Path:
    python = PLACE / "venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PLACE / "venv")], check=True)
        wanted = str(ROOT / "requirements-mutation.txt")
        subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", wanted], check=True)
    return python


def _copy() -> None:
    """Copy the core and its tests only, not the rest of the application; keep the results of
    earlier mutants.
    """
    for name in ("chalicelib", "tests"):
        shutil.rmtree(PLACE / name, ignore_errors=True)
    for path in (PLACE / "mutants").rglob("*"):
        if path.is_file() and path.suffix != ".meta":
            path.unlink()
    no_caches = shutil.ignore_patterns("__pycache__", *LEFT_OUT)
    for part in ("chalicelib/scoring", "tests/scoring"):
        shutil.copytree(ROOT / part, PLACE / part, ignore=no_caches)
    for name in ("conftest.py", "profiles.py"):
        shutil.copy2(ROOT / "tests" / name, PLACE / "tests" / name)
    (PLACE / "chalicelib" / "__init__.py").write_text("")


def _settings() -> None:
    (PLACE / "pytest.ini").write_text(
        "[pytest]\npythonpath = .\nmarkers =\n  deep: see profiles.py\n"
    )
    patterns = [pattern for area in AREAS.values() for pattern in area]
    only = "".join(f"\n    chalicelib/scoring/{pattern}" for pattern in patterns)
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
