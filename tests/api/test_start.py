"""Modules of ours are read when first used (chalicelib/deferred_imports.py)."""

import os
import subprocess
import sys
from pathlib import Path

from tests.api.world import ENVIRONMENT

PROJECT = Path(__file__).resolve().parents[2]


def _python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        cwd=PROJECT,
        env={**os.environ, **ENVIRONMENT},
        capture_output=True,
        text=True,
    )
    return done.stdout


def _loaded_after(code: str) -> set[str]:
    listing = """
import sys
from types import ModuleType
print(*[name for name, module in sys.modules.items() if type(module) is ModuleType])
"""
    return set(_python(f"{code}\n{listing}").split())


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
