"""Rules that turn an indicator's figure into points.

Every rule kind of `rules.catalogue.RULE_KINDS` has an entry in `PARTS` and in `TITLES`.
"""

from collections.abc import Mapping
from typing import Final

from chalicelib.scoring.limits import LEVELS
from chalicelib.scoring.rules.catalogue import RULE_KINDS
from chalicelib.scoring.rules.count_deduct import CountDeduct
from chalicelib.scoring.rules.linear import Linear
from chalicelib.scoring.rules.pass_fail import PassFail
from chalicelib.scoring.rules.proportional import Proportional
from chalicelib.scoring.rules.rule import Rule
from chalicelib.scoring.rules.scale import Scale
from chalicelib.scoring.rules.step_deduct import MODES, StepDeduct
from chalicelib.scoring.rules.tiers import Tiers

from .kinds import kinds
from .numbers import above_0_to, from_0_to
from .shapes import Field, Schema, choice, flag, list_of, may, must, object_of, place, ref

ANY, POINTS, ABOVE_0 = ref("number"), ref("number_not_negative"), ref("number_positive")
# The largest factor of a proportional rule; the smallest is 0.
MOST_FACTOR: Final = 10

CUTOFF: Final = object_of(
    "A cutoff",
    {
        "at": must(
            ANY, "Strictly worse than this is worth `points`.", "比此值差时只得 points 分。"
        ),
        "inclusive": may(flag(), "Whether the limit itself counts as worse.", "是否含界线本身。"),
        "points": may(
            POINTS, "Points beyond the cutoff, 0 by default.", "界线以外的得分，默认 0。"
        ),
    },
)
TIER: Final = object_of(
    "A tier",
    {
        "at": must(ANY, "Reached exactly is reached.", "达到即算。"),
        "points": must(POINTS, "Points of the tier.", "该档得分。"),
    },
)
LEVEL: Final = object_of(
    "A level",
    {
        "code": must(ref("code"), "The level's code.", "代码。"),
        "name": must(ref("name"), "The level's name.", "名称。"),
        "points": must(
            place(POINTS, {"type": "array", "items": POINTS, "minItems": 2, "maxItems": 2}),
            "Points, or [from, to].",
            "得分，或由下限与上限组成的区间。",
        ),
        "step": may(
            ABOVE_0, "Between the marks of a range, 1 by default.", "区间内的步长，默认 1。"
        ),
    },
)
FLOOR: Final = may(POINTS, "Never fewer points than this, 0 by default.", "最低得分，默认 0。")

PARTS: Final[Mapping[type[Rule], Mapping[str, Field]]] = {
    StepDeduct: {
        "step": must(ABOVE_0, "How much shortfall makes a step.", "每步的差距。"),
        "per_step": must(ABOVE_0, "Points off for each step.", "每步扣分。"),
        "step_mode": may(
            choice(MODES),
            "Whole steps, steps begun, or in proportion.",
            "满步、不足按一步、按比例。",
        ),
        "floor": FLOOR,
        "cutoff": may(place(CUTOFF), "Where the points end.", "归零线。"),
    },
    CountDeduct: {
        "per_incident": must(ABOVE_0, "Points off for each incident.", "每次扣分。"),
        "zero_at": may(ABOVE_0, "From so many incidents on: 0.", "达到此次数得 0 分。"),
        "floor": FLOOR,
    },
    Tiers: {
        "tiers": must(list_of(place(TIER), LEVELS, 1), "The best first.", "分档，由好到差。"),
        "otherwise": may(POINTS, "Points below all tiers, 0 by default.", "其余得分，默认 0。"),
    },
    PassFail: {},
    Proportional: {
        "cap": may(
            above_0_to(MOST_FACTOR), "Most of the factor, 1 by default.", "比例上限，默认 1。"
        ),
        "floor": may(
            from_0_to(MOST_FACTOR), "Least of the factor, 0 by default.", "比例下限，默认 0。"
        ),
    },
    Linear: {
        "zero_at": must(ANY, "The figure that is worth 0.", "零分点。"),
        "full_at": must(ANY, "The figure that is worth everything.", "满分点。"),
    },
    Scale: {
        "levels": must(list_of(place(LEVEL), LEVELS, 1), "The levels.", "评价档。"),
    },
}

TITLES: Final[Mapping[type[Rule], str]] = {
    StepDeduct: "Points off per step of shortfall",
    CountDeduct: "Points off per incident",
    Tiers: "Points by tier",
    PassFail: "All or nothing",
    Proportional: "In proportion to the target",
    Linear: "Along a straight line",
    Scale: "A judged level",
}

DEFS: Final[dict[str, Schema]] = kinds(
    "rule",
    "From the figure to points. 计分规则。",
    {entry.rule.kind: object_of(TITLES[entry.rule], PARTS[entry.rule]) for entry in RULE_KINDS},
)
# The rule kinds that need a target.
NEED_TARGET: Final = tuple(
    kind.kind for kind in (entry.rule for entry in RULE_KINDS) if kind.uses_target
)
