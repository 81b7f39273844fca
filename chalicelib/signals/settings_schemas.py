"""Shapes of rules of signals on the wire."""

from marshmallow import fields

from chalicelib.web.fields import Code, Figure, Part, Schema, Several, Whole, Words, YesNo

LONGEST_BASIS, LONGEST_HEADING = 500, 200
MOST_MONTHS, FEWEST_MONTHS = 12, 3
MOST_PAIRS, MOST_INDICATORS, MOST_WORDS = 10, 20, 20
BASIS = "why so: which clause, decided by whom. Each signal shows it"
HEADING = "a heading of the files of contacts, or the code of a field that the scheme declares"


def _basis() -> Words:
    return Words(LONGEST_BASIS, allow_none=True, load_default=None, metadata={"description": BASIS})


class CameAgainPart(Schema):
    """Contacts marked as solved whose customer comes again."""

    customer = Words(LONGEST_HEADING, required=True, metadata={"description": HEADING})
    topic = Words(
        LONGEST_HEADING,
        allow_none=True,
        load_default=None,
        metadata={"description": "with it, only contacts on the same topic; null: on any"},
    )
    at = Words(
        LONGEST_HEADING,
        required=True,
        metadata={"description": "when the contact was: its day, with the time or without"},
    )
    solved = Words(LONGEST_HEADING, required=True, metadata={"description": HEADING})
    says = Several(
        Words(100),
        most=MOST_WORDS,
        least=1,
        required=True,
        metadata={"description": "what `solved` says of a contact that is marked as solved"},
    )
    within_days = Whole(1, 60, required=True)
    percent = Figure(
        "0.01",
        "100",
        required=True,
        metadata={"description": "of contacts marked as solved, from which on it is a signal"},
    )
    least = Whole(
        1,
        10_000,
        required=True,
        metadata={"description": "contacts marked as solved below which nothing is computed"},
    )
    basis = _basis()


class ComparedPart(Schema):
    """A figure: an indicator's value, or that of a column with figures; with its scale, or not."""

    indicator = Code(allow_none=True, load_default=None)
    column = Code(allow_none=True, load_default=None)
    low = Figure(allow_none=True, load_default=None)
    high = Figure(allow_none=True, load_default=None)


class FarApartPart(Schema):
    """Two figures of a result that should agree."""

    code = Code(required=True, metadata={"description": "what the pair is called"})
    first = Part(ComparedPart, required=True)
    second = Part(ComparedPart, required=True)
    distance = Figure(
        "0.000001",
        required=True,
        metadata={
            "description": "from which on it is a signal: in percent of the scales where both "
            "figures have one, else in their unit"
        },
    )
    basis = _basis()


class OwnPastPart(Schema):
    """An indicator's value beside the mean of the person's own months before."""

    indicator = Code(required=True)
    distance = Figure("0.000001", required=True)
    months = Whole(FEWEST_MONTHS, MOST_MONTHS, required=True)
    least = Whole(
        FEWEST_MONTHS,
        MOST_MONTHS,
        load_default=FEWEST_MONTHS,
        metadata={"description": "months with a value below which nothing is computed"},
    )
    basis = _basis()


class SignalSettingsBody(Schema):
    """All rules of a scheme; what is left out is not looked for."""

    came_again = Part(CameAgainPart, allow_none=True, load_default=None)
    far_apart = Several(Part(FarApartPart), most=MOST_PAIRS, load_default=list)
    own_past = Several(Part(OwnPastPart), most=MOST_INDICATORS, load_default=list)
    raters = YesNo(
        load_default=True,
        metadata={"description": "whether flags about single raters of rounds are signals"},
    )

    automatic = YesNo(
        load_default=False,
        metadata={
            "description": "true: a month is looked through by itself within an hour after its "
            "results change, once none of them awaits a source; publishing and locking then name "
            "signals that nobody has decided about"
        },
    )


class SignalSettingsAnswer(SignalSettingsBody):
    """The rules of a scheme. `revision` 0: nobody has set any."""

    scheme = fields.String()
    changed_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    changed_by = fields.String(allow_none=True)
    revision = fields.Integer()
