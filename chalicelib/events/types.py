"""The type of an event, by the audited action from which the event is derived.

An action whose type depends on its outcome has a type for each status.
"""

from collections.abc import Mapping

#: By audited action: the type, or the types by the ``status`` after the action.
TYPES: Mapping[str, str | Mapping[str, str]] = {
    "tenants.create": "company.onboarded",
    "tenants.change": "company.changed",
    "tenants.delete": "company.deletion_requested",
    "tenants.sign_in_change": "sign_in.changed",
    "tenants.sign_in_remove": "sign_in.removed",
    "tenant.change": "company.changed",
    "tenant_copies.create": "copy.requested",
    "tenant_copies.end": {"completed": "copy.completed", "failed": "copy.failed"},
    "api_keys.create": "api_key.created",
    "api_keys.revoke": "api_key.revoked",
    "schemes.create": "scheme.created",
    "schemes.change": "scheme.changed",
    "schemes.delete": "scheme.deleted",
    "schemes.publish": "scheme.published",
    "schemes.pilot": "scheme.piloted",
    "schemes.retire": "scheme.retired",
    "employees.change": "employee.changed",
    "employees.delete": "employee.deleted",
    "employees.erase": "employee.erasure_requested",
    "employees.erased": "erasure.completed",
    "erasures.end": {"failed": "erasure.failed"},
    "uploads.create": "upload.announced",
    "uploads.end": {
        "completed": "upload.completed",
        "completed_with_errors": "upload.completed_with_errors",
        "rejected": "upload.rejected",
        "failed": "upload.failed",
    },
    "periods.publish": "period.published",
    "periods.lock": "period.locked",
    "periods.rescore": "period.rescoring_requested",
    "periods.rescored": {
        "completed": "period.rescored",
        "refused": "period.rescoring_refused",
        "failed": "period.rescoring_failed",
    },
    "plans.create": "plan.created",
    "plans.change": "plan.changed",
    "exports.create": "export.requested",
    "exports.end": {"completed": "export.completed", "failed": "export.failed"},
    "export_schedule.change": "export_schedule.changed",
}

ALL_TYPES = tuple(
    sorted(
        {
            name
            for found in TYPES.values()
            for name in ((found,) if isinstance(found, str) else found.values())
        }
    )
)


def type_of(action: str, status: object) -> str:
    """Return the type of an event. Raises KeyError for an action or status without a type.

    A test checks that every action and status has one.
    """
    found = TYPES[action]
    return found if isinstance(found, str) else found[str(status)]
