"""New companies, before a fault strikes: onboarded, their people known, their scheme published."""

import random

from tests.chaos.caller import Caller
from tests.chaos.company import Company
from tests.chaos.deployed import Deployed
from tests.chaos.schemes import FIRST_MONTH, MAKERS

PEOPLE = 18
LIMITS = {"requests_per_minute": 1_000_000}


class OnboardingError(RuntimeError):
    """A company could not be made, though no fault was at work."""


def onboard(made: Deployed, generation: int, dice: random.Random) -> list[Company]:
    """Make one company for each scheme. ``generation`` numbers the companies of the run."""
    return [_company(made, generation, place, scheme, dice) for place, scheme in enumerate(MAKERS)]


def _company(
    made: Deployed, generation: int, place: int, scheme: str, dice: random.Random
) -> Company:
    operator = Caller(made.url, made.operator_key)
    # The mark is in every name and id of the company, and in no other company's.
    mark = f"{scheme[:2]}{generation:03d}z{place}"
    tenant = f"{scheme}-{generation:03d}"
    shards = 2 if scheme == "ranked" else 1
    body = {"id": tenant, "name": f"{mark} GmbH", "limits": LIMITS, "shards": shards}
    body |= {"unknown_employees": "create", "appeal_days": 0}
    answer = operator.post("/v1/tenants", body, repeat=f"onboard-{tenant}")
    if not answer.ok:
        raise OnboardingError(f"{tenant}: {answer}")
    company = Company(tenant, mark, scheme, answer.body["api_key"]["secret"])
    for _ in range(PEOPLE + dice.randint(0, 12)):
        company.joins()
    caller = Caller(made.url, company.key)
    document = MAKERS[scheme]()
    drafted = caller.post("/v1/schemes", document, repeat=f"draft-{tenant}")
    if not drafted.ok or drafted.etag is None:
        raise OnboardingError(f"{tenant}: {drafted}")
    published = caller.post(
        f"/v1/schemes/{scheme}/publish",
        {"effective_from": FIRST_MONTH},
        repeat=f"publish-{tenant}",
        etag=drafted.etag,
    )
    if not published.ok:
        raise OnboardingError(f"{tenant}: {published}")
    company.versions[1] = document
    company.effective[1] = FIRST_MONTH
    return company
