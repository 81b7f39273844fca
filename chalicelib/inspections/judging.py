"""What an inspector may write of a ticket, checked against checklists and scales."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from chalicelib.errors import Fault, Invalid
from chalicelib.inspections import words
from chalicelib.inspections.agreeing import FAIL
from chalicelib.inspections.sources import item_names
from chalicelib.language import Text
from chalicelib.scoring.exact import plain
from chalicelib.scoring.judged_sources import Judged
from chalicelib.scoring.values.rating import Rating


def checked(judged: Judged, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return verdicts and marks as they are stored. ``wanted`` is the request's body.

    Raises Invalid (422) that names each unknown item or indicator, each mark outside its scale,
    and, where it is submitted, each item without a verdict or a mark, and a missing passage.
    """
    verdicts, marks = wanted["verdicts"], wanted["marks"]
    scales = {indicator.code: value for indicator, value in judged.ratings}
    faults = [*_of_verdicts(judged, verdicts), *_of_marks(scales, marks)]
    if wanted["submitted"]:
        faults += _lacking(judged, verdicts, marks)
        if FAIL in verdicts.values() and not wanted.get("passage"):
            faults.append(Fault("/passage", "required", words.PASSAGE_MISSING))
    if faults:
        raise Invalid(faults)
    return {
        "verdicts": dict(verdicts),
        "marks": {code: None if one is None else plain(one) for code, one in marks.items()},
        "passage": wanted.get("passage"),
        "note": wanted.get("note"),
    }


def _of_verdicts(judged: Judged, verdicts: Mapping[str, str]) -> Iterator[Fault]:
    known = item_names(judged)
    for key in verdicts:
        if key not in known:
            yield Fault(f"/verdicts/{_escaped(key)}", "unknown_item", words.UNKNOWN_ITEM)


def _of_marks(scales: Mapping[str, Rating], marks: Mapping[str, Decimal | None]) -> Iterator[Fault]:
    for code, mark in marks.items():
        scale = scales.get(code)
        where = f"/marks/{_escaped(code)}"
        if scale is None:
            yield Fault(where, "unknown_indicator", words.UNKNOWN_MARK)
        elif mark is not None and not scale.low <= mark <= scale.high:
            low, high = plain(scale.low), plain(scale.high)
            said = Text(
                f"评分须在 {low} 到 {high} 之间。", f"A mark lies between {low} and {high}."
            )
            yield Fault(where, "mark_out_of_scale", said)


def _lacking(
    judged: Judged, verdicts: Mapping[str, str], marks: Mapping[str, Any]
) -> Iterator[Fault]:
    for key in item_names(judged):
        if key not in verdicts:
            yield Fault(f"/verdicts/{key}", "required", words.NO_VERDICT)
    for indicator, _ in judged.ratings:
        if indicator.code not in marks:
            yield Fault(f"/marks/{indicator.code}", "required", words.NO_MARK)


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
