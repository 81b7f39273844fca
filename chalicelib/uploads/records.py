"""The stored records of an upload: its state, counts, progress and row errors."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.tenancy.records import CREATE
from chalicelib.tenancy.scope import TenantScope
from chalicelib.uploads.keys import key_of_row_errors, key_of_upload
from chalicelib.web import exact_json

AWAITING, PROCESSING = "awaiting_file", "processing"
COMPLETED, WITH_ERRORS, REJECTED = "completed", "completed_with_errors", "rejected"
#: Nothing is written of people and results, and nothing goes on until somebody asks for it: a file
#: that was only looked at, and one whose figures are to be explained first.
LOOKED_AT, NEEDS_ANSWER = "looked_at", "needs_answer"
WAITING = (LOOKED_AT, NEEDS_ANSWER)
#: A scored file that is being taken back, and one that was (uploads/withdrawing.py).
WITHDRAWING, WITHDRAWN = "withdrawing", "withdrawn"
#: A withdrawal that was given up on the way, when its period was locked.
WITHDRAWN_IN_PART = "withdrawn_in_part"
#: The shown state of a withdrawal that was given up (uploads/failed_uploads.py); never stored.
WITHDRAWAL_FAILED = "withdrawal_failed"
#: What the ids of a file are: employee ids, or those of the system whose name follows.
OWN_IDS, EXTERNAL = "employee_id", "external:"
FINAL = (
    *(COMPLETED, WITH_ERRORS, REJECTED, *WAITING),
    *(WITHDRAWN, WITHDRAWN_IN_PART, WITHDRAWAL_FAILED),
)
#: What a row of the file is: a person's figures, a contact, or a person's past result.
AGENT, CONTACT, RESULTS = "agent", "contact", "results"
OPEN = (AWAITING, PROCESSING, WITHDRAWING)
ERRORS_IN_ITEM = 100
#: At most 300 KB in an item, because a Chinese character takes three bytes.
CHARACTERS_IN_ITEM = 100_000


@dataclass(frozen=True, slots=True)
class Upload:
    """An upload.

    ``next_row`` is the checkpoint of scoring: the number of people (of rows, when the scheme has no
    slices) that are scored and counted. ``last_row`` is the row number of the last of them.
    ``read_whole``: that was the last one of the file.

    ``object_version`` and ``version`` (of the scheme) are fixed when scoring begins, so that every
    later run reads the same file by the same rules. ``received_at`` is when that version of the
    file arrived. ``overtaken`` counts people scored whose stored result is that of a later file.
    ``file_of`` is the upload that has the file of a pilot's upload (uploads/pilots.py).

    ``looked`` is the checkpoint of the check before scoring, which ``on_error: reject`` asks for
    (uploads/rejection.py). ``looked_row`` is its last row. ``looked_failed`` and ``looked_new``
    count the bad rows and the new people up to it.

    ``warnings`` counts the scored rows that contradict the register (uploads/warnings.py).

    ``means_shard`` and ``means_after`` are the checkpoint of the pass over team means
    (results/mending_means.py).

    ``unknown_employees``: what becomes of rows whose employee is not on the register, REJECT or
    CREATE; CREATE for an upload from before the choice. ``employee_key``: what the file's ids are,
    OWN_IDS or ``external:`` and the name of another system. ``new_people`` counts whom the file put
    on the register (uploads/findings.py). ``passed_over`` and ``looked_passed_over`` count rows of
    totals of a group, which are nobody's, up to the checkpoints of scoring and of the check.

    ``dry_run``: the file is only looked at (uploads/looking.py); ``looked_changes`` counts what it
    would change, ``looked_digest`` is of all that was seen up to the checkpoint, and
    ``seen_digest`` of what was seen when it was looked at, for the run that applies it.
    ``applied_at``: when somebody asked for that, or answered a question. ``readings``: what the
    sender says of columns. ``surveyed``: its columns were looked at (uploads/survey.py).
    ``changes`` counts the totals that were changed.

    ``opening`` is the place of the next row of a workbook that is opened in steps
    (reading/steps.py), ``opened_parts`` how many parts of its text are kept, ``opened_whole`` that
    they are all (uploads/kept_transcript.py).

    ``contact_key``: a file's own name of the field that identifies a contact.

    ``source``: the one source of the scheme that the file is of; None: all (of a file of contacts:
    those that contacts give, ``sources``). ``other_columns`` are
    headings of other sources' columns, which were passed over. ``incomplete`` counts people scored
    who await a source.

    ``rating_round``: the closed round whose values these are, of the ``sources``
    (uploads/of_rounds.py). ``judged``: what made the file of figures that people judged here,
    ``inspections/ins_…`` (uploads/judged_figures.py); None: somebody sent it. ``appeal``: the
    decided one whose corrected figures these are, of the ``sources``, where the scheme has some
    (uploads/of_appeals.py). ``without``: the sources that rounds feed, of which the file is not.

    ``withdrawal``: that the upload is taken back, or was: ``at``, ``by``, ``reason``, ``was`` (the
    status before), the checkpoint and the counts (uploads/withdrawal_progress.py).

    ``form_expires_at``: until then the form takes a file. ``gave_up_at``: since when the upload
    counts as given up (uploads/failed_uploads.py). ``ignored_files`` are files that were sent by
    the same form after the first (uploads/ignored_files.py).
    """

    id: str
    scheme: str
    period: str
    filename: str
    on_error: str
    grain: str
    status: str
    created_at: str
    created_by: str
    revision: int = 1
    employee_field: str | None = None
    contact_key: str | None = None
    file_of: str | None = None
    object_version: str | None = None
    sha256: str | None = None
    size: int | None = None
    version: int | None = None
    rows_known: int | None = None
    read_whole: bool = False
    next_row: int = 0
    last_row: int = 0
    looked: int = 0
    looked_row: int = 0
    looked_failed: int = 0
    looked_new: int = 0
    means_shard: int = 0
    means_after: str = ""
    rows: int = 0
    scored: int = 0
    failed: int = 0
    insufficient: int = 0
    overtaken: int = 0
    warnings: dict[str, Any] | None = None
    unknown_columns: tuple[str, ...] = ()
    ignored_sheets: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    separator: str | None = None
    reason: dict[str, Any] | None = None
    received_at: str | None = None
    started_at: str | None = None
    finished_at: str | None = None
    file_removed_at: str | None = None
    form_expires_at: str | None = None
    gave_up_at: str | None = None
    ignored_files: tuple[dict[str, Any], ...] = ()
    ignored_count: int = 0
    unknown_employees: str = CREATE
    employee_key: str = OWN_IDS
    new_people: int = 0
    passed_over: int = 0
    looked_passed_over: int = 0
    dry_run: bool = False
    readings: dict[str, Any] | None = None
    surveyed: bool = False
    changes: dict[str, Any] | None = None
    looked_changes: dict[str, Any] | None = None
    looked_digest: str = ""
    seen_digest: str | None = None
    applied_at: str | None = None
    opening: dict[str, Any] | None = None
    opened_parts: int = 0
    opened_whole: bool = False
    source: str | None = None
    sources: tuple[str, ...] = ()
    other_columns: tuple[str, ...] = ()
    incomplete: int = 0
    judged: str | None = None
    withdrawal: dict[str, Any] | None = None
    rating_round: str | None = None
    appeal: str | None = None
    without: tuple[str, ...] = ()

    def form_expired(self, now: str) -> bool:
        """Return whether the form has expired without a file."""
        until = self.form_expires_at
        return self.status == AWAITING and until is not None and until < now

    @property
    def is_made(self) -> bool:
        """Whether nobody sends the file: it is made of what is stored, whenever a run needs it."""
        return self.rating_round is not None or self.appeal is not None

    @property
    def file_id(self) -> str:
        """The id of the upload that the file is stored under."""
        return self.file_of or self.id

    @property
    def system(self) -> str | None:
        """The other system whose ids the file has; None for employee ids."""
        _, external, system = self.employee_key.partition(EXTERNAL)
        return system if external else None

    @property
    def makes_people(self) -> bool:
        """Whether a row with an unknown employee id makes a new person."""
        return self.unknown_employees == CREATE and self.system is None


def read_upload(table: Table, scope: TenantScope, upload_id: str) -> Upload | None:
    """Return the upload; None when it does not exist."""
    item = table.get(key_of_upload(scope, upload_id))
    return None if item is None else from_item(Upload, item)


@dataclass(frozen=True, slots=True)
class RowError:
    """A bad row: its number, its errors, and the cells of the row as texts by column.

    ``goes_on``: the next error is a row of the same person. Both rows must be mended and sent
    together. ``beside``: the number and cells of the person's other rows to mend with this one; the
    first of several rows is the valid one. ``elsewhere``: the row is in the ``beside`` of another
    error.

    ``about``: keys of people whom the row or its errors concern and whose key is not the row's id.
    An erasure finds them by it.
    """

    row: int
    errors: tuple[dict[str, Any], ...]
    raw: dict[str, str]
    goes_on: bool = False
    beside: tuple[tuple[int, dict[str, str]], ...] = ()
    elsewhere: bool = False
    about: tuple[str, ...] = ()


def error_writes(
    scope: TenantScope, upload_id: str, found: Iterable[RowError]
) -> Iterator[tuple[Key, Item]]:
    """Yield the items that store the errors of a chunk, each under the number of its first bad row.

    The items depend only on the rows, so a chunk that is scored again writes the same items.
    """
    for some in _batches(found):
        text = exact_json.write([_kept(one) for one in some])
        yield key_of_row_errors(scope, upload_id, some[0].row), {"rows": text}


def _kept(one: RowError) -> dict[str, Any]:
    kept = {"row": one.row, "errors": one.errors, "raw": _shortened(one.raw)}
    beside = [(number, _shortened(raw)) for number, raw in one.beside]
    more = {
        "goes_on": one.goes_on,
        "beside": beside,
        "elsewhere": one.elsewhere,
        "about": list(one.about),
    }
    return kept | {name: said for name, said in more.items() if said}


def _batches(found: Iterable[RowError]) -> Iterator[list[RowError]]:
    """Split errors by rows and characters, to keep an item below DynamoDB's limit of 400 KB.

    The split is between people, unless one person's errors exceed an item.
    """
    batch: list[RowError] = []
    characters = 0
    for person in _by_person(found):
        rows_after, after = len(batch) + len(person), characters + sum(map(_length, person))
        if batch and (rows_after > ERRORS_IN_ITEM or after > CHARACTERS_IN_ITEM):
            yield batch
            batch, characters = [], 0
        for one in person:
            length = _length(one)
            if batch and characters + length > CHARACTERS_IN_ITEM:
                yield batch
                batch, characters = [], 0
            batch.append(one)
            characters += length
    if batch:
        yield batch


def _by_person(found: Iterable[RowError]) -> Iterator[list[RowError]]:
    person: list[RowError] = []
    for one in found:
        person.append(one)
        if not one.goes_on:
            yield person
            person = []


def _length(one: RowError) -> int:
    rows = (one.raw, *(raw for _, raw in one.beside))
    cells = sum(len(cell) for raw in rows for cell in _shortened(raw).values())
    return cells + 400 * len(one.errors)


def _shortened(raw: Mapping[str, str]) -> dict[str, str]:
    """Return the row with overlong cells cut. A cell of that length is never valid."""
    most = max(20, CHARACTERS_IN_ITEM // (4 * max(1, len(raw))))
    return {name: cell if len(cell) <= most else f"{cell[:most]}…" for name, cell in raw.items()}


def errors_of(item: Mapping[str, Any]) -> Iterator[RowError]:
    """Yield the errors of a stored item."""
    for entry in exact_json.read(item["rows"]):
        yield RowError(
            entry["row"],
            tuple(entry["errors"]),
            entry["raw"],
            entry.get("goes_on", False),
            tuple((number, raw) for number, raw in entry.get("beside", ())),
            entry.get("elsewhere", False),
            tuple(entry.get("about", ())),
        )
