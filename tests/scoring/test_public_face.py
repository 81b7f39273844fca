"""The public face of the core, and what the core may not import."""

import ast
import sys
from pathlib import Path

import chalicelib.scoring as scoring

ROOT = Path(scoring.__file__).parent


def test_every_public_name_exists_and_is_listed_once() -> None:
    assert len(set(scoring.__all__)) == len(scoring.__all__)
    for name in scoring.__all__:
        assert hasattr(scoring, name)


def test_the_core_imports_the_standard_library_and_itself_alone() -> None:
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Import(names=names):
                    modules = [alias.name for alias in names]
                case ast.ImportFrom(module=str(module), level=0):
                    modules = [module]
                case _:
                    continue
            for module in modules:
                own = module.startswith("chalicelib.scoring")
                assert own or module.split(".")[0] in sys.stdlib_module_names, (path, module)


def test_the_core_has_no_clock_no_chance_and_no_input_or_output() -> None:
    forbidden = {
        "time",
        "datetime",
        "random",
        "os",
        "io",
        "pathlib",
        "socket",
        "logging",
        "secrets",
    }
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                assert not forbidden & {alias.name.split(".")[0] for alias in node.names}, path
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                assert node.module.split(".")[0] not in forbidden, path


def test_no_float_is_ever_written_in_the_core() -> None:
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), path
