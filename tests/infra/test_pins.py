"""The environment is the one the pins describe: the same on every machine, next year too."""

import re
from importlib import metadata

from infra.package import PROJECT

FILES = ("requirements.txt", "requirements-dev.txt", "constraints.txt")
#: Comes with Python's own venv.
GIVEN = {"pip"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins() -> dict[str, str]:
    found = {}
    for file in FILES:
        for line in (PROJECT / file).read_text(encoding="utf-8").splitlines():
            if match := re.match(r"([A-Za-z0-9_.-]+)(?:\[.*\])?==([^\s;]+)", line):
                found[normal(match[1])] = match[2]
    return found


def test_every_installed_package_is_pinned_and_of_the_pinned_version() -> None:
    installed = {normal(one.metadata["Name"]): one.version for one in metadata.distributions()}
    unpinned = {name: version for name, version in installed.items() if name not in GIVEN}
    assert unpinned == {name: pins().get(name) for name in unpinned}


def test_every_line_of_a_requirements_file_pins_one_version_or_names_another_file() -> None:
    for file in (*FILES, "requirements-aws.txt"):
        for line in (PROJECT / file).read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith(("#", "-r ", "-c ")):
                assert re.fullmatch(r"[A-Za-z0-9_.\[\],-]+==[A-Za-z0-9_.]+", line), (file, line)
