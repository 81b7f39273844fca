"""The main job, run against a deployed stage with a company of its own, which is removed again.

``python -m demo.smoke --stage NAME``. A month is scored, read, published and exported, and each
figure compared. It needs the stage's file and credentials of AWS: it makes an operator's key for
itself and revokes it at the end. Other companies are not touched. The company's deletion goes on in
the background for about half an hour.
"""

import csv
import hashlib
import io
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from demo.client import ApiProblem, Client, download, upload
from demo.smoke_month import EXPECTED, FILE, FILENAME, PERIOD, SCHEME
from infra import deployed, operator_key

#: Seconds that a step may take: a cold start, a queue, an hour's first request.
MOST_SECONDS = 120.0


class SmokeError(RuntimeError):
    """The stage answered, and not as it must."""


def run(api: str, operator: Client) -> None:
    """Run the month against the API. Raises SmokeError, ApiProblem, and errors of the connection.

    ``api`` is the address without ``/v1``. The company's deletion is asked for in any case.
    """
    health = Client(api, "").get("/health").body
    _told(f"{api} answers, version {health['version']}")
    with _company(operator) as (name, admin):
        _told(f"company {name}")
        draft = admin.post("/schemes", SCHEME)
        effect = {"effective_from": PERIOD}
        admin.post(f"/schemes/{SCHEME['code']}/publish", effect, draft.etag)
        people = [{"id": one, "status": "active"} for one in EXPECTED]
        admin.post("/employees/batch", {"employees": people})
        _score(admin)
        _read(admin)
        admin.post(f"/periods/{PERIOD}/publish", {"scheme": SCHEME["code"]})
        _export(admin)
    _told("its deletion is on its way")


def _score(admin: Client) -> None:
    wanted = {"scheme": SCHEME["code"], "period": PERIOD, "filename": FILENAME}
    made = admin.post("/uploads", wanted).body
    upload(made["form"], FILENAME, FILE.encode())
    done = _until(admin, f"/uploads/{made['id']}", ("completed",), ("rejected",))
    _told(f"a file of {done['counts']['rows']} rows is scored")


def _read(admin: Client) -> None:
    cards = {card["employee_id"]: card for card in admin.items(f"/periods/{PERIOD}/scorecards")}
    found = {name: (card["total"], card["coefficient"]) for name, card in cards.items()}
    if found != EXPECTED:
        raise SmokeError(f"the results are {found}, and should be {EXPECTED}")
    _told(f"{len(found)} results are right")


def _export(admin: Client) -> None:
    wanted = {"period": PERIOD, "scheme": SCHEME["code"], "format": "csv"}
    asked = admin.post("/exports", wanted).body
    done = _until(admin, f"/exports/{asked['id']}", ("completed",), ("failed",))
    content = download(done["url"])
    if hashlib.sha256(content).hexdigest() != done["sha256"]:
        raise SmokeError("the exported file is not what its SHA-256 says")
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    found = {row["employee_id"]: (row["total"], row["coefficient"]) for row in rows}
    if found != EXPECTED:
        raise SmokeError(f"the export has {found}, and should have {EXPECTED}")
    _told("payroll's file is right")


@contextmanager
def _company(operator: Client) -> Iterator[tuple[str, Client]]:
    """Make a company with a name of its own; ask for its deletion at the end."""
    name = f"smoke-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    made = operator.post("/tenants", {"id": name, "name": name}).body
    try:
        yield name, Client(operator.url, made["api_key"]["secret"])
    finally:
        operator.change(f"/tenants/{name}", {"status": "suspended"})
        operator.post(f"/tenants/{name}/delete", {"confirm": name})


def _until(
    client: Client, path: str, good: tuple[str, ...], bad: tuple[str, ...]
) -> dict[str, Any]:
    deadline = time.monotonic() + MOST_SECONDS
    while True:
        found: dict[str, Any] = client.get(path).body
        if found["status"] in good:
            return found
        if found["status"] in bad or time.monotonic() > deadline:
            raise SmokeError(f"{path}, within {MOST_SECONDS:.0f} s: {found}")
        time.sleep(0.5)


def _told(what: str) -> None:
    print(f"  {what}", flush=True)


def smoke(stage_name: str, home: Path) -> None:
    """Run the month against a stage, with an operator's key for this run alone."""
    stage, made = deployed.find(stage_name, home)
    with operator_key.for_a_while(stage, made) as key:
        run(made.api_url, Client(made.api_url, key))


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    options = deployed.command_line("demo.smoke", __doc__).parse_args(arguments)
    began = time.monotonic()
    try:
        smoke(options.stage, options.home)
    except deployed.NotDeployedError as error:
        print(error, file=sys.stderr)
        return 1
    except (ApiProblem, OSError, SmokeError, *deployed.TOLD) as error:
        print(f"smoke: FAILED: {error}", file=sys.stderr)
        return 1
    print(f"smoke: the stage {options.stage} works ({time.monotonic() - began:.1f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
