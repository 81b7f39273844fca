"""How an account's quota of concurrent executions is divided among the functions.

A new account may have 10. The authorizer answers before every request and payroll's exports are due
at a day, so neither may wait for uploads: executions are reserved for them where the quota allows
it. Lambda keeps 100 executions unreserved.
"""

from typing import Any

#: What Lambda refuses to reserve.
UNRESERVED = 100
#: From this quota on, executions are reserved.
RESERVES_FROM = 300
#: The least of an event source.
LEAST = 2
#: Most uploads that are scored at once, unless the stage's file says more.
MOST_SCORING, MOST_EXPORTS, MOST_JOBS = 20, 5, 5


class QuotaError(RuntimeError):
    """The account's quota does not allow what the stage's file asks for."""


def of(quota: int) -> dict[str, str]:
    """Return the template's parameters of concurrency for an account with this quota.

    Half of a small quota goes to work from queues, so that requests find the other half free.
    """
    scoring = min(MOST_SCORING, max(LEAST, quota * 3 // 10))
    reserves = quota >= RESERVES_FROM
    return {
        "ScoringConcurrency": str(scoring),
        "ExportsConcurrency": str(min(MOST_EXPORTS, max(LEAST, quota // 10))),
        "JobsConcurrency": str(min(MOST_JOBS, max(LEAST, quota // 10))),
        "ReservedForAuthorizer": str(quota // 10 if reserves else 0),
        "ReservedForExports": str(MOST_EXPORTS if reserves else 0),
    }


def require(quota: int, parameters: dict[str, str]) -> None:
    """Hold a stage's parameters to the quota. Raises QuotaError."""
    reserved = sum(int(parameters[f"ReservedFor{one}"]) for one in ("Authorizer", "Exports"))
    if reserved and quota - reserved < UNRESERVED:
        raise QuotaError(
            f"the account runs at most {quota} functions at once, and Lambda keeps {UNRESERVED} of "
            f"them unreserved: {reserved} cannot be reserved. Ask AWS for a higher quota (Service "
            "Quotas, Lambda, concurrent executions), or reserve fewer in the stage's file"
        )
    asked = sum(int(parameters[f"{one}Concurrency"]) for one in ("Scoring", "Exports", "Jobs"))
    if asked >= quota:
        raise QuotaError(
            f"the account runs at most {quota} functions at once; {asked} for uploads, exports and "
            "jobs would leave none for requests. Say less in the stage's file, or ask for more"
        )


def quota_of(client: Any) -> int:
    """Return the account's concurrent executions in the client's region (a Lambda client)."""
    return int(client.get_account_settings()["AccountLimit"]["ConcurrentExecutions"])
