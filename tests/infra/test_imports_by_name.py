"""The lint refuses imports by name in chalicelib: import-linter sees import statements alone."""

import subprocess
import sys

import pytest

from infra.package import PROJECT

BY_NAME = {
    "a function of the module": "import importlib\n\nX = importlib.import_module('a')\n",
    "the function itself": "from importlib import import_module\n\nX = import_module('a')\n",
    "a finder": "from importlib.util import find_spec\n\nX = find_spec('a')\n",
    "a loader": "from importlib.machinery import SourceFileLoader\n\nX = SourceFileLoader\n",
    "a resolved name": "import pkgutil\n\nX = pkgutil.resolve_name('a:b')\n",
    "a module that is run": "import runpy\n\nX = runpy.run_module('a')\n",
}
RESOURCES = "from importlib.resources import files\n\nX = files('a')\n"


def refused(source: str, path: str) -> set[str]:
    """Return the rules that the lint of the project finds broken in a file of this path."""
    asked = [sys.executable, "-m", "ruff", "check", "--output-format", "concise"]
    done = subprocess.run(
        [*asked, "--no-cache", "--stdin-filename", path, "-"],
        input=source,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return {line.split()[1] for line in done.stdout.splitlines() if line.startswith(path)}


@pytest.mark.parametrize("source", BY_NAME.values(), ids=BY_NAME)
def test_an_import_by_name_is_refused(source: str) -> None:
    assert refused(source, "chalicelib/store/made_up.py") == {"TID251"}


def test_a_package_may_read_its_resources() -> None:
    assert refused(RESOURCES, "chalicelib/store/made_up.py") == set()


def test_the_module_that_defers_imports_is_free() -> None:
    assert refused(BY_NAME["a loader"], "chalicelib/deferred_imports.py") == set()
