"""The kinds of findings: what is remarkable in a file, beside its bad rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from chalicelib.language import Text
from chalicelib.person_keys import PersonKey
from chalicelib.uploads.kept_people import KeptPerson

NEW_PERSON: Final = "new_person"
PASSED_OVER: Final = "passed_over"
TOTAL_CHANGED: Final = "total_changed"
TOTAL_LOST: Final = "total_lost"
COEFFICIENT_CHANGED: Final = "coefficient_changed"
NEW_TEAM: Final = "new_team"
ALL_ZERO: Final = "all_zero"
AS_FRACTIONS: Final = "as_fractions"
SOME_FRACTIONS: Final = "some_fractions"
TENFOLD: Final = "tenfold"
ABOVE_AT_MOST: Final = "above_at_most"
OTHER_PERIOD: Final = "other_period"
BLANK_SLICE: Final = "blank_slice"
SEVERAL_TEAMS: Final = "several_teams"
REPEATED_CONTACT: Final = "repeated_contact"
ABOVE_CAP: Final = "above_cap"
PERSON_KEPT: Final = "person_kept"
SETTLED_AHEAD: Final = "settled_ahead"

MESSAGES: Final[Mapping[str, Text]] = {
    NEW_PERSON: Text(
        "名册上没有此人，据文件新建。", "Not on the register before: made from the file."
    ),
    PASSED_OVER: Text(
        "这是合计、平均等汇总行，不是员工，未读取；若确是员工编号，请先登记。",
        "A row of totals or averages, nobody's: passed over. If it is somebody's id, register the "
        "person first.",
    ),
    TOTAL_CHANGED: Text(
        "此人本期的总分与先前的结果不同。", "The person's total differs from the one before."
    ),
    TOTAL_LOST: Text(
        "此人本期原有总分，按此文件没有总分。", "The person had a total, and has none by this file."
    ),
    COEFFICIENT_CHANGED: Text(
        "此人的总分不变，而奖金系数与先前的结果不同。",
        "The person's total is the same, and the coefficient differs from the one before.",
    ),
    NEW_TEAM: Text("企业中还没有这个团队。", "The company has no such team yet."),
    ALL_ZERO: Text("这一列全是 0，请核对是否漏填。", "The whole column is 0: was it left out?"),
    AS_FRACTIONS: Text(
        "这一列应为百分数，而所有数字都不超过 1，多半是按小数填写的。",
        "The column holds percentages, and no figure is above 1: most likely they are fractions.",
    ),
    SOME_FRACTIONS: Text(
        "这一列应为百分数，而有的数字不超过 1，其余的大得多：这些行多半是按小数填写的。",
        "The column holds percentages; some figures are not above 1 and the others much larger: "
        "most likely these rows have fractions.",
    ),
    TENFOLD: Text(
        "这一列的平均数与上期相差十倍以上，请核对单位。",
        "The column's mean is ten times that of the period before, or a tenth: look at the unit.",
    ),
    ABOVE_AT_MOST: Text(
        "这一列有数字超过方案规定的上限，这些行有误。",
        "Figures of the column are above the most that the scheme allows; these rows are bad.",
    ),
    OTHER_PERIOD: Text(
        "文件的期间列写的是别的月份，请核对文件与期间。",
        "The file's own column of the period names another month: is it the right file?",
    ),
    BLANK_SLICE: Text(
        "有的行填了数字而没有填分组（如渠道），这些数字没有计入。",
        "Rows have figures and no slice (such as the channel); these figures count nowhere.",
    ),
    ABOVE_CAP: Text(
        "有总分高于方案的最高分；导入照原样保留，请核对是否为同一满分制。",
        "Totals are above the most that the scheme gives. They are imported as they are: are they "
        "out of the same points?",
    ),
    SEVERAL_TEAMS: Text(
        "此人的联络记录写有几个团队；以名册为准，名册没有的以记录最多的为准。",
        "The person's contacts name several teams: the register's counts, or else the one that "
        "most contacts name.",
    ),
    REPEATED_CONTACT: Text(
        "同一次联络在文件中重复出现，内容相同，只计一次。",
        "Contacts stand in the file more than once, with the same content: each counts once.",
    ),
    SETTLED_AHEAD: Text(
        "此人离职，本期结果已提前结清，文件中的数据未采用；如有不同，请作更正。",
        "The person has left and the result was settled ahead of the month: the row was not taken. "
        "If it is right, correct the result.",
    ),
    PERSON_KEPT: Text(
        "文件撤回后，由其新建的此人仍在名册上。",
        "Made from the file, and still on the register though it was withdrawn.",
    ),
}


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person whom a file puts on the register, and the number of the row."""

    row: int
    person: PersonKey


@dataclass(frozen=True, slots=True)
class SettledAhead:
    """A row about somebody whose result was settled ahead of the month, and stays."""

    row: int
    person: PersonKey


