"""A decision about a result that is locked: what was paid stands, and a correction is due.

The appeal keeps the remedies as they were checked. Whoever makes corrections takes them from here.
"""

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.appeal_records.records import CORRECTION_DUE, Appeal
from chalicelib.appeals.remedies import Remedy


def keep(appeal: Appeal, remedies: Sequence[Remedy]) -> Appeal:
    """Return an upheld appeal of a locked period: its remedies wait for a correction."""
    due = ({**one, "due": True} for one in remedies)
    return replace(appeal, remedies=(*appeal.remedies, *due), correction=CORRECTION_DUE)
