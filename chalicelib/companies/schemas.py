"""Shapes of companies on the wire."""

import re
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from chalicelib.api_keys.schemas import NewApiKeyAnswer
from chalicelib.tenancy.records import CREATE, FARTHEST_REMINDER, MOST_REMINDERS, REJECT
from chalicelib.tenancy.scope import TENANT_ID
from chalicelib.web.fields import (
    Bilingual,
    Choice,
    Code,
    Matching,
    Names,
    Part,
    Schema,
    Several,
    TimeZone,
    Whole,
    YesNo,
)
from chalicelib.web.paging import ListAnswer

LOCALES = ("zh", "en")
UNKNOWN_WORDS = (
    "rows of files whose employee is not on the register: `reject` makes each an error that names "
    "the nearest ids, `create` puts the person on the register; an upload may say otherwise"
)
PERSON_SHARE = (
    "the most of one person, whose sign-ins and keys have it together, and of a sign-in that is "
    "bound to nobody; 10 by default"
)
KEY_SHARE = "the most of any other key; 60 by default"
BULK_SHARE = (
    "how far lists and batches of other keys may use up the company's requests; 80 by default, so "
    "that a fifth is left to people and to single calls"
)
ALL_KEYS_SHARE = (
    "how far all keys that are bound to no person may use up the company's requests together; 90 "
    "by default, so that a tenth is left to people, whatever systems ask for; 100 leaves nothing"
)
ALL_PEOPLE_SHARE = (
    "how far all sign-ins and keys of persons may use up the company's requests together; 90 by "
    "default, so that a tenth is left to keys that are bound to no person, whatever people's "
    "scripts ask for; 100 leaves nothing"
)
#: Levels of a company's ladder.
MOST_LEVELS = 50
#: Ids that no company may have, because they could be mistaken for the platform itself.
RESERVED = ("operator", "servicescore")
_ID = re.compile(rf"(?!(?:{'|'.join(RESERVED)})\Z){TENANT_ID.pattern}")
APPEAL_DAYS = (
    "for so many days after its publication a person may appeal against the own result; 0: nobody "
    "does"
)
DECISION_DAYS = "within so many days an appeal is to be decided; then it is overdue"
ANNOUNCED_PLANS = (
    "whether the plan of every period is to be announced before it begins: publishing then names "
    "who was not told, also where nothing was announced"
)
REMINDERS = (
    "days before a rating round's last one on which an event tells that forms are missing, for "
    "rounds made from now on that do not say it themselves; none: no reminder"
)
FOUR_EYES = "whether a recorded case is confirmed by another person than who proposed or changed it"


class LimitsBody(Schema):
    """What a tenant may use; what is left out keeps its value."""

    max_upload_rows = Whole(1, 5_000_000)
    max_upload_bytes = Whole(1024, 5 * 1024**3)
    max_employees = Whole(1, 2_000_000)
    requests_per_minute = Whole(1, 1_000_000)


class TenantBody(Schema):
    """A company to onboard."""

    id = Matching(_ID, "not_a_tenant_id", required=True)
    name = Names(required=True)
    time_zone = TimeZone(load_default="Asia/Shanghai")
    locale = Choice(*LOCALES, load_default="zh")
    shards = Whole(
        1,
        64,
        load_default=1,
        metadata={
            "description": "partitions of a period's scorecards: 1 for each 10,000 agents; fixed"
        },
    )
    unknown_employees = Choice(
        REJECT, CREATE, load_default=REJECT, metadata={"description": UNKNOWN_WORDS}
    )
    appeal_days = Whole(0, 90, load_default=7, metadata={"description": APPEAL_DAYS})
    limits = Part(LimitsBody, load_default=dict)


class TenantPatch(Schema):
    """What the operator may change."""

    status = Choice("active", "suspended")
    limits = Part(LimitsBody)


class JobLevel(Schema):
    """A level of the company's ladder."""

    code = Code(required=True)
    names = Names(100, required=True)


