"""The smallest month whose figures are easily worked out by hand, for the smoke test."""

from typing import Any

PERIOD = "2026-10"
FILENAME = "october.csv"
#: One line of 100 points: resolved contacts in a hundred, target 90, 2 points less for each percent
#: below.
SCHEME: dict[str, Any] = {
    "code": "smoke",
    "name": {"zh": "冒烟测试", "en": "Smoke test"},
    "total_points": "100",
    "dimensions": [
        {
            "code": "service",
            "name": {"zh": "服务", "en": "Service"},
            "points": "100",
            "indicators": [
                {
                    "code": "resolved",
                    "name": {"zh": "解决率", "en": "Resolution rate"},
                    "unit": "percent",
                    "direction": "higher",
                    "max_points": "100",
                    "target": "90",
                    "value": {
                        "kind": "ratio",
                        "numerator": "solved",
                        "denominator": "raised",
                        "scale": "100",
                    },
                    "rule": {"kind": "step_deduct", "step": "1", "per_step": "2"},
                }
            ],
        }
    ],
    "grades": [
        {"code": "good", "name": {"zh": "良好", "en": "Good"}, "min": "80", "coefficient": "1.1"},
        {"code": "poor", "name": {"zh": "较差", "en": "Poor"}, "min": "0", "coefficient": "0.6"},
    ],
}
FILE = """employee_id,employee_name,team,solved,raised
1001,Ann,red,95,100
1002,Bo,red,88,100
1003,Cy,blue,70,100
"""
#: Total and coefficient by employee id: 95% reaches the target; 88% is 2 below it, 100 − 2 × 2;
#: 70% is 20 below it, 100 − 20 × 2.
EXPECTED = {"1001": ("100.00", "1.1"), "1002": ("96.00", "1.1"), "1003": ("60.00", "0.6")}
