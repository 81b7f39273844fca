"""The errors of rows whose id nobody has, where a file may make no new people."""

from collections.abc import Iterator, Sequence
from typing import Final

from chalicelib.reading import BadRow
from chalicelib.reading.faults import shown
from chalicelib.reading.row_grouping import PersonRows
from chalicelib.scoring.text import Text, text
from chalicelib.uploads.nearest import Near
from chalicelib.uploads.records import RowError
from chalicelib.uploads.row_errors import Labels, refused

UNKNOWN_EMPLOYEE: Final = "unknown_employee"


def errors(
    row: PersonRows | BadRow,
    near: Sequence[Near],
    system: str | None,
    labels: Labels,
    why: Text | None = None,
) -> Iterator[RowError]:
    """Yield the errors of the rows of an unknown id. ``system``: whose ids the file has.

    ``why``: why the text is no id at all.
    """
    named = [one.id for one in near]
    about = tuple(dict.fromkeys(one.person for one in near))
    message = _message(row.employee_id or "", near, system, why)
    return refused(row, UNKNOWN_EMPLOYEE, message, labels, nearest=named, about=about)


def _message(written: str, near: Sequence[Near], system: str | None, why: Text | None) -> Text:
    found = shown(written)
    if system is None:
        begin = text(f"“{found}”不在名册上", f'"{found}" is not on the register')
        mend = text("请改正编号，或先登记该员工", "correct the id, or register the person first")
    else:
        begin = text(
            f"{system} 中没有员工的编号是“{found}”",
            f'nobody on the register has the id "{found}" in {system}',
        )
        mend = text(
            "请改正编号，或先在名册上登记该编号",
            "correct the id, or put it on the register first",
        )
    if why is not None and not near:
        begin = text(f"{begin['zh']}，{why['zh']}", f"{begin['en']}, and {why['en']}")
    if not near:
        return text(
            f"{begin['zh']}，也没有找到相近的编号；{mend['zh']}",
            f"{begin['en']}, and no id like it was found; {mend['en']}",
        )
    zh = "、".join(f"{one.id}（{one.why.zh}）" for one in near)
    en = ", ".join(f"{one.id} ({one.why.en})" for one in near)
    return text(
        f"{begin['zh']}；最相近的是 {zh}；{mend['zh']}",
        f"{begin['en']}; the nearest: {en}; {mend['en']}",
    )
