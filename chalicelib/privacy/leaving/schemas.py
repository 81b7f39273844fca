"""The shape of a deletion's request."""

from chalicelib.web.fields import Schema, Words


class DeletionBody(Schema):
    """The company's id once more, so that none is deleted by a slip."""

    confirm = Words(31, required=True, metadata={"description": "the id of the company"})
