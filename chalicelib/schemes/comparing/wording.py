"""Differences as sentences in Chinese and English, with the names of fields and entries."""

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from chalicelib.language import Text, text_of
from chalicelib.schemes.comparing.differences import Difference
from chalicelib.schemes.rulebook.scoring_words import scoring_words
from chalicelib.scoring import Scheme, policy_words
from chalicelib.scoring.field_names import CHOICES, ENTRIES, FIELDS
from chalicelib.scoring.rater_roles import ROLES
from chalicelib.scoring.reading.scalars import exact_number
from chalicelib.scoring.scheme import Indicator, Policy
from chalicelib.scoring.units import UNITS
from chalicelib.web import exact_json

#: Most characters of a value in a sentence. The difference itself has the whole value.
LONGEST = 200
#: Fields whose figures are in the indicator's unit.
IN_UNIT = frozenset({"target", "step", "at", "zero_at", "full_at"})
#: Lists whose entries are told with what they belong to: several indicators have such.
WITHIN = frozenset({"levels", "questions", "checklist"})
#: The fields of an indicator on which its points depend.
SCORING = ("rule", "target", "max_points", "direction", "slices", "unit")


def worded(found: Difference, before: Mapping[str, Any], after: Mapping[str, Any]) -> Text:
    """Return the difference as one sentence.

    ``before`` and ``after`` are the two documents; they give the names of entries.
    """
    document = before if found.kind == "removed" else after
    subject, rest, unit = _subject(document, _parts(found.pointer))
    where = Text(f"{subject.zh}：", f"{subject.en}: ") if subject.zh else Text("", "")
    if not rest:
        return _entry(found, subject)
    label, key = _label(rest), rest[-1]
    old, new = _shown(found.before, key, unit), _shown(found.after, key, unit)
    match found.kind:
        case "added":
            zh, en = f"新增{label.zh}：{new.zh}。", f"{label.en} added: {new.en}."
        case "removed":
            zh, en = f"取消{label.zh}（原为 {old.zh}）。", f"{label.en} removed (was {old.en})."
        case "reordered":
            zh, en = f"{label.zh}的顺序有调整。", f"the order of {label.en} has changed."
        case _:
            zh = f"{label.zh}由 {old.zh} 改为 {new.zh}。"
            en = f"{label.en} changed from {old.en} to {new.en}."
    return Text(where.zh + zh, where.en + en if where.en else en[:1].upper() + en[1:])


def changed_rules(
    found: Sequence[Difference], before: Scheme | None, after: Scheme | None
) -> Iterator[tuple[str, Text]]:
    """Yield each indicator whose scoring has changed: its code, and both rules in words.

    Yields nothing when one of the schemes is None, because a draft has open parameters.
    """
    if before is None or after is None:
        return
    old = {indicator.code: indicator for indicator in before.indicators}
    for place, dimension in enumerate(after.dimensions):
        for number, indicator in enumerate(dimension.indicators):
            pointer = f"/dimensions/{place}/indicators/{number}/"
            scoring_changed = any(
                one.pointer.startswith(tuple(f"{pointer}{part}" for part in SCORING))
                for one in found
            )
            if scoring_changed and indicator.code in old:
                yield indicator.code, _both_rules(old[indicator.code], indicator)


def _both_rules(old: Indicator, new: Indicator) -> Text:
    was, now, name = scoring_words(old), scoring_words(new), new.name
    return Text(
        f"指标“{name['zh']}”的计分：原来，{was['zh']}现在，{now['zh']}",
        f"Indicator “{name['en']}”, how it is scored. Before: {was['en']} Now: {now['en']}",
    )


