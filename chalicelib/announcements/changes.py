"""What a new announcement changes of the one before, in words of both languages."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from chalicelib.announcements.plan import DATA, DATES, LOCK, PUBLICATION, RATINGS, WINDOW
from chalicelib.announcements.records import Announcement
from chalicelib.language import Text
from chalicelib.schemes.comparing.service import compared
from chalicelib.tenancy.context import Context

VERSION, RULE, SOURCE, DATE, TEAMS = KINDS = ("version", "rule", "source", "date", "teams")
#: Sentences about rules of which an announcement tells the first; the comparison has all.
MOST_RULES: Final = 200

NAMES: Final[Mapping[str, Text]] = {
    DATA: Text("数据截止日", "Figures are due"),
    RATINGS: Text("评分截止日", "Ratings are due"),
    PUBLICATION: Text("公布日", "Results are published"),
    WINDOW: Text("申诉截止日", "People may appeal until"),
    LOCK: Text("锁定日", "Results are locked"),
}


def changes(
    context: Context,
    before: Announcement,
    after: Announcement,
    former: Mapping[str, Any],
    plan: Mapping[str, Any],
) -> list[dict[str, Any]]:
    """Return each change with its kind. ``former`` and ``plan`` are the plans of both."""
    return [
        {"kind": kind, "words": words}
        for kind, words in (
            *_of_version(context, before, after),
            *_of_sources(former, plan),
            *_of_dates(former["dates"], plan["dates"]),
            *_of_teams(before, after),
        )
    ]


def _of_version(
    context: Context, before: Announcement, after: Announcement
) -> Iterator[tuple[str, dict[str, str]]]:
    if before.version == after.version:
        return
    yield (
        VERSION,
        Text(
            f"方案由第 {before.version} 版改为第 {after.version} 版。",
            f"Version {after.version} of the scheme takes the place of version {before.version}.",
        ).as_names(),
    )
    if after.worse_off:
        people = "1 person" if after.worse_off == 1 else f"{after.worse_off} people"
        yield (
            VERSION,
            Text(
                f"此改动使 {after.worse_off} 人的本期结果变差；公司坚持采用。",
                f"It leaves {people} worse off in this period; the company insists on it.",
            ).as_names(),
        )
    found = compared(context, after.scheme, str(before.version), str(after.version))
    for one in found["words"][:MOST_RULES]:
        yield RULE, dict(one["text"])


def _of_sources(
    former: Mapping[str, Any], plan: Mapping[str, Any]
) -> Iterator[tuple[str, dict[str, str]]]:
    old = {one["code"]: one for one in former["sources"]}
    new = {one["code"]: one for one in plan["sources"]}
    for code in (*new, *(code for code in old if code not in new)):
        before, after = old.get(code), new.get(code)
        if before == after:
            continue
        name = (after or before or {})["name"]
        was, now = (None if one is None else one["due_on"] for one in (before, after))
        zh, en = f"数据来源“{name['zh']}”", f"Source “{name['en']}”"
        if before is None:
            words = Text(
                f"新增{zh}（截止 {now or '未定'}）。", f"{en} is new (due {now or 'open'})."
            )
        elif after is None:
            words = Text(f"取消{zh}。", f"{en} is gone.")
        elif was == now:
            words = Text(f"{zh}已更名。", f"{en} has another name.")
        else:
            words = _moved(Text(zh, en), was, now)
        yield SOURCE, words.as_names()


def _of_dates(
    before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[tuple[str, dict[str, str]]]:
    for name in DATES:
        if before.get(name) != after.get(name):
            yield DATE, _moved(NAMES[name], before.get(name), after.get(name)).as_names()


def _moved(name: Text, was: str | None, now: str | None) -> Text:
    return Text(
        f"{name.zh}：由 {was or '未定'} 改为 {now or '未定'}。",
        f"{name.en}: {now or 'open'} (was {was or 'open'}).",
    )


def _of_teams(before: Announcement, after: Announcement) -> Iterator[tuple[str, dict[str, str]]]:
    if set(before.teams) == set(after.teams):
        return
    zh, en = (
        ("、".join(after.teams), ", ".join(after.teams))
        if after.teams
        else ("本方案全体人员", "everybody of the scheme")
    )
    yield TEAMS, Text(f"通知对象改为：{zh}。", f"It is told to: {en}.").as_names()
