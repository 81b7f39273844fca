"""The roles that may call each operation: a second record, next to each route's declaration."""

from chalicelib.tenancy.roles import TENANT_ROLES, Role

_OPERATOR = frozenset({Role.OPERATOR})
_ADMIN = frozenset({Role.ADMIN})
_STAFF = frozenset({Role.ADMIN, Role.HR})
_READERS = frozenset({Role.ADMIN, Role.HR, Role.AUDITOR})
_PEOPLE = _READERS | {Role.SUPERVISOR}
#: The role inspector has the own tasks alone.
_INSPECTOR = frozenset({Role.INSPECTOR})
_EVERYBODY = frozenset(TENANT_ROLES) - _INSPECTOR


class _Table(dict[str, frozenset[Role]]):
    """Says where an operation is to be written that is not in it."""

    def __missing__(self, operation: str) -> frozenset[Role]:
        raise KeyError(f"write {operation} and its roles into tests/api/web/permissions.py")


PERMISSIONS: dict[str, frozenset[Role]] = _Table(
    {
        "tenants.create": _OPERATOR,
        "tenants.list": _OPERATOR,
        "tenants.change": _OPERATOR,
        "tenants.delete": _OPERATOR,
        "tenants.sign_in": _OPERATOR,
        "tenants.sign_in_change": _OPERATOR,
        "tenants.sign_in_remove": _OPERATOR,
        "tenant.read": _EVERYBODY,
        "tenant_costs.read": _ADMIN,
        "tenants_costs.read": _OPERATOR,
        "costs.list": _OPERATOR,
        "tenant.change": _ADMIN,
        "tenant_copies.list": _ADMIN,
        "tenant_copies.create": _ADMIN,
        "tenant_copies.read": _ADMIN,
        "me.read": _EVERYBODY | _INSPECTOR | _OPERATOR,
        "api_keys.list": _ADMIN,
        "api_keys.create": _ADMIN,
        "api_keys.revoke": _ADMIN,
        "templates.list": _EVERYBODY | _OPERATOR,
        "templates.read": _EVERYBODY | _OPERATOR,
        "schemes.grammar": _EVERYBODY | _OPERATOR,
        "schemes.list": _READERS,
        "schemes.create": _ADMIN,
        "schemes.read": _READERS,
        "schemes.change": _ADMIN,
        "schemes.delete": _ADMIN,
        "schemes.publish": _ADMIN,
        "schemes.pilot": _ADMIN,
        "schemes.retire": _ADMIN,
        "schemes.versions": _READERS,
        "schemes.version": _READERS,
        "schemes.diff": _READERS,
        "schemes.simulate": _STAFF,
        "simulations.create": _STAFF,
        "simulations.read": _STAFF,
        "schemes.score": _STAFF,
        "schemes.rulebook": _EVERYBODY,
        "schemes.upload_template": _STAFF,
        "employees.list": _PEOPLE,
        "employees.read": _EVERYBODY,
        "employees.change": _STAFF,
        "employees.update": _STAFF,
        "headcount.read": _READERS,
        "employees.batch": _STAFF,
        "employees.rename": _STAFF,
        "employees.rehire": _STAFF,
        "employees.delete": _STAFF,
        "employees.erase": _ADMIN,
        "erasures.read": _READERS,
        "teams.list": _PEOPLE,
        "teams.create": _STAFF,
        "teams.read": _PEOPLE,
        "teams.change": _STAFF,
        "teams.delete": _STAFF,
        "teams.merge": _ADMIN,
        "teams.proposals": _READERS,
        "teams.dismiss": _STAFF,
        "uploads.list": _READERS,
        "uploads.create": _STAFF,
        "uploads.read": _READERS,
        "uploads.errors": _READERS,
        "uploads.findings": _READERS,
        "uploads.apply": _STAFF,
        "uploads.withdraw": _STAFF,
        "periods.list": _PEOPLE,
        "periods.read": _PEOPLE,
        "periods.publish": _STAFF,
        "periods.lock": _STAFF,
        "periods.rescore": _STAFF,
        "periods.final": _STAFF,
        "periods.board": _READERS,
        "scorecards.list": _PEOPLE,
        "scorecards.of_employee": _EVERYBODY,
        "scorecards.read": _EVERYBODY,
        "scorecards.void": _STAFF,
        "scorecards.lift_void": _STAFF,
        "coefficients.list": _READERS,
        "cases.list": _EVERYBODY,
        "cases.propose": _STAFF | {Role.SUPERVISOR},
        "cases.read": _EVERYBODY,
        "cases.change": _STAFF | {Role.SUPERVISOR},
        "cases.confirm": _STAFF,
        "cases.decline": _STAFF,
        "cases.revoke": _STAFF,
        "inspections.list": _READERS,
        "inspections.create": _STAFF,
        "inspections.read": _READERS,
        "inspections.change": _STAFF,
        "inspections.draw": _READERS,
        "inspection_tasks.list": _INSPECTOR,
        "inspection_tasks.read": _INSPECTOR,
        "inspection_tasks.save": _INSPECTOR,
        "plans.list": _EVERYBODY,
        "plans.create": _STAFF | {Role.SUPERVISOR},
        "plans.read": _EVERYBODY,
        "plans.change": _STAFF | {Role.SUPERVISOR},
        "exports.list": _READERS,
        "exports.create": _STAFF,
        "exports.read": _READERS,
        "export_schedule.read": _READERS,
        "export_schedule.change": _STAFF,
        "audit.list": frozenset({Role.ADMIN, Role.AUDITOR}),
        "audit.verify": frozenset({Role.ADMIN, Role.AUDITOR}),
        "events.list": _ADMIN,
    }
)

#: Operations that need no credential.
PUBLIC = frozenset({"health", "openapi", "docs", "docs.asset"})
