"""Hold the template to the rules of a policy scanner (checkov), but for written exceptions.

``python -m infra.policy_scan``, after ``python -m infra.package``. A finding without an exception
fails, and so does an exception without a finding. The exceptions are in
``infra/policy_exceptions.toml``: the rule, the resources, the reason.
"""

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.package import BUILD, PROJECT

SCANNER = PROJECT / ".venv-scan" / "bin" / "python"
EXCEPTIONS = PROJECT / "infra" / "policy_exceptions.toml"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A rule ("CKV_AWS_26") that a resource of the template does not follow, by its logical id."""

    rule: str
    resource: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """An exception: the findings that it is for, and why they are right."""

    rule: str
    resources: tuple[str, ...]
    reason: str


def findings(template: Path) -> dict[Finding, str]:
    """Scan a template; return what the rules find, with the rule's own words.

    Raises FileNotFoundError without the scanner's environment, and RuntimeError when it fails.
    """
    done = subprocess.run(
        [
            *(str(SCANNER), "-m", "checkov.main", "--file", str(template), "--output", "json"),
            *("--framework", "cloudformation", "--quiet", "--compact", "--soft-fail"),
            "--skip-download",  # the rules are in the package; nothing is asked of the network
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"checkov: {done.stderr[-2000:]}")
    return of_report(json.loads(done.stdout))


def of_report(report: dict[str, Any]) -> dict[Finding, str]:
    """Return the findings of checkov's report."""
    return {
        Finding(one["check_id"], one["resource"].rsplit(".", 1)[-1]): one["check_name"]
        for one in report["results"]["failed_checks"]
    }


def accepted(path: Path = EXCEPTIONS) -> tuple[Accepted, ...]:
    """Read the exceptions. Raises ValueError for one without resources or a reason."""
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    made = tuple(
        Accepted(rule, tuple(one["resources"]), " ".join(one["reason"].split()))
        for rule, several in found.items()
        for one in several
    )
    for one in made:
        if not one.resources or len(one.reason) < 20:
            raise ValueError(f"{one.rule}: an exception names its resources and its reason")
    return made


def faults(found: dict[Finding, str], exceptions: Iterable[Accepted]) -> list[str]:
    """Return what is wrong: findings that nobody accepted, exceptions that nothing needs."""
    allowed = {Finding(one.rule, name) for one in exceptions for name in one.resources}
    unwanted = sorted(set(found) - allowed)
    unneeded = sorted(allowed - set(found))
    return [
        *(f"{one.resource}: {one.rule}: {found[one]}" for one in unwanted),
        *(f"{one.resource}: {one.rule}: an exception that nothing needs" for one in unneeded),
    ]


def main() -> int:
    """Scan the built template and print the faults."""
    found = findings(BUILD / "template.json")
    wrong = faults(found, accepted())
    for line in wrong:
        print(line, file=sys.stderr)
    if not wrong:
        print(f"policy scan: {len(found)} findings, each with a written reason")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
