"""The follow-up of a month: the drafted improvement plans, and the file for payroll."""

import hashlib
import time
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from demo.client import Client, download
from demo.report import COLUMNS
from demo.table import wrapped
from demo.tenants import DemoTenant
from demo.words import Words

PLANS_SHOWN: Final = 2
MOST_SECONDS: Final = 60


def show_plans(client: Client, tenant: DemoTenant, period: str, words: Words) -> None:
    """Print the number of drafted plans, and the two plans with the most points at stake."""
    plans = sorted(
        client.items("/improvement-plans", period=period, scheme=tenant.scheme),
        key=lambda plan: Decimal(plan["figures"]["points_lost"]),
        reverse=True,
    )
    print(f"\n  {words.plans.format(count=len(plans), period=period)}")
    for plan in plans[:PLANS_SHOWN]:
        _show_plan(plan, tenant.locale, words)
    if len(plans) > PLANS_SHOWN:
        print(f"    {words.more.format(count=len(plans) - PLANS_SHOWN)}")


def show_export(
    client: Client, tenant: DemoTenant, period: str, folder: Path, words: Words
) -> None:
    """Export the bonus coefficients, download the file, check it, and print its place."""
    export, content = exported(client, tenant, period)
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / f"{tenant.id}-{export['filename']}"
    copy.write_bytes(content)
    print(f"\n  {words.export.format(rows=export['rows'], sha256=export['sha256'][:16] + '…')}")
    # The link expires after fifteen minutes; the object's name and the export's id do not.
    print(f"    {words.export_object}: {urlsplit(export['url']).path} ({export['id']})")
    print(f"    {words.export_copy}: {copy}")


def exported(
    client: Client, tenant: DemoTenant, period: str, **more: str
) -> tuple[dict[str, Any], bytes]:
    """Ask for a file as CSV, wait for it, download and check it. ``more``: of the request."""
    asked = {"period": period, "scheme": tenant.scheme, "format": "csv", **more}
    export = client.post("/exports", asked).body
    deadline = time.monotonic() + MOST_SECONDS
    while export["status"] not in ("completed", "failed"):
        if time.monotonic() > deadline:
            raise TimeoutError(f"export {export['id']} is still {export['status']}")
        time.sleep(0.2)
        export = client.get(f"/exports/{export['id']}").body
    if export["status"] == "failed":
        raise RuntimeError(f"export {export['id']} failed: {export}")
    content = download(export["url"])
    if hashlib.sha256(content).hexdigest() != export["sha256"]:
        raise RuntimeError(f"export {export['id']} is not what its checksum says")
    return export, content


def _show_plan(plan: Any, locale: str, words: Words) -> None:
    heading = f"{plan['employee_name']} ({plan['employee_id']}) · {plan['indicator_name'][locale]}"
    print(f"    {heading} · {words.plan_due.format(date=plan['due_date'])}")
    for label, part in (
        (words.plan_problem, "problem"),
        (words.plan_cause, "cause"),
        (words.plan_measure, "measure"),
        (words.plan_effect, "expected_effect"),
    ):
        print(wrapped(f"{label}: {plan[part][locale]}", COLUMNS, "      "))
