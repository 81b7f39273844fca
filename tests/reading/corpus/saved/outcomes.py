"""What reading comes to of sheets of which several files are kept, or that have many rows."""

from tests.reading.corpus.case import STANDARD, Accepted, Person

FAILED = "formula_error"


def brief(number: int, id_: str, cells: str = "1|2|3") -> Person:
    return (number, id_, None, None, f"{cells}||")


def in_team(number: int, id_: str, name: str, cells: str = "1|2|3||") -> Person:
    return (number, id_, name, "一组", cells)


SUBTOTALS = Accepted(
    (
        *STANDARD[:2],
        # 5200 + 4100 | 125 + 98 | the mean of 95.5 and 88
        brief(4, "一组 汇总", "9300|223|91.75"),
        (5, *STANDARD[2][1:]),
        brief(6, "二组 小计", "0|0|100"),
    ),
    about={"totals": ((7, "总计 9300 223 94.5"),)},
)
BESIDE = Accepted(
    (STANDARD[0], (7, "3", "合计", None, "1|2|3||")),
    {8: (("employee_id", "employee_id_missing"),)},
    {
        "totals": (
            (3, "合计 1 2 3"),
            # With the row above: 5200 + 1 | 125 + 2 | (95.5 + 3) / 2
            (4, "一组 汇总 5201 127 49.25"),
            (5, "Red Count 2"),
            (6, "Grand Sum 4"),
        )
    },
)
ID_FORMATS = Accepted(
    tuple(
        brief(number, shown)
        for number, shown in enumerate(
            (
                *("E0007", "A011", "007-001", "12345-6", "000001", "7002号", "KF15", "1007"),
                "000088",
            ),
            start=2,
        )
    )
)
ERRORS = Accepted(
    (),
    {
        **{
            number: ((column, FAILED),)
            for number, column in enumerate(
                (
                    *("employee_id", "employee_name", "team", "response_seconds", "contacts"),
                    *("resolution_rate", "teamwork_peer", "channel"),
                ),
                start=2,
            )
        },
        **dict.fromkeys(range(10, 16), (("response_seconds", FAILED),)),
    },
)
FRACTIONS = Accepted(
    tuple(
        brief(number, f"7{number - 2}", f"1|2|{rate}")
        for number, rate in enumerate(("95.5", "106", "0.955", "95.5"), start=2)
    )
)
AMBIGUOUS = (("response_seconds", "ambiguous_duration"),)
LOST = Accepted(((2, "1007", *STANDARD[0][2:]), STANDARD[1]))
MERGED = Accepted(
    (
        (3, *STANDARD[0][1:]),
        (4, *STANDARD[1][1:]),
        (7, "001011", "赵敏", None, "1|2|3||"),
    ),
    dict.fromkeys((5, 6), (("response_seconds", "merged_cell"),)),
    {"header_row": 2, "totals": ((8, "合计 1 2 3"),)},
)
YEARS_OF_1904 = Accepted(
    (in_team(2, "71", "A", "90|2|3||"), in_team(4, "2026-10-07", "C")),
    {3: (("response_seconds", "date_found"),)},
)
