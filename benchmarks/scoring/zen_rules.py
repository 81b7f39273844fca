"""The same rules as a decision model of GoRules zen-engine: one node of expressions."""

import json
from collections.abc import Sequence
from typing import Any

import zen

FIVE = {
    "first_response_time": (
        "round(response_seconds / contacts <= 30 ? 20 : response_seconds / contacts > 60 ? 0"
        " : 20 - 2 * floor((response_seconds / contacts - 30) / 10), 2)"
    ),
    "empathy": "round(max([0, 25 - 5 * empathy_failed]), 2)",
    "fcr": (
        "round(resolved * 100 / contacts >= 85 ? 30 : resolved * 100 / contacts < 75 ? 0"
        " : 30 - floor(85 - resolved * 100 / contacts), 2)"
    ),
    "record_accuracy": "round(record_wrong >= 3 ? 0 : 15 - 3 * record_wrong, 2)",
    "proactive": (
        "round(recommended * 100 / contacts >= 10 ? 10 : recommended * 100 / contacts < 5 ? 0"
        " : 10 - floor(10 - recommended * 100 / contacts), 2)"
    ),
}
MORE = {
    "online_hours": "round(min([20, 20 * (online_minutes * 60 / days) / 21600]), 2)",
    "consultations": "round(min([20, 20 * (contacts / days) / 6]), 2)",
    "csat": "rating_sum / rated >= 4.5 ? 20 : rating_sum / rated >= 4 ? 14 : 6",
    "exam": "round(min([20, max([0, 20 * (exam - 50) / 40])]), 2)",
    "attendance": "late <= 2 ? 20 : 0",
}


class ZenScheme:
    """The rules, loaded once. Contexts are plain dicts of numbers, the form that zen reads."""

    def __init__(self, lines: dict[str, str], points: int) -> None:
        total = " + ".join(f"$.{code}" for code in lines)
        bands = [(90, "a", "1.2"), (80, "b", "1.0"), (60, "c", "0.8")]
        shares = [(share * points // 100, grade, c) for share, grade, c in bands]
        grade = " : ".join(f"$.total >= {least} ? '{code}'" for least, code, _ in shares)
        coefficient = " : ".join(f"$.total >= {least} ? {c}" for least, _, c in shares)
        expressions = {
            **lines,
            "total": f"round({total}, 2)",
            "grade": f"{grade} : 'd'",
            "coefficient": f"{coefficient} : 0",
        }
        model = _model(expressions)
        loader = {"type": "static", "content": {"scheme": model}}
        self.engine = zen.ZenEngine({"loader": loader})  # type: ignore[typeddict-item]
        self.decision = self.engine.create_decision(json.dumps(model))

    def one(self, context: dict[str, Any]) -> dict[str, Any]:
        return self.decision.evaluate(context)["result"]

    def batch(self, contexts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        asked = [{"key": "scheme", "context": context} for context in contexts]
        return [answer["data"]["result"] for answer in self.engine.evaluate_batch(asked)]  # type: ignore[arg-type]


def _model(expressions: dict[str, str]) -> dict[str, Any]:
    listed = [{"id": key, "key": key, "value": value} for key, value in expressions.items()]
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        {
            "id": "rules",
            "name": "rules",
            "type": "expressionNode",
            "content": {"expressions": listed},
        },
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    edges = [
        {"id": "e1", "sourceId": "in", "targetId": "rules", "type": "edge"},
        {"id": "e2", "sourceId": "rules", "targetId": "out", "type": "edge"},
    ]
    return {"nodes": nodes, "edges": edges}
