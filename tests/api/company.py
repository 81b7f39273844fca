"""A company onboarded for a test, with a caller for each role."""

from functools import cached_property
from typing import Any

from tests.api.client import Api

#: The team of the supervisor's key and the employee of the agent's key.
TEAM = "red"
EMPLOYEE = "1001"


class Company:
    """A company with a caller of each role, its key made at first use: ``acme.admin.get(…)``."""

    def __init__(self, operator: Api, tenant: str, shards: int = 1) -> None:
        self.tenant = tenant
        body: dict[str, Any] = {
            "id": tenant,
            "name": {"zh": "某公司", "en": tenant.title()},
            "locale": "en",
            # Files of the tests bring their own people, unless a test is about the register.
            "unknown_employees": "create",
            # Months are locked without a window for appeals, unless a test is about that.
            "appeal_days": 0,
        }
        body |= {"shards": shards} if shards > 1 else {}
        made = operator.post("/v1/tenants", body).ok(201)
        self.admin = operator.as_(made["api_key"]["secret"])

    def with_role(self, role: str, **more: Any) -> Api:
        """Return a caller with a new key: ``with_role("supervisor", team="blue")``."""
        return self.with_key(role=role, **more)

    def with_key(self, **body: Any) -> Api:
        """Return a caller with a new key, as the body of its request says."""
        return self.admin.as_(self.admin.post("/v1/api-keys", body).ok(201)["secret"])

    @cached_property
    def hr(self) -> Api:
        return self.with_role("hr")

    @cached_property
    def auditor(self) -> Api:
        return self.with_role("auditor")

    @cached_property
    def supervisor(self) -> Api:
        return self.with_role("supervisor", team=TEAM)

    @cached_property
    def agent(self) -> Api:
        return self.with_role("agent", employee_id=EMPLOYEE)

    @cached_property
    def payroll(self) -> Api:
        return self.with_role("payroll")

    @cached_property
    def inspector(self) -> Api:
        return self.with_role("inspector", employee_id=EMPLOYEE)

    def callers(self) -> dict[str, Api]:
        """Return the callers by role."""
        return {
            role: getattr(self, role)
            for role in ("admin", "hr", "auditor", "supervisor", "agent", "payroll", "inspector")
        }
