"""Which texts name totals and averages, as programs and people write them."""

import pytest

from chalicelib.reading.totals import is_totals_word, reads_as_totals
from tests.reading.opened import csv_of, opened
from tests.reading.test_rows import SCORE

#: Excel's and LibreOffice's words for pivot tables and subtotals, by language.
PROGRAMS = {
    "en": "Grand Total|Red Total|Subtotal|Total Result|Red Result|Red Sum|Grand Average",
    "zh": "总计|红组 汇总|合计|红组 平均值|总计 结果",
    "zh-TW": "總計|紅組 合計|小計",
    "ja": "総計|赤 集計|小計",
    "ko": "총합계|빨강 요약|소계",
    "de": "Gesamtergebnis|Rot Ergebnis|Zwischensumme|Mittelwert",
    "fr": "Total général|Total Rouge|Sous-total|Moyenne",
    "es, pt": "Total general|Promedio|Total geral|Soma",
    "it, nl": "Totale complessivo|Totale Rossi|Eindtotaal|Subtotaal|Gemiddelde",
    "pl, cs": "Suma końcowa|Średnia|Razem|Celkový součet|Mezisoučet|Průměr",
    "ru, uk": "Общий итог|Красные Итог|Итого|Загальний підсумок",
    "nordic": "Totalsumma|Delsumma|Hovedtotal|I alt|Loppusumma|Yhteensä",
    "hu, tr, el": "Végösszeg|Összesen|Genel Toplam|Ara Toplam|Γενικό Άθροισμα",
    "vi, th, id": "Tổng cộng|ผลรวมทั้งหมด|ค่าเฉลี่ย|Jumlah Keseluruhan",
    "ar, he, hi": 'الإجمالي الكلي|المجموع|סה"כ|कुल योग',
}
PEOPLE = (
    "Total:|TOTAL|ＴＯＴＡＬ|**Total**|[Total]|Totals for Red"
    "|Team average|Average of Red|Total - Red"
    "|Total (n=12)|Total 12 agents|Red (Total)|Overall|Sum|Sum of Red|Avg.|Mean|TTL|Σ"
    "|合 计|合计：|——合计——"
    "|【合计】|总计(2人)|合计2人|总计：2人|本组合计|合计（红组）"
    "|合计人数|平均数|平均得分|人均|部门人均|累计|中位数"
)
SOMEBODY = (
    "1007|A01|total-7|subtotal1|average1|red_total|总经理|张三|李平|平安|Li Max|Max"
    "|Min|Sum Li|Suma Patel"
    "|Total, Jean|Sumner|Meaney|Count Dracula|001007(离职)|2026-03"
)


@pytest.mark.parametrize("written", "|".join([*PROGRAMS.values(), PEOPLE]).split("|"))
def test_rows_of_totals_are_known_by_their_words(written: str) -> None:
    assert reads_as_totals(written)
    assert reads_as_totals(f" {written.upper()} ")


@pytest.mark.parametrize("written", SOMEBODY.split("|"))
def test_what_may_be_somebody_is_not_totals(written: str) -> None:
    assert not reads_as_totals(written)


def test_a_word_alone_is_told_from_the_totals_of_a_group() -> None:
    assert [is_totals_word(one) for one in ("合计：", "Total (3)", "红组合计", "Red Total")] == [
        *(True, True),
        *(False, False),
    ]


def test_in_a_row_without_id_the_first_cell_the_name_or_the_team_says_that_it_is_totals() -> None:
    """There the names of functions count too: nobody can be meant, because no id stands there."""
    rows = ("13,,合计,,9", "13,,,Red Max,9", "Red Count,,,,9", "13,,Ann,red,9", "14,7,Bob,red,9")
    file = csv_of("序号,工号,姓名,团队,score", *rows)
    with opened(file, [SCORE]) as sheet:
        assert [(row.number, row.employee_id) for row in sheet.rows()] == [(5, None), (6, "7")]
        assert sheet.totals == ((2, "13 合计 9"), (3, "13 Red Max 9"), (4, "Red Count 9"))
