"""A clerk who changes the register, for tests that are about who has which id."""

from dataclasses import dataclass
from typing import Any

from tests.api.client import Api
from tests.api.company import Company
from tests.api.world import TABLE, World


@dataclass(frozen=True)
class Caller:
    """Requests that must succeed; each returns the person as the API answers."""

    api: Api

    def put(self, employee_id: str, **members: Any) -> Any:
        body = members or {"status": "active"}
        reply = self.api.put(f"/v1/employees/{employee_id}", body)
        return reply.ok(reply.status if reply.status == 201 else 200)

    def rename(self, employee_id: str, new_id: str, **more: Any) -> Any:
        body = {"employee_id": new_id, **more}
        return self.api.post(f"/v1/employees/{employee_id}/rename", body).ok()

    def rehire(self, employee_id: str, **members: Any) -> Any:
        return self.api.post(f"/v1/employees/{employee_id}/rehire", members).ok()

    def delete(self, employee_id: str) -> None:
        self.api.delete(f"/v1/employees/{employee_id}").ok(204)

    def get(self, employee_id: str) -> Any:
        return self.api.get(f"/v1/employees/{employee_id}").ok()

    def present(self) -> dict[str, str]:
        """Return the person by id, of everybody on the register."""
        found = self.api.get("/v1/employees", query={"limit": 200}).ok()["items"]
        assert len({one["id"] for one in found}) == len(found)
        return {one["id"]: one["person"] for one in found}


def called(company: Company) -> Caller:
    return Caller(company.hr)


def from_before_shards(world: World, tenant: str) -> None:
    """Make a company that has nobody yet one from before registers had shards."""
    for item in world.items():
        if "register_shards" in item and item["id"]["S"] == tenant:
            del item["register_shards"]
            world.dynamodb.put_item(TableName=TABLE, Item=item)
