"""How an indicator's figure is turned into points, in words."""

from chalicelib.scoring import Indicator, Text, rule_words
from chalicelib.scoring.exact import plain
from chalicelib.scoring.rules.rule import Terms
from chalicelib.scoring.text import text
from chalicelib.scoring.units import with_unit


def scoring_words(indicator: Indicator) -> Text:
    """Return the rule as one sentence; with targets by slice, one sentence for each slice."""
    slices = indicator.slices
    if slices is None or not indicator.rule.uses_target:
        return rule_words(indicator.rule, _terms(indicator), indicator.unit)
    zh, en = [], []
    for name, target in slices.targets.items():
        terms = Terms(indicator.direction, indicator.max_points, target)
        words = rule_words(indicator.rule, terms, indicator.unit)
        zh.append(f"{name}：{words['zh']}")
        en.append(f"{name}: {words['en']}")
    return text("".join(zh), " ".join(en))


def target_words(indicator: Indicator) -> Text | None:
    """Return the target with its unit, or the targets of the slices; None without a target."""
    bound = text("≤", "≤") if indicator.direction == "lower" else text("≥", "≥")
    if indicator.slices is not None:
        each = [
            (name, with_unit(plain(target), indicator.unit))
            for name, target in indicator.slices.targets.items()
        ]
        return text(
            "；".join(f"{name} {bound['zh']} {words['zh']}" for name, words in each),
            "; ".join(f"{name} {bound['en']} {words['en']}" for name, words in each),
        )
    if indicator.target is None:
        return None
    words = with_unit(plain(indicator.target), indicator.unit)
    return text(f"{bound['zh']} {words['zh']}", f"{bound['en']} {words['en']}")


def _terms(indicator: Indicator) -> Terms:
    return Terms(indicator.direction, indicator.max_points, indicator.target)
