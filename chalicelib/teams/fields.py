"""The fields of schemas that name a team."""

from typing import Any

from marshmallow import fields

from chalicelib.web.fields import Words

#: Characters of a team's name at most, wherever a request names a team.
LONGEST = 64


def AskedTeam(**kwargs: Any) -> Words:  # noqa: N802 (stands among field classes)
    """Return a field of a request that names a team."""
    return Words(
        LONGEST,
        **kwargs,
        metadata={"description": "a team's code, or one of its names in any spelling"},
    )


def TeamCode() -> fields.String:  # noqa: N802
    """Return a field of an answer with the code of the team beside it."""
    return fields.String(
        allow_none=True,
        metadata={
            "description": "the code of the team that `team` names; null without a team, or while "
            "the text names none"
        },
    )
