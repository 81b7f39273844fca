"""How points are added up to a total, in words (rules.md §3)."""

from collections.abc import Iterator

from chalicelib.scoring import Scheme, Text
from chalicelib.scoring.exact import plain
from chalicelib.scoring.text import text

SUBJECTS = {
    "agent": text("每位客服", "Each agent"),
    "team": text("每个团队", "Each team"),
    "department": text("每个部门", "Each department"),
}
PERIODS = {
    "month": text("每月", "every month"),
    "quarter": text("每季度", "every quarter"),
    "year": text("每年", "every year"),
}


def summary(scheme: Scheme) -> Iterator[Text]:
    """Yield who is appraised, how often, and out of how many points."""
    who, often, points = (
        SUBJECTS[scheme.subject],
        PERIODS[scheme.period],
        plain(scheme.total_points),
    )
    dimensions, lines = len(scheme.dimensions), len(scheme.indicators)
    yield text(
        f"{who['zh']}{often['zh']}考核一次，满分 {points} 分，"
        f"共 {dimensions} 个维度 {lines} 项指标。",
        f"{who['en']} is appraised {often['en']}, out of {points} points, in {dimensions} "
        f"dimension{'s' * (dimensions > 1)} and {lines} indicator{'s' * (lines > 1)}.",
    )
    names = [dimension.name for dimension in scheme.dimensions]
    parts = [plain(dimension.points) for dimension in scheme.dimensions]
    zh = "、".join(f"{name['zh']} {part} 分" for name, part in zip(names, parts, strict=True))
    en = ", ".join(f"{name['en']} {part}" for name, part in zip(names, parts, strict=True))
    yield text(f"其中：{zh}。", f"Points: {en}.")


def total(scheme: Scheme) -> Iterator[Text]:
    """Yield how points are added up to a total, in the order of the computation."""
    places, points = scheme.line_places, plain(scheme.total_points)
    yield text(
        f"每项得分四舍五入保留 {places} 位小数，各项之和为实得分。",
        f"Each line is rounded half up to {_decimals(places)}; their sum is what was earned.",
    )
    yield text(
        f"总分 = 实得分 × {points} ÷ 有得分各项的满分之和，"
        f"四舍五入保留 {scheme.total_places} 位小数。各项都有数据时，总分就是各项之和。",
        f"Total = earned × {points} ÷ the maxima of the lines that have points, rounded half up to "
        f"{_decimals(scheme.total_places)}. With every line there it is simply the sum.",
    )
    share = plain(scheme.max_unavailable * 100)
    yield text(
        f"没有数据而未计入的指标，满分合计超过全部满分的 {share}% 时，本期不出总分、等级和系数。",
        f"When lines worth more than {share}% of the points are left out for want of data, the "
        "period has no total, grade or coefficient.",
    )
    if scheme.extras:
        yield text(
            "加减分在折算之后计入；总分不低于 0 分。",
            "Extras are added or taken off after that; a total is never below 0.",
        )
    cap = plain(scheme.total_cap)
    yield text(f"总分最高 {cap} 分。", f"A total is at most {cap}.")
    if scheme.rank_by_team:
        yield text("按总分在团队内排名，同分同名次。", "Ranks are given by total within each team.")
    else:
        yield text("按总分在全体中排名，同分同名次。", "Ranks are given by total among everybody.")
    if scheme.moves == "by_days" and scheme.period == "month":
        yield text(
            "当月更换考核方案的，每个方案按在该方案下的工作天数占比计发。",
            "Whoever moves between schemes within a month is paid by each of them, by its share of "
            "the days worked.",
        )


def _decimals(places: int) -> str:
    return "a whole number" if places == 0 else f"{places} decimal{'s' * (places > 1)}"
