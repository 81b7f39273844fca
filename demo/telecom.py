"""Made-up months of a telecom operator's service centre (the telecom template): 60 agents."""

from demo.parts import Department
from demo.people import Agent, staff
from demo.shapes import between, part, rare, skewed, source

BROADBAND, NIGHT = "宽带组 Broadband", "夜间组 Night"
AGENTS = staff("T", 60, (BROADBAND, "移动组 Mobile", "政企组 Business", NIGHT), pinyin=True)
# The last month comes in two parts; the months before were sent by one hand.
DEPARTMENTS = (
    Department(
        "operations", {"zh": "运营部", "en": "Operations"}, ("service_system", "fault_tickets")
    ),
    Department("quality", {"zh": "质检部", "en": "Quality"}, ("inspection", "proposals")),
)
VOLUME = {"2026-08": 1.15, "2026-09": 1.0, "2026-10": 0.92}
# A storm in August: more faults and late repairs.
FAULTS = {"2026-08": 24.0, "2026-09": 14.0, "2026-10": 12.0}
REPAIR = {"2026-08": 0.915, "2026-09": 0.945, "2026-10": 0.955}


def rows(month: str) -> list[dict[str, str]]:
    """Return one row, by column code, for each agent who worked in `month`."""
    return [_row(agent, month) for agent in AGENTS if agent.works_in(month)]


def _row(agent: Agent, month: str) -> dict[str, str]:
    rng = source("telecom", agent.employee_id, month)
    form = 0.7 * agent.form(month)
    contacts = skewed(rng, 480 * VOLUME[month], 0.35)
    tickets = contacts - contacts // 6  # some callers come twice, some only ask
    seconds = contacts * between(11, 44 - 6 * form + rng.gauss(0, 6), 95)
    faults = _faults(agent, month)
    # The inspectors do not see everybody every month.
    drawn = 10 if rng.random() > 0.06 else rng.randrange(4, 10)
    return {
        "employee_id": agent.employee_id,
        "employee_name": agent.name,
        "team": agent.team,
        "contacts": str(contacts),
        "response_seconds": f"{seconds:.0f}",
        "empathy_sampled": str(drawn),
        "empathy_failed": str(part(rng, drawn, between(0.005, 0.10 - 0.035 * form, 0.35))),
        "tickets": str(tickets),
        "resolved_first": str(part(rng, tickets, between(0.6, 0.812 + 0.02 * form, 0.96))),
        "records_sampled": str(drawn),
        "record_errors": str(min(drawn, rare(rng, between(0.05, 0.9 - 0.3 * form, 2.5)))),
        "recommended": str(part(rng, contacts, between(0.03, 0.083 + 0.014 * form, 0.2))),
        "faults_reported": str(faults),
        "faults_repaired_in_time": str(
            part(rng, faults, between(0.6, REPAIR[month] + 0.015 * form, 0.995))
        ),
        "innovation_points": "2" if rng.random() < 0.04 else "",
    }


def _faults(agent: Agent, month: str) -> int:
    """Return the number of faults taken: most in the broadband team, few in the night team."""
    rng = source("telecom", "faults", agent.employee_id, month)
    if agent.team == BROADBAND:
        return skewed(rng, FAULTS[month], 0.45)
    return rare(rng, 0.4 if agent.team == NIGHT else 0.3 * FAULTS[month])
