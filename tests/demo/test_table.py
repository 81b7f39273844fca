"""Tables and paragraphs line up where a Chinese character is two columns wide."""

from demo.table import padded, table, width, wrapped


def test_a_chinese_character_is_two_columns_wide() -> None:
    assert width("abc") == 3
    assert width("王秀兰") == 6
    assert width("（样例）") == 8
    assert width("91.50") == 5


def test_cells_are_filled_up_to_the_same_width() -> None:
    assert padded("王敏", 6) == "王敏  "
    assert padded("9.50", 6, "right") == "  9.50"


def test_a_table_lines_up_names_of_both_scripts() -> None:
    text = table(("姓名", "总分"), [("欧阳雨桐", "95.00"), ("Li Na", "8.00")], ("left", "right"))
    assert text.splitlines() == [
        "姓名       总分",
        "────────  ─────",
        "欧阳雨桐  95.00",
        "Li Na      8.00",
    ]


def test_english_breaks_between_words_and_chinese_anywhere() -> None:
    assert wrapped("two points lost for ten seconds", 16, "  ").splitlines() == [
        "  two points",
        "  lost for ten",
        "  seconds",
    ]
    lines = wrapped("平均响应时间超过目标，扣二分。", 12, "  ").splitlines()
    assert "".join(line.strip() for line in lines) == "平均响应时间超过目标，扣二分。"
    assert all(width(line) <= 14 for line in lines)
    assert not any(line.strip().startswith(("，", "。")) for line in lines)
