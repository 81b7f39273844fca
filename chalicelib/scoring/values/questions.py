"""The questions of a rating's form, each with anchors that say what its marks mean."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from chalicelib.scoring.limits import LEVELS, NAME_CHARACTERS, QUESTIONS
from chalicelib.scoring.reading.place import Place
from chalicelib.scoring.text import Text

QUESTION_FIELDS: Final = ("code", "name", "anchors")
ANCHOR_FIELDS: Final = ("mark", "name")


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a mark means: 4 is "helps without being asked"."""

    mark: Decimal
    name: Text


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the form. Its marks are those of the rating's scale."""

    code: str
    name: Text
    anchors: tuple[Anchor, ...] = ()


def read_questions(place: Place, low: Decimal, high: Decimal) -> tuple[Question, ...]:
    """Read the questions at a place; an anchor outside the scale is a fault there."""
    return tuple(_question(one, low, high) for one in place.items(QUESTIONS))


def _question(place: Place, low: Decimal, high: Decimal) -> Question:
    place.is_object(QUESTION_FIELDS)
    anchors = [_anchor(one, low, high) for one in place.at("anchors").items(LEVELS)]
    code, name = place.at("code").code(), place.at("name").text(NAME_CHARACTERS)
    return Question(code, name, tuple(anchors))


def _anchor(place: Place, low: Decimal, high: Decimal) -> Anchor:
    place.is_object(ANCHOR_FIELDS)
    mark = place.at("mark").number()
    if not low <= mark <= high:
        place.at("mark").fault("anchor_off_scale", found=mark, low=low, high=high)
    return Anchor(mark, place.at("name").text(NAME_CHARACTERS))
