"""Shapes of raters' links on the wire."""

import re

from marshmallow import fields

from chalicelib.rating_rounds.links import MOST_LINKS, NO_FORMS, STATES
from chalicelib.rating_rounds.since_draw import GONE, LEFT
from chalicelib.web.fields import Day, EmployeeId, Matching, Schema, Several
from chalicelib.web.paging import ListAnswer

#: An address without a fragment: the link's secret takes that place, which no server is sent.
PAGE = re.compile(
    r"https://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?(/[A-Za-z0-9._~:/?@!$&'()*+,;=%-]{0,500})?"
)


class RatingLinksBody(Schema):
    """For whom links are drawn."""

    employees = Several(
        EmployeeId(),
        most=MOST_LINKS,
        least=1,
        metadata={
            "description": "raters of the round; without it, all whom it names, and all links "
            "that were drawn before end"
        },
    )
    expires_on = Day(
        metadata={
            "format": "date",
            "description": "the links' last day; the round's last day at the latest, and usually",
        }
    )
    page = Matching(
        PAGE,
        "not_an_address",
        metadata={
            "description": "the company's own page (https) on which raters fill in forms: `link` "
            "is this address with the secret as fragment"
        },
    )


class LinkedRaterAnswer(Schema):
    """A rater of a round."""

    employee_id = fields.String(allow_none=True)
    person = fields.String()
    employee_name = fields.String(allow_none=True)


class NewRatingLinkAnswer(LinkedRaterAnswer):
    """A rater's link, shown this once."""

    forms = fields.Integer()
    secret = fields.String(metadata={"description": "the bearer token of `/v1/rating-sessions`"})
    link = fields.String(allow_none=True, metadata={"description": "null without a `page`"})
    expires_at = fields.String(metadata={"format": "date-time"})


class WithoutLinkAnswer(LinkedRaterAnswer):
    """A rater who gets no link, and why."""

    why = fields.String(metadata={"enum": [LEFT, GONE, NO_FORMS]})


class NewRatingLinksAnswer(Schema):
    """The links of one drawing."""

    items = fields.List(fields.Nested(NewRatingLinkAnswer))
    left_out = fields.List(fields.Nested(WithoutLinkAnswer))


class RatingLinkAnswer(LinkedRaterAnswer):
    """A rater's link without its secret."""

    state = fields.String(metadata={"enum": list(STATES)})
    expires_at = fields.String(metadata={"format": "date-time"})


class RatingLinkListAnswer(ListAnswer):
    """A page of links, in no order of people."""

    items = fields.List(fields.Nested(RatingLinkAnswer))