def _parts(pointer: str) -> list[str]:
    """Return the unescaped parts of a JSON pointer."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def _subject(document: Any, parts: list[str]) -> tuple[Text, list[str], Text | None]:
    """Find the innermost named entry (indicator, grade, level) on the pointer's path.

    Returns its kind and name, the parts of the pointer below it, and the indicator's unit.
    """
    subject, rest, unit = Text("", ""), parts, None
    value, inside = document, ""
    for depth, part in enumerate(parts):
        value = value[int(part)] if isinstance(value, list) else value[part]
        if isinstance(value, Mapping) and inside in ENTRIES and part.isdigit():
            names = text_of(value.get("name") or value.get("code"))
            kind = text_of(ENTRIES[inside])
            named = Text(f"{kind.zh}“{names.zh}”", f"{kind.en} “{names.en}”")
            outer = subject if inside in WITHIN else Text("", "")
            subject = Text(
                f"{outer.zh}的{named.zh}" if outer.zh else named.zh,
                f"{outer.en}, {named.en[:1].lower()}{named.en[1:]}" if outer.en else named.en,
            )
            rest = parts[depth + 1 :]
            unit = _unit(value.get("unit")) or unit
        inside = part
    return subject, rest, unit


def _entry(found: Difference, subject: Text) -> Text:
    if found.kind == "added":
        return Text(f"新增{subject.zh}。", f"{subject.en} added.")
    return Text(f"删除{subject.zh}。", f"{subject.en} removed.")


def _label(rest: list[str]) -> Text:
    """Return the names of the fields on the rest of the pointer."""
    known = {**FIELDS, **(ROLES if "raters" in rest else {})}
    names = [text_of(known.get(part, part)) for part in rest]
    return Text("·".join(name.zh for name in names), ", ".join(name.en for name in names))


def _shown(value: Any, key: str, unit: Text | None) -> Text:
    """Return the value of the field ``key`` in words. ``unit`` is the indicator's."""
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if isinstance(value, str) and (key, value) in CHOICES:
        return text_of(CHOICES[key, value])
    if key == "not_available" and isinstance(value, str):
        words = policy_words(_policy(value))
        return Text(words["zh"], words["en"])
    if key == "unit":
        return _unit(value) or Text("–", "–")
    if isinstance(value, (str, int, Decimal)):
        return _figure(value, unit if key in IN_UNIT else None)
    if isinstance(value, Mapping):
        return _shown_object(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return Text(_cut("、".join(value)), _cut(", ".join(value)))
    written = _cut(json.dumps(json.loads(exact_json.write(value)), ensure_ascii=False))
    return Text(written, written)


def _shown_object(value: Mapping[str, Any]) -> Text:
    if "$parameter" in value:
        code = value["$parameter"]
        return Text(f"参数“{code}”（未填写）", f"the parameter “{code}” (not set)")
    if set(value) <= {"zh", "en"}:
        names = text_of(value)
        return Text(f"“{_cut(names.zh)}”", f"“{_cut(names.en)}”")
    if ("kind", value.get("kind")) in CHOICES:
        return text_of(CHOICES["kind", str(value["kind"])])
    if value.get("code") is not None:
        return text_of(value.get("name") or value["code"])
    written = _cut(", ".join(f"{name} {_shown(one, name, None).en}" for name, one in value.items()))
    return Text(written, written)


def _figure(value: Any, unit: Text | None) -> Text:
    words = _cut(str(value))
    if unit is None or exact_number(value) is None:
        return Text(words, words)
    if unit.en == "%":
        return Text(f"{words}%", f"{words}%")
    return Text(f"{words} {unit.zh}", f"{words} {unit.en}")


def _unit(value: Any) -> Text | None:
    """Return a unit in both languages; None without one or for an open parameter."""
    if value is None:
        return None
    if isinstance(value, str) and value in UNITS:
        return Text(UNITS[value]["zh"], UNITS[value]["en"])
    return None if isinstance(value, Mapping) and "$parameter" in value else text_of(value)


def _policy(value: str) -> Policy:
    return value if value in POLICIES else "reweight"  # type: ignore[return-value]


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


POLICIES = ("reweight", "full", "zero", "carry_previous", "team_mean", "reject")