@dataclass(frozen=True, slots=True)
class PassedRow:
    """Rows that name totals: the first one's number, its text, and how many they are."""

    row: int
    text: str
    rows: int = 1


@dataclass(frozen=True, slots=True)
class ChangedTotal:
    """Somebody whose total is another one by the file. ``after`` None: none any more."""

    row: int
    person: PersonKey
    before: Decimal | None
    after: Decimal | None

    @property
    def lost(self) -> bool:
        """Whether there is no total any more."""
        return self.before is not None and self.after is None

    @property
    def gain(self) -> Decimal:
        """The points won, negative of points lost. Of a total that is lost, all of them."""
        return (self.after or Decimal(0)) - (self.before or Decimal(0))


@dataclass(frozen=True, slots=True)
class ChangedCoefficient:
    """Somebody whose total stays and whose coefficient is another one, by another version."""

    row: int
    person: PersonKey
    before: Decimal | None
    after: Decimal | None

    @property
    def gain(self) -> Decimal:
        """By how much the coefficient is higher."""
        return (self.after or Decimal(0)) - (self.before or Decimal(0))


@dataclass(frozen=True, slots=True)
class NewTeam:
    """A team that the company does not have, and its first row."""

    row: int
    team: str


@dataclass(frozen=True, slots=True)
class SeveralTeams:
    """Somebody whose contacts name several teams: the first row, the team taken, what they say."""

    row: int
    team: str
    text: str


@dataclass(frozen=True, slots=True)
class ColumnFinding:
    """What is remarkable in a column. ``column``: its code, ``heading``: its name in the file.

    ``row``: the first row that it is about, ``rows``: how many they are. ``text``: what the file
    says. ``before`` and ``after``: the means of the period before and of the file, or the bound and
    the greatest figure.
    """

    kind: str
    column: str | None
    heading: str
    row: int | None = None
    rows: int | None = None
    text: str | None = None
    before: str | None = None
    after: str | None = None


#: What a file changes of somebody's result.
Change = ChangedTotal | ChangedCoefficient
Finding = (
    NewPerson
    | SettledAhead
    | PassedRow
    | Change
    | NewTeam
    | SeveralTeams
    | ColumnFinding
    | KeptPerson
)


def kind_of(found: Finding) -> str:
    """Return the kind of a finding."""
    match found:
        case NewPerson():
            return NEW_PERSON
        case SettledAhead():
            return SETTLED_AHEAD
        case PassedRow():
            return PASSED_OVER
        case ChangedTotal():
            return TOTAL_LOST if found.lost else TOTAL_CHANGED
        case ChangedCoefficient():
            return COEFFICIENT_CHANGED
        case NewTeam():
            return NEW_TEAM
        case SeveralTeams():
            return SEVERAL_TEAMS
        case ColumnFinding():
            return found.kind
        case KeptPerson():
            return PERSON_KEPT


def packed(found: Finding) -> tuple[str, list[Any]]:
    """Return the member of the item that keeps a finding, and what it keeps."""
    match found:
        case NewPerson(row, person):
            return "people", [row, person]
        case SettledAhead(row, person):
            return "settled", [row, person]
        case PassedRow(row, text, rows):
            return "passed", [row, text, rows]
        case ChangedTotal(row, person, before, after):
            return "totals", [row, person, _text(before), _text(after)]
        case ChangedCoefficient(row, person, before, after):
            return "coefficients", [row, person, _text(before), _text(after)]
        case NewTeam(row, team):
            return "teams", [row, team]
        case SeveralTeams(row, team, text):
            return "several_teams", [row, team, text]
        case ColumnFinding():
            kept = [found.kind, found.column, found.heading, found.row, found.rows, found.text]
            return "columns", [*kept, found.before, found.after]
        case KeptPerson(person, because):
            return "kept", [person, because]


def unpacked(member: str, kept: list[Any]) -> Finding:
    """Return the finding that a member of an item keeps."""
    match member:
        case "people":
            return NewPerson(kept[0], PersonKey(kept[1]))
        case "settled":
            return SettledAhead(kept[0], PersonKey(kept[1]))
        case "passed":
            return PassedRow(*kept)
        case "teams":
            return NewTeam(*kept)
        case "several_teams":
            return SeveralTeams(*kept)
        case "totals" | "coefficients":
            before, after = (None if one is None else Decimal(one) for one in kept[2:])
            made = ChangedTotal if member == "totals" else ChangedCoefficient
            return made(kept[0], PersonKey(kept[1]), before, after)
        case "kept":
            return KeptPerson(PersonKey(kept[0]), kept[1])
        case _:
            return ColumnFinding(*kept)


MEMBERS: Final = (
    "columns",
    "passed",
    "people",
    "settled",
    "teams",
    "several_teams",
    "totals",
    "coefficients",
    "kept",
)


def _text(number: Decimal | None) -> str | None:
    return None if number is None else format(number, "f")
