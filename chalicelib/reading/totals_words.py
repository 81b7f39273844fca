"""The words that spreadsheet programs and people write into rows of totals and averages.

They are written in lower case; accents do not matter. The languages are those in which Excel and
LibreOffice write pivot tables and subtotals.
"""

from typing import Final


def _phrases(text: str) -> frozenset[str]:
    return frozenset(
        one for line in text.split("\n") for part in line.split("|") if (one := part.strip())
    )


#: They name totals alone, and before or after a group's name: `Red Total`, `Totals for Red`.
OF_GROUPS: Final = _phrases(
    """
    total|totals|grand total|grand totals|subtotal|subtotals|sub total|sub totals|sub-total
    sub-totals|sum total
    total result|average|averages|avg|grand average|grand sum|grand count|grand max|grand min
    overall total|overall average|running total|totale|totale complessivo|subtotale|totaux
    total general|sous total|sous-total|moyenne|total geral|soma|promedio|cuenta|totaal|eindtotaal
    subtotaal|gemiddelde|gesamtergebnis|gesamt|gesamtsumme|zwischensumme|teilergebnis|ergebnis
    summe|mittelwert|durchschnitt|suma końcowa|suma częściowa|razem|ogółem|średnia|общий итог|итог
    итого|всего|всего по|промежуточный итог|среднее|загальний підсумок|підсумок|усього|разом
    середнє|celkový součet|mezisoučet|součet|celkem|celkový súčet|medzisúčet|celkom|průměr|priemer
    genel toplam|toplam|ara toplam|ortalama|totalsumma|delsumma|medelvarde|hovedtotal|gennemsnit
    totalsum|delsum|gjennomsnitt|totalt|loppusumma|valisumma|yhteensa|kaikki yhteensa|keskiarvo
    vegosszeg|osszesen|reszosszeg|atlag|γενικο αθροισμα|γενικο συνολο|μερικο συνολο|συνολο|αθροισμα
    μεσος ορος|tong cong|trung binh|обща сума|общо|междинна сума|ukupni zbroj|sveukupno|ukupno
    skupna vsota|skupaj|povprecje|prosjek|bendroji suma|is viso|kopsumma|kopa|uldsumma|kokku
    total keseluruhan|jumlah|jumlah keseluruhan|jumlah besar|rata-rata|rata rata|purata|resultat
    total resultat|ผลรวมทั้งหมด|ผลรวม|รวม|ค่าเฉลี่ย
    الإجمالي الكلي|الاجمالي الكلي|الإجمالي|الاجمالي|المجموع
    المتوسط|סכום כולל|סך הכל|סה"כ|סהכ|ממוצע|कुल योग|योग|औसत"""
)

#: They name totals alone; a person may be called so beside another name (`Li Max`, `Suma Patel`).
ALONE: Final = _phrases(
    """
    sum|sums|mean|median|overall|aggregate|aggregated|cumulative|cum|ytd|ttl|tot|all agents
    all teams|all staff|all employees|everyone|everybody|whole team|team total|column total
    stdev|std dev|stddev|standard deviation|variance|summa|suma|somma|somme|som|media|medie|medel
    nombre|conteggio|contagem|anzahl|aantal|mediana|moy|ø|σ|∑|i alt|sammanlagt|insgesamt
    in totale|en total|au total|in total|всі|все|средняя
    총합계|합계|소계|총계|요약|평균|總計|計|总"""
)

#: Names of functions that LibreOffice and Excel write below each group; as the last word only in
#: a row without an id, since people are called so.
OF_FUNCTIONS: Final = _phrases(
    """
    max|min|count|sum|product|mean|result|stddev|stddevp|stdev|var|varp|maximum|minimum"""
)

#: Written after a group's name without a space, alone, or with what is counted: `红组合计`,
#: `合计人数`, `人均`.
CJK: Final = (
    *("合计", "总计", "小计", "共计", "总和", "汇总", "累计", "总结果", "总合计", "总平均", "总数"),
    *("平均", "平均值", "平均数", "均值", "人均", "均分", "计数", "最大值", "最小值", "最高分"),
    *("最低分", "最高值", "最低值", "中位数", "标准差", "求和", "总分", "加总", "总量"),
    *("合計", "總計", "小計", "共計", "總和", "彙總", "累計", "平均値", "総計", "集計", "総合計"),
    *("합계", "총합계", "소계", "총계", "평균", "요약"),
)
#: With a figure or what is counted behind them they are totals still: `合计2人`, `平均得分`.
CJK_FIRST: Final = ("合计", "总计", "小计", "共计", "汇总", "累计", "平均", "人均", "合計", "總計")
#: Alone in their cell.
CJK_ALONE: Final = frozenset(
    ("计", "合", "全体", "全部", "整体", "全员", "全公司", "全队", "所有人", "团队整体", "总体")
)
#: What stands behind such a word: `合计人数`, `平均得分`.
CJK_COUNTED: Final = (
    *("数", "值", "数据", "分", "分数", "得分", "行", "人数", "结果", "情况", "表", "全组", "全员"),
)
#: Before and behind a number of people or rows: `共2人`, `n=12`, `12 people`.
COUNT_BEFORE: Final = ("共", "n=", "n:", "of ")
COUNT_AFTER: Final = (
    *("人", "名", "位", "行", "条", "个", "组", "单", "次"),
    *("people", "persons", "agents", "rows", "records", "employees", "staff"),
)
