"""Hypothesis, the same examples every time; more of them by SCORING_EXAMPLES."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "scoring",
    derandomize=True,
    deadline=None,
    max_examples=int(os.environ.get("SCORING_EXAMPLES", "150")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    database=None,
)
settings.load_profile("scoring")
