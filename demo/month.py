"""A company's month: announce its file, send it by the form, wait until it is scored."""

import hashlib
import sys
import time
from typing import Any, Final

from demo.client import ApiProblem, Client, upload
from demo.sample_data import SampleFile
from demo.state import TenantState

FINAL_STATES: Final = {"completed", "completed_with_errors", "rejected"}
MOST_SECONDS: Final = 300
BAR: Final = 30


def known_upload(client: Client, kept: TenantState, sample: SampleFile) -> Any | None:
    """Return the finished upload of exactly this file by an earlier run, or None."""
    upload_id = kept.uploads.get(_fingerprint(sample))
    if upload_id is None:
        return None
    try:
        found = client.get(f"/uploads/{upload_id}").body
    except ApiProblem as problem:
        if problem.status != 404:
            raise
        return None
    return found if found["status"] in FINAL_STATES else None


def score_month(client: Client, kept: TenantState, sample: SampleFile, label: str) -> Any:
    """Upload the file, show the progress, and return the finished upload."""
    content = sample.path.read_bytes()
    wanted = {
        "scheme": sample.tenant.scheme,
        "period": sample.period,
        "filename": sample.path.name,
    }
    if sample.source is not None:
        wanted["source"] = sample.source
    announced = client.post("/uploads", wanted).body
    upload(announced["form"], sample.path.name, content)
    finished = _followed(client, announced["id"], label)
    kept.uploads[_fingerprint(sample)] = announced["id"]
    return finished


def _followed(client: Client, upload_id: str, label: str) -> Any:
    deadline = time.monotonic() + MOST_SECONDS
    while True:
        found = client.get(f"/uploads/{upload_id}").body
        finished = found["status"] in FINAL_STATES
        _show_progress(found, label, finished)
        if finished:
            return found
        if time.monotonic() > deadline:
            raise TimeoutError(f"upload {upload_id} is still {found['status']}")
        time.sleep(0.2)


def _show_progress(found: Any, label: str, finished: bool) -> None:
    """Print one line that is updated on a terminal; elsewhere print only its last state."""
    if not (finished or sys.stdout.isatty()):
        return
    done, known = found["progress"]["done"], found["progress"]["known"]
    share = done / known if known else float(finished)
    bar = ("█" * round(share * BAR)).ljust(BAR, "░")
    print(
        f"\r  {label} {bar} {done}/{known or '?'} {found['status']}",
        end="\n" if finished else "",
        flush=True,
    )


def _fingerprint(sample: SampleFile) -> str:
    digest = hashlib.sha256(sample.path.read_bytes()).hexdigest()
    return f"{sample.tenant.scheme}:{sample.period}:{digest}"
