"""Made-up months of a courier's service department (the courier template): 40 agents.

October's file has faulty rows on purpose: a number with a letter in it, an employee who appears
twice, and a level that the scale does not have.
"""

from demo.people import Agent, staff
from demo.shapes import between, near, part, rare, skewed, source

AGENTS = staff("K", 40, ("华东客服组", "华南客服组", "投诉专席", "夜班组"))

VOLUME = {"2026-08": 1.0, "2026-09": 1.05, "2026-10": 1.25}
STRAIN = {"2026-08": 0.0, "2026-09": 0.1, "2026-10": -0.2}
LEVELS = {1.0: "较差", 2.0: "一般", 3.0: "良好", 4.0: "4", 4.5: "4.5", 5.0: "5"}
FAULTY_MONTH = "2026-10"


def rows(month: str) -> list[dict[str, str]]:
    """Return one row, by column code, for each agent who worked in `month`; October has faults."""
    made = [_row(agent, month) for agent in AGENTS if agent.works_in(month)]
    return _with_faults(made) if month == FAULTY_MONTH else made


def _row(agent: Agent, month: str) -> dict[str, str]:
    rng = source("courier", agent.employee_id, month)
    form = 0.85 * agent.form(month) + STRAIN[month]
    enquiries = skewed(rng, 620 * VOLUME[month], 0.28)
    replied = enquiries - rare(rng, 4)
    called_back = max(4, skewed(rng, 130, 0.3))
    minutes = replied * between(0.8, 4.0 - 0.75 * form + rng.gauss(0, 0.4), 12.0)
    ordinary, major = _complaints(agent, month)
    in_time = between(0.5, 0.965 + 0.02 * form, 0.995)
    return {
        "employee_id": agent.employee_id,
        "employee_name": agent.name,
        "team": agent.team,
        "very_satisfied": str(part(rng, called_back, between(0.5, 0.87 + 0.016 * form, 0.98))),
        "called_back": str(called_back),
        "ordinary_complaints": str(ordinary),
        "ordinary_in_time": str(part(rng, ordinary, in_time)),
        "major_complaints": str(major),
        "major_in_time": str(part(rng, major, in_time)),
        "first_reply_minutes": f"{minutes:.0f}",
        "replied_enquiries": str(replied),
        "enquiries": str(enquiries),
        "solved": str(part(rng, enquiries, between(0.6, 0.892 + 0.015 * form, 0.985))),
        "exam_mark": f"{between(45, 83.5 + 2.5 * form + rng.gauss(0, 2.5), 100):.0f}",
        "applied_knowledge": _level(agent, month, "applied_knowledge", form),
        "responsibility": _level(agent, month, "responsibility", form + 0.3),
        "initiative": _level(agent, month, "initiative", form - 0.1),
        "teamwork_peer": ";".join(f"{_mark(agent, month, n, form):g}" for n in ("a", "b", "c")),
        "teamwork_superior": f"{_mark(agent, month, 'superior', form):g}",
        "teamwork_self": "5" if form > 0 else "4",
    }


def _complaints(agent: Agent, month: str) -> tuple[int, int]:
    """Return ordinary and major complaints: many at the complaints desk, few elsewhere."""
    rng = source("courier", "complaints", agent.employee_id, month)
    if agent.team == "投诉专席":
        return skewed(rng, 26 * VOLUME[month], 0.4), rare(rng, 3)
    return rare(rng, 1.3), rare(rng, 0.15)


def _mark(agent: Agent, month: str, judge: str, form: float) -> float:
    rng = source("courier", "mark", agent.employee_id, month, judge)
    return near(rng, 3.6 + 0.5 * form, tuple(LEVELS), 0.45)


def _level(agent: Agent, month: str, judged: str, form: float) -> str:
    return LEVELS[_mark(agent, month, judged, form)]


def _with_faults(made: list[dict[str, str]]) -> list[dict[str, str]]:
    faulty = [dict(row) for row in made]
    faulty[5]["solved"] = faulty[5]["solved"][:-1] + "O"  # a letter O for a zero
    faulty[12]["responsibility"] = "还行"  # "not bad" is no level of the scale
    faulty.append(dict(made[20]))  # the same employee again
    return faulty
