"""The commit hooks run the checks of `make check`, and CI runs all test and check targets."""

import re
from typing import Any

from pre_commit.clientlib import load_config

from infra.package import PROJECT


def recipe(target: str) -> list[str]:
    """Return the commands of a target of the Makefile, as the shell gets them."""
    text = (PROJECT / "Makefile").read_text(encoding="utf-8")
    found = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", text, re.MULTILINE)
    assert found is not None, target
    lines = found[1].splitlines()
    return [line.strip().removeprefix("@").replace("$(BIN)", ".venv/bin") for line in lines]


def hooks() -> list[dict[str, Any]]:
    configuration = load_config(PROJECT / ".pre-commit-config.yaml")
    assert [one["repo"] for one in configuration["repos"]] == ["local"]
    found: list[dict[str, Any]] = configuration["repos"][0]["hooks"]
    return found


def test_a_commit_is_checked_by_the_steps_of_make_check_in_their_order() -> None:
    assert len(recipe("check")) >= 5
    assert [hook["entry"] for hook in hooks()] == recipe("check")


def test_every_hook_looks_at_the_whole_tree_whatever_the_commit_changes() -> None:
    for hook in hooks():
        assert (hook["pass_filenames"], hook["always_run"]) == (False, True), hook["id"]


def test_every_hook_runs_in_the_projects_own_environment() -> None:
    """The setting is `system`; from 4.4 on pre-commit calls it `unsupported` internally."""
    assert {hook["language"] for hook in hooks()} <= {"system", "unsupported"}


def test_ci_runs_every_target_that_proves_something() -> None:
    steps = (PROJECT / ".ci" / "run").read_text(encoding="utf-8")
    found = re.findall(r"^step make (\S+)$", steps, re.MULTILINE)
    assert found == ["venv", "test", "test-rest", "check"]
