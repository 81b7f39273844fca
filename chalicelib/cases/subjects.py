"""What a case is about, checked against the version that scores the person's period."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from chalicelib.errors import Fault, Invalid, invalid_value
from chalicelib.language import Text
from chalicelib.periods.calendar import days_of
from chalicelib.schemes.asked_version import asked_version
from chalicelib.schemes.compiled import ReadyScheme, existing
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring.recorded_cases import (
    ADJUSTED_TARGET,
    AWARD,
    EXEMPTION,
    PENALTY,
    VETO,
    extras_of_kind,
    takes_target,
)
from chalicelib.scoring.scheme import Scheme
from chalicelib.tenancy.context import Context

#: The members that say what a case is about, by its kind.
MEMBERS: Final[Mapping[str, tuple[str, ...]]] = {
    VETO: ("code",),
    AWARD: ("code",),
    PENALTY: ("code",),
    EXEMPTION: ("indicator", "treatment", "target"),
}
#: How far ahead an exemption is proposed.
AHEAD: Final = timedelta(days=366)
#: All of them, each once.
NAMES: Final = tuple(dict.fromkeys(name for names in MEMBERS.values() for name in names))


def version_for(context: Context, scheme: str, period: str, card: Scorecard | None) -> ReadyScheme:
    """Return the version that made the person's result, else the one in effect for the period.

    Raises Invalid (422) ``no_scheme_in_effect`` and ``wrong_kind_of_period``.
    """
    if card is not None:
        return existing(context.table, context.scope, scheme, card.version)
    return asked_version(context, scheme, period)


def refuse_to_come(today: str, kind: str, period: str) -> None:
    """Raise Invalid (422) ``period_to_come`` for what somebody did in a period that has not begun.

    An exemption may be of a month to come: leave is known before.
    """
    begins = days_of(period)[0]
    ahead = AHEAD if kind == EXEMPTION else timedelta()
    if begins > date.fromisoformat(today) + ahead:
        raise invalid_value("/period", "period_to_come", TO_COME)


def check_subject(scheme: Scheme, about: Mapping[str, Any]) -> None:
    """Check what a case is about. ``about`` has ``kind`` and the MEMBERS that are set.

    Raises Invalid (422) that names each fault.
    """
    kind = about["kind"]
    faults = [
        Fault(f"/{name}", "not_of_this_kind", NOT_OF_KIND)
        for name in NAMES
        if name not in MEMBERS[kind] and about.get(name) is not None
    ]
    if kind == EXEMPTION:
        faults += _exemption(scheme, about)
    elif kind == VETO:
        faults += _veto(scheme, about)
    else:
        faults += _points(scheme, about)
    if faults:
        raise Invalid(faults)


def _veto(scheme: Scheme, about: Mapping[str, Any]) -> list[Fault]:
    codes = [veto.code for veto in scheme.vetoes]
    zh, en = "请填写方案中的否决项", "Name a veto of the scheme"
    return _code(about, codes, "unknown_veto", zh, en)


def _points(scheme: Scheme, about: Mapping[str, Any]) -> list[Fault]:
    codes = [one.code for one in extras_of_kind(scheme, about["kind"])]
    zh = "请填写方案中按例计分的加减分项"
    en = "Name an extra of the scheme that has points for each case"
    return _code(about, codes, "unknown_extra", zh, en)


def _code(
    about: Mapping[str, Any], codes: Sequence[str], fault: str, zh: str, en: str
) -> list[Fault]:
    """Return the fault of a code that is none of these, which are named; nothing of one of them."""
    if about.get("code") in codes:
        return []
    known_zh, known_en = "、".join(codes) or "无", ", ".join(codes) or "none"
    words = Text(f"{zh}；可用：{known_zh}。", f"{en}; it has: {known_en}.")
    return [Fault("/code", fault, words)]


def _exemption(scheme: Scheme, about: Mapping[str, Any]) -> list[Fault]:
    treatment, code, target = (about.get(name) for name in ("treatment", "indicator", "target"))
    if treatment is None:
        return [Fault("/treatment", "required", NO_TREATMENT)]
    indicator = next((one for one in scheme.indicators if one.code == code), None)
    if code is not None and indicator is None:
        known = [one.code for one in scheme.indicators]
        words = Text(
            f"方案没有此指标；可用：{'、'.join(known)}。",
            f"The scheme has no such indicator; it has: {', '.join(known)}.",
        )
        return [Fault("/indicator", "unknown_indicator", words)]
    if treatment != ADJUSTED_TARGET:
        return [] if target is None else [Fault("/target", "not_of_this_kind", NO_TARGET_HERE)]
    if indicator is None:
        return [Fault("/indicator", "required", TARGET_OF_ONE)]
    if not takes_target(indicator):
        return [Fault("/indicator", "takes_no_target", TAKES_NONE)]
    return [Fault("/target", "required", NO_TARGET)] if target is None else []


TO_COME = Text(
    "该期间尚未开始；只有豁免可以提前一年以内提出。",
    "The period has not begun. Only exemptions are proposed ahead, a year at most.",
)
NOT_OF_KIND = Text("此类个案没有此项。", "A case of this kind does not have this.")
NO_TREATMENT = Text("请写明如何豁免。", "Say how the line is exempt.")
NO_TARGET = Text("请填写调整后的目标。", "Say the adjusted target.")
NO_TARGET_HERE = Text("只有调整目标时才填写。", "Only an adjusted target has one.")
TARGET_OF_ONE = Text(
    "调整目标须指明一个指标。", "An adjusted target is that of one indicator: name it."
)
TAKES_NONE = Text(
    "该指标的规则没有单一目标，无法调整。",
    "The indicator is not scored against one target, so none can be adjusted.",
)
