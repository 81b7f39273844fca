"""Made-up months of agents, seeded: all figures present, with the skew of real counts."""

import random
from decimal import Decimal


def rows(count: int, seed: int = 20261121) -> list[dict[str, Decimal]]:
    """Return so many agents' rows, the same for the same seed."""
    chance = random.Random(seed)
    return [_row(chance) for _ in range(count)]


def _row(chance: random.Random) -> dict[str, Decimal]:
    contacts = int(chance.lognormvariate(4.8, 0.6)) + 5
    rated = 1 + int(contacts * chance.betavariate(2, 5))
    figures = {
        "contacts": contacts,
        "response_seconds": int(contacts * chance.lognormvariate(3.5, 0.35)),
        "resolved": int(contacts * chance.betavariate(22, 4)),
        "recommended": int(contacts * chance.betavariate(3, 28)),
        "empathy_failed": min(10, int(chance.expovariate(1.2))),
        "empathy_drawn": 10,
        "record_wrong": min(10, int(chance.expovariate(1.4))),
        "record_drawn": 10,
        "online_minutes": int(chance.gauss(8000, 900)),
        "days": chance.randint(15, 23),
        "rated": rated,
        "rating_sum": sum(chance.choice((3, 4, 5, 5, 5)) for _ in range(rated)),
        "exam": chance.randint(45, 100),
        "late": int(chance.expovariate(0.8)),
    }
    return {column: Decimal(figure) for column, figure in figures.items()}
