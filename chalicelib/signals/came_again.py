"""The signal of contacts marked as solved that come again."""

from decimal import Decimal
from fractions import Fraction

from chalicelib.language import Text
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.records import Scorecard
from chalicelib.signals.contacts import Counted
from chalicelib.signals.found import Found, six, threshold
from chalicelib.signals.rules import CAME_AGAIN, CameAgain


def came_again(rule: CameAgain, card: Scorecard, found: Counted) -> Found | bool:
    """Return the signal of a person's counts; True when few come again, False with few data."""
    if found.solved < rule.least:
        return False
    share = Fraction(100 * found.again, found.solved)
    if share < Fraction(rule.percent):
        return True
    return Found(
        kind=CAME_AGAIN,
        about=CAME_AGAIN,
        person=PersonKey(card.person),
        team=card.team,
        figures={
            "solved": Decimal(found.solved),
            "came_again": Decimal(found.again),
            "percent": six(share),
            "still_open": Decimal(found.open),
            "within_days": Decimal(rule.within_days),
        },
        threshold=threshold("percent", rule.percent, rule.basis),
        text=_words(rule, found, share),
        evidence=(
            {"scorecard": card.period, "revision": card.revision},
            *(
                {
                    "upload": one.upload,
                    "row": one.row,
                    "again_upload": one.again_upload,
                    "again_row": one.again_row,
                }
                for one in found.examples
            ),
        ),
        card_revision=card.revision,
    )


def _words(rule: CameAgain, found: Counted, share: Fraction) -> Text:
    days, sum_ = rule.within_days, f"{found.again} ÷ {found.solved} × 100 = {six(share)}%"
    zh = f"标为已解决的 {found.solved} 次联络中，{found.again} 次的客户在 {days} 天内再次来联系"
    en = (
        f"Of {found.solved} contacts marked as solved, {found.again} had the customer come again "
        f"within {days} days"
    )
    if found.open:
        zh += f"（另有 {found.open} 次期限未满，不计）"
        en += f" ({found.open} more are too recent to count)"
    return Text(
        f"{zh}：{sum_}；从 {rule.percent}% 起视为过多。",
        f"{en}: {sum_}; too many from {rule.percent}% on.",
    )
