"""Made-up agents: names, teams, skill, and the months of their work.

The names are drawn from common surnames and given names and belong to nobody.
"""

from dataclasses import dataclass

from demo.shapes import between, source

MONTHS = ("2026-08", "2026-09", "2026-10")

SURNAMES = (
    ("王", "Wang"), ("李", "Li"), ("张", "Zhang"), ("刘", "Liu"), ("陈", "Chen"), ("杨", "Yang"),
    ("赵", "Zhao"), ("黄", "Huang"), ("周", "Zhou"), ("吴", "Wu"), ("徐", "Xu"), ("孙", "Sun"),
    ("胡", "Hu"), ("朱", "Zhu"), ("高", "Gao"), ("林", "Lin"), ("何", "He"), ("郭", "Guo"),
    ("马", "Ma"), ("罗", "Luo"), ("梁", "Liang"), ("宋", "Song"), ("郑", "Zheng"),
    ("欧阳", "Ouyang"),
)  # fmt: skip
GIVEN_NAMES = (
    ("敏", "Min"), ("静", "Jing"), ("丽", "Li"), ("强", "Qiang"), ("磊", "Lei"), ("洋", "Yang"),
    ("艳", "Yan"), ("勇", "Yong"), ("娟", "Juan"), ("涛", "Tao"), ("超", "Chao"), ("霞", "Xia"),
    ("秀兰", "Xiulan"), ("佳怡", "Jiayi"), ("子涵", "Zihan"), ("雨桐", "Yutong"),
    ("浩然", "Haoran"),
    ("思远", "Siyuan"), ("晓燕", "Xiaoyan"), ("志强", "Zhiqiang"), ("梦琪", "Mengqi"),
    ("文博", "Wenbo"), ("婷婷", "Tingting"), ("建国", "Jianguo"), ("欣怡", "Xinyi"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Agent:
    """One agent. `skill` has mean 0 and spread 1, and affects all figures of the agent."""

    employee_id: str
    name: str
    team: str
    skill: float
    joined: str
    left: str | None

    @property
    def bonus_base(self) -> int:
        """Return a month's performance bonus at coefficient 1, in the company's currency."""
        drawn = source("bonus", self.employee_id).gauss(2400, 350)
        return round(between(1600, drawn, 3600) / 10) * 10

    def works_in(self, month: str) -> bool:
        """Tell whether the agent has figures for `month` ("2026-09")."""
        return self.joined <= month and (self.left is None or month < self.left)

    def form(self, month: str) -> float:
        """Return the agent's form in that month: the skill plus a small change by month, lower
        in the first month after joining."""
        learning = 1.0 if month == self.joined != MONTHS[0] else 0.0
        return self.skill - learning + source("form", self.employee_id, month).gauss(0.0, 0.35)


def staff(prefix: str, size: int, teams: tuple[str, ...], *, pinyin: bool = False) -> list[Agent]:
    """Return `size` agents, spread over the teams; every 12th joins later, every 15th leaves."""
    names = source("names", prefix)
    pairs = [(surname, given) for surname in SURNAMES for given in GIVEN_NAMES]
    drawn = names.sample(pairs, size)
    agents = []
    for index, ((surname, surname_en), (given, given_en)) in enumerate(drawn):
        name = surname + given
        employee_id = f"{prefix}{1001 + index}"
        agents.append(
            Agent(
                employee_id=employee_id,
                name=f"{name} {surname_en} {given_en}" if pinyin else name,
                team=teams[index % len(teams)],
                skill=_skill(employee_id, index),
                joined=MONTHS[1 + index // 12 % 2] if index % 12 == 11 else MONTHS[0],
                left=MONTHS[1 + index // 15 % 2] if index % 15 == 7 else None,
            )
        )
    return agents


def _skill(employee_id: str, index: int) -> float:
    """Return a skill: most are near the middle; one in twenty is low."""
    return source("skill", employee_id).gauss(-2.4 if index % 20 == 13 else 0.0, 0.9)
