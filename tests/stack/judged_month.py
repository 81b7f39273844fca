"""A company's month whose figures come from several hands, as the stories of judgement need it."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from demo.client import Client, upload
from tests.stack.conftest import Stack
from tests.stack.waiting import finished, until

PERIOD = "2026-10"
#: The points of a line; None where it is not available.
Points = Decimal | None


def company(stack: Stack, tenant: str, people: Mapping[str, str]) -> Client:
    """Onboard a company with people by their team; return its admin."""
    made = Client(stack.url, stack.operator_key).post("/tenants", {"id": tenant, "name": tenant})
    admin = Client(stack.url, made.body["api_key"]["secret"])
    listed = [
        {"id": one, "name": one.title(), "team": team, "joined_on": "2025-01-01"}
        for one, team in people.items()
    ]
    admin.post("/employees/batch", {"employees": listed})
    return admin


def published(
    admin: Client, template: str, change: Callable[[dict[str, Any]], None] | None = None
) -> None:
    """Publish a scheme made from a template as it proposes, or as ``change`` makes it."""
    parameters = {
        one["code"]: {"confirmed": True}
        for one in admin.get(f"/templates/{template}").body["parameters"]
    }
    draft = admin.post("/schemes", {"template": template, "parameters": parameters})
    if change is not None:
        document = draft.body["document"]
        change(document)
        draft = admin.put(f"/schemes/{template}", document, draft.etag)
    assert draft.body["publishable"], draft.body["findings"]
    admin.post(f"/schemes/{template}/publish", {"effective_from": PERIOD}, draft.etag)


def keys(admin: Client, role: str, people: Iterable[str]) -> dict[str, Client]:
    """Return a caller for each person, in a role."""
    return {
        one: Client(
            admin.url,
            admin.post("/api-keys", {"role": role, "employee_id": one}).body["secret"],
        )
        for one in people
    }


def send(admin: Client, scheme: str, rows: Sequence[Mapping[str, Any]], **wanted: Any) -> str:
    """Send rows as a file; return the upload's id once it was scored."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    body = {"scheme": scheme, "period": PERIOD, "filename": "part.csv", **wanted}
    made = admin.post("/uploads", body).body
    upload(made["form"], "part.csv", text.getvalue().encode())
    return ended(admin, made["id"])


def ended(admin: Client, upload_id: str) -> str:
    """Wait for the end of an upload, which must be without errors; return its id."""
    done = until(lambda: admin.get(f"/uploads/{upload_id}").body, finished)
    assert done["status"] == "completed", done
    return upload_id


def cards(admin: Client, scheme: str, people: Iterable[str], **query: str) -> dict[str, Any]:
    """Return the whole results by person."""
    return {
        one: admin.get(f"/employees/{one}/scorecards/{PERIOD}", scheme=scheme, **query).body
        for one in people
    }


def lines_of(card: Mapping[str, Any]) -> dict[str, Points]:
    """Return the points of each line of a result."""
    return {
        line["indicator"]: None if line["points"] is None else Decimal(line["points"])
        for line in card["lines"]
    }


def rounded(exact: Fraction) -> Decimal:
    """Half up to two places, exactly."""
    return Decimal(int(exact * 100 + Fraction(1, 2))).scaleb(-2)


def total_of(lines: Mapping[str, Points], most: Mapping[str, int], extra: int = 0) -> Decimal:
    """Return what was earned of the points that there are, of a hundred, and what comes on top."""
    there = {code: points for code, points in lines.items() if points is not None}
    earned = Fraction(sum(there.values(), Decimal(0)))
    available = sum(most[code] for code in there)
    return min(Decimal(100), rounded(earned * 100 / available + extra))


def band_of(total: Decimal, bands: Sequence[tuple[str, int, str]]) -> tuple[str, Decimal]:
    """Return grade and coefficient: of the first band (the best first) that the total reaches."""
    return next((code, Decimal(paid)) for code, least, paid in bands if total >= least)


def ranks_of(totals: Mapping[str, Decimal]) -> dict[str, dict[str, int]]:
    """Return everybody's rank: one more than those who have more."""
    return {
        one: {
            "position": 1 + sum(other > total for other in totals.values()),
            "of": len(totals),
        }
        for one, total in totals.items()
    }


def steps(shortfall: Fraction) -> int:
    """Return the whole steps of a shortfall, none where there is none."""
    return max(0, shortfall.numerator // shortfall.denominator)
