"""Made-up months of an online shop's service desk (the taobao template): 24 agents, two teams."""

from demo.people import MONTHS, Agent, staff
from demo.shapes import between, near, part, rare, skewed, source

AGENTS = staff("S", 24, ("售前组", "售后组"))

# October has the national holiday; sales increase before the promotions of November.
WORKED_DAYS = {"2026-08": 22, "2026-09": 23, "2026-10": 19}
TRAFFIC = {"2026-08": 1.0, "2026-09": 1.12, "2026-10": 1.3}
BASKET = {"2026-08": 112.0, "2026-09": 114.0, "2026-10": 117.5}


def rows(month: str) -> list[dict[str, str]]:
    """Return one row, by column code, for each agent who worked in `month`."""
    survey = {team: _survey(team, month) for team in ("售前组", "售后组")}
    return [_row(agent, month) | survey[agent.team] for agent in AGENTS if agent.works_in(month)]


def _survey(team: str, month: str) -> dict[str, str]:
    rng = source("shop", "survey", team, month)
    answers = 14 + rare(rng, 5)
    return {"survey_answers": str(answers), "survey_satisfied": str(part(rng, answers, 0.73))}


def _row(agent: Agent, month: str) -> dict[str, str]:
    rng = source("shop", agent.employee_id, month)
    form = 0.8 * agent.form(month)
    days = max(4, WORKED_DAYS[month] - rare(rng, 0.8))
    consultations = skewed(rng, 60 * TRAFFIC[month] * days * (1 + 0.08 * form), 0.22)
    minutes = consultations * between(0.4, 1.36 - 0.26 * form + rng.gauss(0, 0.12), 4.0)
    rated = part(rng, consultations, 0.22)
    problems = part(rng, consultations, 0.34)
    orders = skewed(rng, 0.38 * consultations, 0.2)
    customers = part(rng, consultations, 0.8)
    buyers = part(rng, customers, between(0.15, 0.345 + 0.045 * form, 0.7))
    # An agent's customer base is constant; its growth depends on the month and the agent.
    usual = source("shop", "basket", agent.employee_id).gauss(1.0, 0.12)
    growth = 1 + 0.008 * form * MONTHS.index(month)
    basket = BASKET[month] * usual * growth * (1 + rng.gauss(0, 0.02))
    return {
        "employee_id": agent.employee_id,
        "employee_name": agent.name,
        "team": agent.team,
        "consultations": str(consultations),
        "first_response_minutes": f"{minutes:.1f}",
        "replied": str(consultations - rare(rng, 2.0 - between(-1, form, 1))),
        "rating_sum": str(_ratings(agent, month, rated, form)),
        "rated": str(rated),
        "problems_raised": str(problems),
        "problems_solved": str(part(rng, problems, between(0.5, 0.77 + 0.05 * form, 0.985))),
        "worked_days": str(days),
        "orders_handled": str(orders),
        "orders_in_time": str(part(rng, orders, between(0.6, 0.88 + 0.03 * form, 0.998))),
        "sales_amount": f"{buyers * basket:.2f}",
        "buyers": str(buyers),
        "consulting_customers": str(customers),
        "collaboration_peer": ";".join(
            f"{near(rng, 6.8 + 0.7 * form, range(11), 0.9):.0f}" for _ in range(3)
        ),
        "collaboration_superior": f"{near(rng, 6.4 + 0.8 * form, range(11), 0.7):.0f}",
    }


def _ratings(agent: Agent, month: str, rated: int, form: float) -> int:
    """Return the sum of `rated` ratings from 1 to 5: most are fives, some are ones."""
    rng = source("shop", "ratings", agent.employee_id, month)
    unhappy = between(0.01, 0.08 - 0.03 * form, 0.3)
    return sum(
        rng.choice((1, 2, 3)) if rng.random() < unhappy else rng.choice((4, 5, 5, 5, 5))
        for _ in range(rated)
    )
