"""Shapes of the audit log's answers."""

import re

from marshmallow import fields

from chalicelib.audit.finding_kinds import KINDS
from chalicelib.audit.records import OPERATOR
from chalicelib.tenancy.principal import Kind
from chalicelib.web.fields import Matching, Month, Schema, Whole, Words
from chalicelib.web.syncing import RemovedAnswer, SyncedAnswer, SyncedQuery

#: A seal that the caller kept: its number and its hash.
KEPT = re.compile(r"[1-9][0-9]{0,9}:[0-9a-f]{64}")


class AuditQuery(SyncedQuery):
    """One month's events; without a month the current one's (UTC)."""

    month = Month(metadata={"description": "UTC month of the events, 2026-11"})
    target = Words(
        500,
        metadata={
            "description": (
                "only events of this thing, as `target` of an event has it; a person by the id "
                "of today, a former one, or `person`: `employees/prs_…`"
            )
        },
    )


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
    role = fields.String(metadata={"description": "the first of `roles`"})
    roles = fields.List(
        fields.String(),
        metadata={"description": "those of the actor that the operation is open to"},
    )
    action = fields.String()
    target = fields.String()
    updated_at = fields.String(
        metadata={
            "format": "date-time",
            "description": "`at`, or when an erasure took a person from the event",
        }
    )
    before = fields.Raw(allow_none=True)
    after = fields.Raw(allow_none=True)


class RemovedEventAnswer(RemovedAnswer):
    """An event that is not of this `target` any more: an erasure took the person from it."""

    id = fields.String()


class AuditListAnswer(SyncedAnswer):
    """A page of events, newest first; with `sync` oldest first."""

    items = fields.List(fields.Nested(AuditEventAnswer))
    removed = fields.List(fields.Nested(RemovedEventAnswer))


class VerificationQuery(Schema):
    """Where the check goes on, and what the caller kept of an earlier one."""

    after = Whole(
        0,
        10**10 - 1,
        load_default=0,
        metadata={"description": "`after` of the answer before; 0 checks from the first seal on"},
    )
    kept = Matching(
        KEPT,
        "invalid",
        metadata={"description": "`number:hash` of a `last_seal` that the caller kept"},
    )


class SealFindingAnswer(Schema):
    """The first thing that is not as it was sealed."""

    kind = fields.String(metadata={"enum": list(KINDS)})
    seal = fields.Integer(metadata={"description": "the number of the seal that shows it"})
    event = fields.String(allow_none=True, metadata={"description": "the event concerned"})


class LastSealAnswer(Schema):
    """The last seal of the chain."""

    number = fields.Integer()
    hash = fields.String(metadata={"description": "SHA-256 over the chain up to here, in hex"})
    event = fields.String(metadata={"description": "the last event that it covers"})
    made_at = fields.String(metadata={"format": "date-time"})


class VerificationAnswer(Schema):
    """What one check found, in the seals after the query's `after`."""

    intact = fields.Boolean(metadata={"description": "false: see `finding`"})
    seals = fields.Integer(metadata={"description": "seals checked"})
    events = fields.Integer(metadata={"description": "events checked"})
    without_commitment = fields.Integer(
        metadata={
            "description": "of these, written before the chain began: who, what and when is "
            "covered, the content is not"
        }
    )
    erased = fields.Integer(
        metadata={"description": "of these, a person was taken from by a recorded erasure"}
    )
    finding = fields.Nested(SealFindingAnswer, allow_none=True)
    after = fields.Integer(
        allow_none=True, metadata={"description": "null: the chain's end, or a finding"}
    )
    last_seal = fields.Nested(LastSealAnswer, allow_none=True)
