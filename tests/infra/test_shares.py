"""Concurrent executions are shared so that requests and payroll never wait for uploads."""

import pytest

from infra import shares
from infra.shares import QuotaError


def test_a_new_accounts_ten_executions_leave_some_for_requests() -> None:
    # 10 × 3/10 = 3 score; 10/10 = 1, raised to Lambda's least of 2, for exports and for jobs each.
    found = shares.of(10)
    assert (found["ScoringConcurrency"], found["ExportsConcurrency"]) == ("3", "2")
    assert found["JobsConcurrency"] == "2"
    assert (found["ReservedForAuthorizer"], found["ReservedForExports"]) == ("0", "0")
    shares.require(10, found)


def test_an_ordinary_account_reserves_for_the_authorizer_and_for_payroll() -> None:
    found = shares.of(1000)
    assert found == {
        "ScoringConcurrency": "20",
        "ExportsConcurrency": "5",
        "JobsConcurrency": "5",
        "ReservedForAuthorizer": "100",
        "ReservedForExports": "5",
    }


@pytest.mark.parametrize("quota", [10, 50, 100, 299, 300, 1000, 20_000])
def test_what_is_derived_is_always_allowed(quota: int) -> None:
    shares.require(quota, shares.of(quota))


def test_more_than_the_quota_is_refused_before_anything_is_deployed() -> None:
    with pytest.raises(QuotaError, match="at most 10 functions"):
        shares.require(10, {**shares.of(10), "ScoringConcurrency": "20"})


def test_lambda_keeps_a_hundred_unreserved() -> None:
    # 150 − 60 = 90 < 100.
    with pytest.raises(QuotaError, match="60 cannot be reserved"):
        shares.require(150, {**shares.of(150), "ReservedForAuthorizer": "60"})
    shares.require(160, {**shares.of(160), "ReservedForAuthorizer": "60"})
