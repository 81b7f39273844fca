"""Files of evidence of a case, as the API announces, checks, links and removes them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from chalicelib.cases import hearings
from chalicelib.cases.records import Case
from chalicelib.cases.service import put_changed, refuse_imported, with_author
from chalicelib.cases.sight import refuse_own, seen, sees_evidence
from chalicelib.cases.transitions import check_proposed
from chalicelib.errors import NotFound
from chalicelib.evidence import sending
from chalicelib.evidence.queue import Asked, ask_to_remove
from chalicelib.evidence.records import EvidenceFile, with_file, without_file
from chalicelib.periods.records import read_period
from chalicelib.tenancy.context import Context


class Announced(NamedTuple):
    """A file that is to be sent, its case as it will be stored, and the form to send it by."""

    case: Case
    file: EvidenceFile
    form: Mapping[str, Any]


def add(context: Context, case_id: str, wanted: Mapping[str, Any]) -> Announced:
    """Announce a file of a proposed case.

    Raises NotFound (404), Conflict (409) ``own_case``, ``case_decided``, ``too_many_files`` and,
    where its coming would take back a hearing too many, ``too_many_hearings``.
    """
    before = _open_case(context, case_id)
    hearings.refuse_too_many(before)
    file = sending.new_file(context, before, wanted)
    after = _changed(context, before, with_file(before, file))
    put_changed(context, before, after, "cases.add_file")
    return Announced(after, file, sending.form_of(context, before, file))


def ask_again(context: Context, case_id: str, file_id: str) -> EvidenceFile:
    """Ask to look at a file whose arrival nobody told, or whose look was given up.

    Raises NotFound (404), and Conflict (409) ``own_case``, and ``no_file`` when none has come.
    """
    case = seen(context, case_id)
    refuse_own(context, case.person)
    return sending.ask_again(context, case, file_id)


def linked(context: Context, case_id: str, file_id: str) -> tuple[EvidenceFile, str | None]:
    """Return a file and, while it is kept, a link to it for whoever may see the evidence.

    Raises NotFound (404), for everybody else too.
    """
    case = seen(context, case_id)
    if not sees_evidence(context.principal, case):
        raise NotFound("file")
    return sending.linked(context, case, file_id)


def remove(context: Context, case_id: str, file_id: str) -> None:
    """Remove a file of a proposed case.

    Raises NotFound (404), Conflict (409) ``own_case``, ``case_decided`` and ``too_many_hearings``.
    """
    before = _open_case(context, case_id)
    sending.existing(before, file_id)
    without = hearings.retold(before, without_file(before, file_id), context.time)
    after = _changed(context, before, without)
    put_changed(context, before, after, "cases.remove_file")
    ask_to_remove(context.platform, context.scope, Asked(before.id, file_id))


def _open_case(context: Context, case_id: str) -> Case:
    case = seen(context, case_id)
    refuse_own(context, case.person)
    check_proposed(case.status)
    refuse_imported(read_period(context.table, context.scope, case.period, case.scheme))
    return case


def _changed(context: Context, before: Case, after: Case) -> Case:
    """Return a case with other files as it will be stored: whoever changes them answers for the
    case too."""
    return replace(
        after,
        authors=with_author(context, before.authors),
        updated_at=context.time,
        revision=before.revision + 1,
    )
