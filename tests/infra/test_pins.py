"""The environment matches the pins, so it is the same on every machine and later."""

import re
from importlib import metadata

import pytest

from infra.package import PROJECT

FILES = ("requirements.txt", "requirements-dev.txt", "constraints.txt")
LOCKS = ("requirements.lock", "requirements-chalice.lock")
#: Comes with Python's own venv.
GIVEN = {"pip"}
PIN = re.compile(r"([A-Za-z0-9_.-]+)(?:\[.*\])?==([^\s;]+)")
#: One package of a lock: name, version, and a hash for each of its files.
LOCKED = re.compile(r"([a-z0-9.-]+)==(\S+)((?: \\\n    --hash=sha256:[0-9a-f]{64})+)\n")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def text(file: str) -> str:
    return (PROJECT / file).read_text(encoding="utf-8")


def pins(*files: str) -> dict[str, str]:
    found = (PIN.match(line) for file in files for line in text(file).splitlines())
    return {normal(match[1]): match[2] for match in found if match}


def locked(file: str) -> dict[str, str]:
    return {normal(name): version for name, version, _ in LOCKED.findall(text(file))}


def test_every_installed_package_is_pinned_and_of_the_pinned_version() -> None:
    installed = {normal(one.metadata["Name"]): one.version for one in metadata.distributions()}
    unpinned = {name: version for name, version in installed.items() if name not in GIVEN}
    assert unpinned == {name: pins(*FILES).get(name) for name in unpinned}


def test_every_line_of_a_requirements_file_pins_one_version_or_names_another_file() -> None:
    for file in (*FILES, "requirements-aws.txt", "requirements-scan.txt"):
        for line in text(file).splitlines():
            if line.strip() and not line.startswith(("#", "-r ", "-c ")):
                assert re.fullmatch(r"[A-Za-z0-9_.\[\],-]+==[A-Za-z0-9_.]+", line), (file, line)


def test_no_package_is_pinned_twice() -> None:
    for file in (*FILES, "requirements-aws.txt", "requirements-scan.txt", *LOCKS):
        names = [normal(match[1]) for line in text(file).splitlines() if (match := PIN.match(line))]
        assert sorted(names) == sorted(set(names)), file


def test_every_package_that_ships_has_hashes_and_is_of_the_listed_version() -> None:
    """`make pins` writes the hashes again."""
    assert locked("requirements.lock") == pins("requirements.txt")
    chalice = pins("requirements-dev.txt")["chalice"]
    assert locked("requirements-chalice.lock") == {"chalice": chalice}


@pytest.mark.parametrize("file", LOCKS)
def test_a_lock_holds_packages_with_hashes_and_nothing_else(file: str) -> None:
    """A lock has no address to fetch from either: that is a setting of the machine."""
    rest = LOCKED.sub("", text(file))
    assert [line for line in rest.splitlines() if not line.startswith("#")] == []
