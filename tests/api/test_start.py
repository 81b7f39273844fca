"""The start of a new process of the API: its duration, and the modules that it reads."""

import os
import subprocess
import sys
from pathlib import Path

from tests.api.world import ENVIRONMENT

PROJECT = Path(__file__).resolve().parents[2]

#: What any service of this make has to import: nothing of ours, and one client made.
BARE = """
import chalice.app, marshmallow, pynamodb.models, botocore.session
botocore.session.get_session().create_client("dynamodb", region_name="us-east-1")
"""
OURS = "import app"
#: The least number of rounds, and the most, for a machine with other load.
ROUNDS, PATIENCE = 6, 40
MOST = 1.3


def _python(code: str, **more: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        cwd=PROJECT,
        env={**os.environ, **ENVIRONMENT, **more},
        capture_output=True,
        text=True,
    )
    return done.stdout


def _seconds(code: str, compiled: Path) -> float:
    """Return the processor seconds of the code in a new process, to exclude most other load.

    All modules, libraries' and ours, are compiled before, independent of the environment.
    """
    timed = f"import time\nstart = time.process_time()\n{code}\nprint(time.process_time() - start)"
    cache = {"PYTHONPYCACHEPREFIX": str(compiled), "PYTHONDONTWRITEBYTECODE": ""}
    return float(_python(timed, **cache))


def test_the_app_is_imported_in_at_most_1_3_times_what_its_libraries_take(
    tmp_path: Path,
) -> None:
    """The least of several alternating rounds counts, because noise only adds time."""
    bare, ours = [], []
    for finished in range(PATIENCE):
        if finished >= ROUNDS and min(ours) <= MOST * min(bare):
            break
        bare.append(_seconds(BARE, tmp_path))
        ours.append(_seconds(OURS, tmp_path))
    assert min(ours) <= MOST * min(bare), f"{min(ours):.3f} s against {min(bare):.3f} s"


def _loaded_after(code: str) -> set[str]:
    listing = """
import sys
from types import ModuleType
print(*[name for name, module in sys.modules.items() if type(module) is ModuleType])
"""
    return set(_python(f"{code}\n{listing}").split())


def test_a_start_reads_no_scoring_no_file_reader_and_no_client() -> None:
    loaded = _loaded_after(OURS)
    for name in ("boto3", "cryptography", "apispec", "python_calamine", "xlsxwriter", "jwt"):
        assert name not in loaded
    assert not {name for name in loaded if name.startswith("chalicelib.scoring")}
    assert not {name for name in loaded if name.startswith("chalicelib.reading")}
    ours = {name for name in loaded if name.startswith("chalicelib.")}
    assert not {name for name in ours if name.endswith(".service")}


def test_importing_a_module_again_does_not_read_it() -> None:
    code = "from chalicelib.schemes import service\nimport chalicelib.schemes.service"
    assert "chalicelib.schemes.service" not in _loaded_after(code)


def test_the_first_use_of_a_module_reads_it() -> None:
    code = "from chalicelib.companies import service\nassert service.described"
    assert "chalicelib.companies.service" in _loaded_after(code)


def test_a_module_that_cannot_be_read_says_so_each_time(tmp_path: Path) -> None:
    code = f"""
import chalicelib, sys
chalicelib.__path__.append({str(tmp_path)!r})
from chalicelib import broken
for _ in range(2):
    try:
        broken.anything
    except ZeroDivisionError as error:
        print("said so")
"""
    (tmp_path / "broken.py").write_text("1 / 0\n")
    assert _python(code).split("\n")[:2] == ["said so", "said so"]


def test_a_name_that_a_module_does_not_have_is_an_attribute_error() -> None:
    code = """
from chalicelib.companies import service
try:
    service.nothing_of_this_name
except AttributeError as error:
    print(error)
"""
    assert "chalicelib.companies.service" in _python(code)
