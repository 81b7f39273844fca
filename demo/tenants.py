"""The three companies of the demonstration, and how each fills in its template."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from demo import courier, shop, telecom
from demo.files import FileFormat
from demo.parts import Department
from demo.people import Agent

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class DemoTenant:
    """A company: its onboarding data, its scheme's parameters, and its monthly files.

    `settings` are the parameters that it sets to its own figure; it confirms the rest as proposed.
    `departments` send a part of the last month each; without any, one file has it all. `veto` is
    the code of a veto of the template that is shown, `rating_team` the team that rates each other.
    `appeal` is the indicator of the line that is contested, and `corrected` its columns: the part
    that was wrong, and the whole.
    """

    id: str
    name: Mapping[str, str]
    time_zone: str
    locale: str
    template: str
    scheme: str
    settings: Mapping[str, str]
    file_format: FileFormat
    agents: Sequence[Agent]
    rows: Callable[[str], list[Row]]
    departments: Sequence[Department] = ()
    veto: str | None = None
    rating_team: str | None = None
    appeal: str | None = None
    corrected: tuple[str, str] = ("", "")


TENANTS = (
    DemoTenant(
        id="yunshan-shop",
        name={"zh": "云杉家居旗舰店（样例）", "en": "Spruce Home Store (sample)"},
        time_zone="Asia/Shanghai",
        locale="zh",
        template="taobao",
        scheme="shop-service",
        settings={"consultations_per_day_target": "88", "conversion_rate_target": "44"},
        file_format="xlsx",
        agents=shop.AGENTS,
        rows=shop.rows,
        appeal="resolution_rate",
        corrected=("problems_solved", "problems_raised"),
    ),
    DemoTenant(
        id="feiyan-express",
        name={"zh": "飞燕速递（样例）", "en": "Swallow Express (sample)"},
        time_zone="Asia/Shanghai",
        locale="zh",
        template="courier",
        scheme="courier-service",
        settings={"csat_target": "88", "avg_response_time_target": "3"},
        file_format="gb18030",
        agents=courier.AGENTS,
        rows=courier.rows,
        rating_team="夜班组",
    ),
    DemoTenant(
        id="haian-telecom",
        name={"zh": "海岸电信（样例）", "en": "Coastline Telecom (sample)"},
        time_zone="Asia/Hong_Kong",
        locale="en",
        template="telecom",
        scheme="telecom-quality",
        settings={"fault_repair_target": "96"},
        file_format="utf-8",
        agents=telecom.AGENTS,
        rows=telecom.rows,
        departments=telecom.DEPARTMENTS,
        veto="fraud",
    ),
)
