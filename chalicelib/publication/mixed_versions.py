"""The scheme's versions that made a period's results, and whether a rescoring is needed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.errors import Conflict, ServiceError
from chalicelib.language import Text
from chalicelib.periods.records import PeriodRecord
from chalicelib.periods.summaries import whole_tally
from chalicelib.publication.first_people import all_of, first_people
from chalicelib.schemes.records import read_head
from chalicelib.scorecards.asked_entries import Asked
from chalicelib.scorecards.period_cards import heads
from chalicelib.tenancy.context import Context


@dataclass(frozen=True, slots=True)
class Mixture:
    """The number of results by version, and the version in effect.

    ``in_effect`` is None when no version of the scheme is in effect. ``closed`` are those of the
    results that were settled ahead: they were paid by their version, and no rescoring takes them.
    """

    counts: Mapping[int, int]
    in_effect: int | None
    closed: Mapping[int, int] = field(default_factory=dict)

    @property
    def wanted(self) -> int:
        """The version that should have made all results: the one in effect, or without one the
        newest of them."""
        return self.in_effect or max(self.counts, default=0)

    @property
    def awaiting(self) -> dict[int, int]:
        """The number of results by each version that should have made none."""
        awaiting = {
            version: self.counts[version] - self.closed.get(version, 0)
            for version in sorted(self.counts)
            if version != self.wanted
        }
        return {version: number for version, number in awaiting.items() if number > 0}


def version_in_effect(context: Context, scheme: str, period: str) -> int | None:
    """Return the number of the version that scores the period now, or None."""
    head = read_head(context.table, context.scope, scheme)
    effect = head.in_effect(period) if head else None
    return effect.version if effect else None


def mixture(context: Context, record: PeriodRecord) -> Mixture:
    """Count a period's results by version, for publishing and locking.

    Older summaries have no counts by version. Then the results themselves are counted.
    """
    counts = whole_tally(record).versions
    if counts.total() != record.scorecards:
        found = heads(context, record.scheme, record.period, only=("version", "imported", "void"))
        counts = Counter(
            int(item["version"])
            for item in found
            if not item.get("imported") and item.get("void") is None
        )
    in_effect = version_in_effect(context, record.scheme, record.period)
    return Mixture(counts, in_effect, closed_by_version(record))


def closed_by_version(record: PeriodRecord) -> dict[int, int]:
    """Return the number of results that were settled ahead, by version."""
    return {int(one): int(number) for one, number in (record.closed_versions or {}).items()}


def awaiting_rescore(context: Context, record: PeriodRecord, mixed: Mixture) -> ServiceError:
    """Return the Conflict (409) that some results are not by the version in effect, with their
    number by version and the first people."""
    zh = "、".join(f"版本 {version} 有 {number} 条" for version, number in mixed.awaiting.items())
    en = ", ".join(f"{number} by version {version}" for version, number in mixed.awaiting.items())
    if mixed.in_effect is None:
        return _awaiting(
            context,
            record,
            mixed,
            Text(
                f"结果出自不同的方案版本，较旧的{zh}，且本期间没有生效的版本可供重新评分。"
                '如确实要保留，请在请求中加上 "accept_mixed_versions": true。',
                f"The results are by different versions of the scheme, the older ones {en}, and no "
                "version is in effect to score them anew. "
                'To keep them as they are, send "accept_mixed_versions": true.',
            ),
        )
    return _awaiting(
        context,
        record,
        mixed,
        Text(
            f"生效的是版本 {mixed.in_effect}，但{zh}结果（{all_of(record)} 逐条写明版本）。"
            f"请先重新评分：POST /v1/periods/{record.period}/rescore；"
            '如确实要保留，请在请求中加上 "accept_mixed_versions": true。',
            f"Version {mixed.in_effect} is in effect, but there are results by others: {en} "
            f"({all_of(record)} has the version of each). "
            f"Score them anew first: POST /v1/periods/{record.period}/rescore; "
            'or, to keep them as they are, send "accept_mixed_versions": true.',
        ),
    )


def _awaiting(context: Context, record: PeriodRecord, mixed: Mixture, detail: Text) -> ServiceError:
    return Conflict(
        "awaiting_rescore",
        detail,
        version_in_effect=mixed.in_effect,
        versions=listed(mixed.counts),
        employees=first_people(context, record, Asked(other_than=mixed.wanted)),
    )


def listed(counts: Mapping[int, int]) -> list[dict[str, int]]:
    """Return counts by version as the API shows them, the oldest version first."""
    return [
        {"version": version, "scorecards": counts[version]}
        for version in sorted(counts)
        if counts[version]
    ]
