"""Shapes of the audit log's answers."""

from marshmallow import fields

from chalicelib.audit.records import OPERATOR
from chalicelib.tenancy.principal import Kind
from chalicelib.web.fields import Month, Schema
from chalicelib.web.paging import ListAnswer, ListQuery


class AuditQuery(ListQuery):
    """One month's events; without a month the current one's (UTC)."""

    month = Month(metadata={"description": "UTC month of the events, 2026-11"})


class AuditEventAnswer(Schema):
    """Who changed what, when, before and after."""

    id = fields.String()
    at = fields.String(metadata={"format": "date-time"})
    actor = fields.String(
        metadata={"description": "id of the credential; `operator` for whoever runs the service"}
    )
    actor_kind = fields.String(metadata={"enum": [*(kind.value for kind in Kind), OPERATOR]})
    actor_name = fields.String(
        allow_none=True,
        metadata={
            "description": "the key's name, or the subject of the sign-in; null where there is none"
        },
    )
    role = fields.String()
    action = fields.String()
    target = fields.String()
    before = fields.Raw(allow_none=True)
    after = fields.Raw(allow_none=True)


class AuditListAnswer(ListAnswer):
    """A page of events, newest first."""

    items = fields.List(fields.Nested(AuditEventAnswer))
