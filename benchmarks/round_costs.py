"""What the work of a company's workers costs: seconds and units of its runs, processor seconds."""

import os
from dataclasses import dataclass
from typing import Any

from benchmarks.deployed import Service, processor_seconds, workers
from benchmarks.month import lines_of
from benchmarks.rated_company import Company


@dataclass(frozen=True, slots=True)
class Cost:
    """What runs of a kind of work cost, by their log lines."""

    seconds: float
    read_units: float
    write_units: float


def runs(company: Company) -> list[dict[str, Any]]:
    """Return the log lines of the company's runs. Reading them is dear: not while measuring."""
    return [one for one in lines_of(company.service, company.tenant) if one["event"] == "job"]


def cost_of(kind: str, lines: list[dict[str, Any]]) -> Cost:
    """Return what the runs of a kind among these cost."""
    own = [one for one in lines if one["kind"] == kind]
    names = ("milliseconds", "read_units", "write_units")
    milliseconds, read, write = (sum(one[name] for one in own) for name in names)
    return Cost(milliseconds / 1000, read, write)


def processor_of(service: Service) -> float:
    """Return the processor seconds so far of local AWS, scoring, jobs and this process."""
    return processor_seconds(service) + processor_of_jobs(service)


def processor_of_jobs(service: Service) -> float:
    """Return the processor seconds so far of the workers of jobs alone."""
    ticks = 0
    for path in workers(service, "run_job"):
        told = (path / "stat").read_text().rpartition(")")[2].split()
        ticks += int(told[11]) + int(told[12])
    return ticks / os.sysconf("SC_CLK_TCK")