class RequestSharesBody(Schema):
    """How the company divides its requests of a minute; what is left out keeps its value."""

    person_percent = Whole(1, 100, metadata={"description": PERSON_SHARE})
    key_percent = Whole(1, 100, metadata={"description": KEY_SHARE})
    bulk_percent = Whole(1, 100, metadata={"description": BULK_SHARE})
    all_keys_percent = Whole(1, 100, metadata={"description": ALL_KEYS_SHARE})
    all_people_percent = Whole(1, 100, metadata={"description": ALL_PEOPLE_SHARE})


class OwnTenantPatch(Schema):
    """What a tenant's admin may change of the tenant's own settings."""

    name = Names()
    time_zone = TimeZone()
    locale = Choice(*LOCALES)
    unknown_employees = Choice(REJECT, CREATE, metadata={"description": UNKNOWN_WORDS})
    job_levels = Several(
        Part(JobLevel),
        MOST_LEVELS,
        metadata={
            "description": (
                "the ladder, from the lowest level; people keep a level that is taken from it"
            )
        },
    )
    request_shares = Part(RequestSharesBody)
    four_eyes = YesNo(metadata={"description": FOUR_EYES})
    appeal_days = Whole(0, 90, metadata={"description": APPEAL_DAYS})
    appeal_decision_days = Whole(1, 90, metadata={"description": DECISION_DAYS})
    announced_plans = YesNo(metadata={"description": ANNOUNCED_PLANS})
    rating_reminders = Several(
        Whole(0, FARTHEST_REMINDER), most=MOST_REMINDERS, metadata={"description": REMINDERS}
    )

    @validates_schema
    def each_level_once(self, data: dict[str, Any], **_: object) -> None:
        seen: set[str] = set()
        for place, level in enumerate(data.get("job_levels", ())):
            if level["code"] in seen:
                raise ValidationError({"job_levels": {place: {"code": ["named_twice"]}}})
            seen.add(level["code"])


class JobLevelAnswer(Schema):
    """A level of the company's ladder."""

    code = fields.String()
    names = Bilingual()


class RequestSharesAnswer(Schema):
    """How the company divides its requests of a minute, in percent."""

    person_percent = fields.Integer(metadata={"description": PERSON_SHARE})
    key_percent = fields.Integer(metadata={"description": KEY_SHARE})
    bulk_percent = fields.Integer(metadata={"description": BULK_SHARE})
    all_keys_percent = fields.Integer(metadata={"description": ALL_KEYS_SHARE})
    all_people_percent = fields.Integer(metadata={"description": ALL_PEOPLE_SHARE})


class TenantAnswer(Schema):
    """A company."""

    id = fields.String()
    name = fields.Dict(keys=fields.String(), values=fields.String())
    time_zone = fields.String()
    locale = fields.String()
    unknown_employees = fields.String(
        metadata={"enum": [REJECT, CREATE], "description": UNKNOWN_WORDS}
    )
    job_levels = fields.List(
        fields.Nested(JobLevelAnswer), metadata={"description": "from the lowest"}
    )
    request_shares = fields.Nested(RequestSharesAnswer)
    four_eyes = fields.Boolean(metadata={"description": FOUR_EYES})
    appeal_days = fields.Integer(metadata={"description": APPEAL_DAYS})
    appeal_decision_days = fields.Integer(metadata={"description": DECISION_DAYS})
    announced_plans = fields.Boolean(metadata={"description": ANNOUNCED_PLANS})
    rating_reminders = fields.List(fields.Integer(), metadata={"description": REMINDERS})
    status = fields.String(metadata={"enum": ["active", "suspended", "deleting", "deleted"]})
    created_at = fields.String(metadata={"format": "date-time"})
    deleted_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    deletion_failed_at = fields.String(
        allow_none=True,
        metadata={
            "format": "date-time",
            "description": (
                "of a company that is being deleted: the last of several tries failed then; ask "
                "for the deletion again, and it goes on"
            ),
        },
    )
    limits = fields.Dict(keys=fields.String(), values=fields.Integer())


class TenantListAnswer(ListAnswer):
    """A page of tenants, by id."""

    items = fields.List(fields.Nested(TenantAnswer))


class OnboardedAnswer(Schema):
    """The new tenant and its first admin key."""

    tenant = fields.Nested(TenantAnswer)
    api_key = fields.Nested(NewApiKeyAnswer)
