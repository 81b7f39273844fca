"""Onboard a company: the tenant and its first key, and a published scheme from a template."""

from chalicelib.templates.library import template
from demo.client import ApiProblem, Client
from demo.parts import by_departments
from demo.people import MONTHS
from demo.state import State, TenantState
from demo.tenants import DemoTenant


def onboard(operator: Client, state: State, tenant: DemoTenant) -> tuple[TenantState, bool]:
    """Return the company's tenant and key, and whether this call made it."""
    kept = state.tenants.get(tenant.id)
    if kept is not None and _still_known(Client(operator.url, kept.key)):
        return kept, False
    made = _create(operator, tenant)
    state.tenants[tenant.id] = made
    state.save()
    return made, True


def register_people(client: Client, tenant: DemoTenant) -> int:
    """Create or update all people of the company in its register; return their number.

    Every run sends them; registered people without changes stay unchanged.
    """
    people = [
        {
            "id": agent.employee_id,
            "name": agent.name,
            "team": agent.team,
            "status": "active" if agent.left is None else "left",
            "external_ids": {"payroll": f"P-{agent.employee_id}"},
            "bonus_base": str(agent.bonus_base),
        }
        for agent in tenant.agents
    ]
    return len(client.post("/employees/batch", {"employees": people}).body["items"])


def publish_scheme(client: Client, tenant: DemoTenant) -> bool:
    """Make the company's scheme from its template and publish it; return False if it existed.

    Every parameter is settled: by the company's own figure if it has one, else as proposed.
    """
    try:
        draft = client.get(f"/schemes/{tenant.scheme}")
    except ApiProblem as problem:
        if problem.status != 404:
            raise
        draft = client.post("/schemes", _filled_in(tenant))
    if draft.body["versions"]:
        return False
    if tenant.departments:
        document = by_departments(draft.body["document"], tenant.departments)
        draft = client.put(f"/schemes/{tenant.scheme}", document, if_match=draft.etag)
    client.post(
        f"/schemes/{tenant.scheme}/publish", {"effective_from": MONTHS[0]}, if_match=draft.etag
    )
    return True


def _filled_in(tenant: DemoTenant) -> dict[str, object]:
    parameters: dict[str, object] = {
        parameter["code"]: {"confirmed": True}
        for parameter in template(tenant.template).summary.parameters
    }
    return {
        "template": tenant.template,
        "code": tenant.scheme,
        "parameters": parameters | dict(tenant.settings),
    }


def _still_known(client: Client) -> bool:
    try:
        client.get("/tenant")
    except ApiProblem as problem:
        if problem.status in (401, 403):
            return False
        raise
    return True


def _create(operator: Client, tenant: DemoTenant) -> TenantState:
    """Create a tenant of that id, or of the id with a number if an earlier run's key was lost."""
    for number in range(1, 100):
        tenant_id = tenant.id if number == 1 else f"{tenant.id}-{number}"
        body = {
            "id": tenant_id,
            "name": tenant.name,
            "time_zone": tenant.time_zone,
            "locale": tenant.locale,
        }
        try:
            made = operator.post("/tenants", body).body
        except ApiProblem as problem:
            if problem.status != 409:
                raise
            continue
        return TenantState(tenant_id, made["api_key"]["secret"])
    raise RuntimeError(f"no free tenant id like {tenant.id}")
