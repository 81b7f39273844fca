"""What an upload warns of: rows that are scored although they contradict the register.

``other_team``    the file names another team than the register has for that month; the result
                  belongs to the file's
``other_scheme``  by the register another scheme pays the person's month; the result does not pay
``not_employed``  by the register the person was employed on no day of the month; the result pays

Rows are counted with the checkpoint of their chunk (``advance`` in uploads/progress.py), each once.
The first MOST_ROWS of each kind are kept, by number and without the person.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from chalicelib.language import Language, Text
from chalicelib.periods.pilot_codes import scheme_of
from chalicelib.teams.canonical import TeamTexts
from chalicelib.uploads.records import RESULTS, Upload
from chalicelib.uploads.register_state import KnownPerson

OTHER_TEAM: Final = "other_team"
OTHER_SCHEME: Final = "other_scheme"
NOT_EMPLOYED: Final = "not_employed"
#: Rows of each kind that an upload names.
MOST_ROWS = 20

MESSAGES: Final = {
    OTHER_TEAM: Text(
        "文件中的团队与名册当月的团队不一致，结果归入文件中的团队。",
        "The file's team is not the register's of that month; the result belongs to the file's.",
    ),
    OTHER_SCHEME: Text(
        "按名册，该员工当月由另一考核方案计发，此结果保留但不计发。",
        "By the register another scheme pays the month; the result is kept and does not pay.",
    ),
    NOT_EMPLOYED: Text(
        "按名册，该员工当月没有一天在职；结果照常计入并计发，请核对日期。",
        "By the register the person was employed on no day of the month. The result counts and "
        "pays: look at the dates.",
    ),
}


#: In place of those above, for past results: these pay nobody.
OF_IMPORTS: Final = {
    NOT_EMPLOYED: Text(
        "按名册，该员工当时没有一天在职；导入的结果照常保留，请核对日期。",
        "By the register the person was employed on no day of that period. The imported result "
        "is kept: look at the dates.",
    ),
}


class Warned(NamedTuple):
    """A row that contradicts the register: what the file says, and what the register says."""

    code: str
    row: int
    file: str
    register: str


def warned(
    upload: Upload, texts: TeamTexts, row: int, team: str | None, there: KnownPerson
) -> Iterator[Warned]:
    """Give what is to be warned of a scored row. ``team``: what the file itself says, if anything.

    Another spelling or name of the register's team is no contradiction.
    """
    known = there.belonging
    if known is None:
        return
    if team and known.team and texts.text(team) != texts.text(known.team):
        yield Warned(OTHER_TEAM, row, team, known.team)
    if known.paid_by is not None and upload.grain != RESULTS:
        yield Warned(OTHER_SCHEME, row, scheme_of(upload.scheme), known.paid_by)
    if not known.employed:
        yield Warned(NOT_EMPLOYED, row, upload.period, "")


def counted(before: Mapping[str, Any] | None, more: Iterable[Warned]) -> dict[str, Any]:
    """Return the stored warnings with more of them: by code the count, and the first rows."""
    found: dict[str, Any] = {
        code: {"count": int(one["count"]), "rows": [_plain(row) for row in one["rows"]]}
        for code, one in (before or {}).items()
    }
    for one in more:
        kind = found.setdefault(one.code, {"count": 0, "rows": []})
        kind["count"] += 1
        if len(kind["rows"]) < MOST_ROWS:
            kind["rows"].append({"row": one.row, "file": one.file, "register": one.register})
    return found


def described(upload: Upload, language: Language) -> list[dict[str, Any]]:
    """Return an upload's warnings as the API shows them."""
    words = {**MESSAGES, **(OF_IMPORTS if upload.grain == RESULTS else {})}
    return [
        {"code": code, "message": words[code].to(language), **one}
        for code, one in sorted(counted(upload.warnings, ()).items())
    ]


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "row": int(row["row"])}
