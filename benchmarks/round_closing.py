"""The closing of bench-rounds: from a closed round to everybody's new result, beside files."""

import time
from dataclasses import fields
from typing import Any

import requests

from benchmarks.deployed import UNDER_WAY
from benchmarks.rated_company import PEERS, Company
from benchmarks.round_costs import Cost, cost_of, processor_of, processor_of_jobs, runs
from benchmarks.upload_sheet import PERIOD
from chalicelib.uploads.of_rounds import SETTLES

SCORING, EXAMINING = "score_upload", "examine_raters"


def closed(company: Company, round_id: str, files: int) -> dict[str, Any]:
    """Close the round, then replace everybody's figures by files; return what both cost."""
    service, known = company.service, len(runs(company))
    before, jobs_before = processor_of(service), processor_of_jobs(service)
    upload = {"id": company.move(round_id, "close")["upload"]}
    # Asking meanwhile would only use the processor that is measured.
    time.sleep(SETTLES.total_seconds())
    while service.read(company.key, upload)["status"] in UNDER_WAY:
        time.sleep(1)
    while not _examined(company, round_id):
        time.sleep(1)
    jobs = processor_of_jobs(service) - jobs_before
    used = processor_of(service) - before - jobs
    lines = runs(company)[known:]
    closing, examining = cost_of(SCORING, lines), cost_of(EXAMINING, lines)
    _refuse_other_results(company)
    known, before = len(runs(company)), processor_of(service)
    for turn in range(files):
        company.send_chat(turn + 1)
    used_by_file = (processor_of(service) - before) / files
    replaced = cost_of(SCORING, runs(company)[known:])
    told: dict[str, Any] = {"files": files}
    for one in fields(Cost):
        name, file = one.name, getattr(replaced, one.name) / files
        told[f"{name}_closing"] = round(getattr(closing, name), 2)
        told[f"{name}_file"] = round(file, 2)
        told[f"{name}_ratio"] = round(getattr(closing, name) / file, 2)
        told[f"{name}_examining"] = round(getattr(examining, name), 2)
    return {
        **told,
        "processor_seconds_closing": round(used, 2),
        "processor_seconds_file": round(used_by_file, 2),
        "processor_ratio": round(used / used_by_file, 2),
        "processor_seconds_examining": round(jobs, 2),
    }


def _examined(company: Company, round_id: str) -> bool:
    try:
        company.call("GET", f"/rating-rounds/{round_id}/statistics")
    except requests.HTTPError as error:
        if error.response is None or error.response.status_code not in (404, 502, 504):
            raise
        return False
    return True


def _refuse_other_results(company: Company) -> None:
    """End the program unless everybody asked has a total and the marks of all peers."""
    for person in company.people[:: max(1, company.number // 20)]:
        path = f"/employees/{person}/scorecards/{PERIOD}"
        card = company.call("GET", path, params={"scheme": "bench"}).json()
        told = {one["role"]: one["count"] for one in card["lines"][-1]["ratings"]}
        if card["total"] is None or told != {"peer": PEERS, "self": 1}:
            raise SystemExit(f"{person} has {card['total']} of {told}")
