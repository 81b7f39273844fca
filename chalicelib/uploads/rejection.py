"""Reasons to refuse a file as a whole, except the reader's own (``FileRejected``)."""

from collections.abc import Callable
from dataclasses import replace
from itertools import islice

from chalicelib.jobs.fair_share import Share
from chalicelib.language import Text
from chalicelib.results.leased_run import end_of
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.schemes.source_refusal import judged_refusal, source_refusal
from chalicelib.uploads import chunk, progress
from chalicelib.uploads.findings import finding_writes
from chalicelib.uploads.people_in_file import people_to_check
from chalicelib.uploads.records import Upload, error_writes
from chalicelib.uploads.stored_file import Opened, headings_of_sources


class Refused(Exception):
    """The upload as a whole cannot be scored. It has a code, a message and details."""

    def __init__(self, code: str, message: Text, details: dict[str, object] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.details = details or {}

    @classmethod
    def of_rows(cls, failed: int) -> "Refused":
        """Return the refusal of a file with bad rows whose upload asked for all or nothing."""
        return cls(
            "rows_in_error",
            Text(
                f"有 {failed} 行有误，且上传要求全部正确（on_error = reject）。",
                f"{'1 row is' if failed == 1 else f'{failed} rows are'} bad, and the upload asked "
                "for all or nothing (on_error = reject).",
            ),
            {"failed": failed},
        )


def refuse_too_many(file: Opened) -> None:
    """Raise Refused when the file has more rows than the tenant's limit allows."""
    rows, most = file.sheet.rows_known, file.most_rows
    if rows > most:
        raise Refused(
            "too_many_rows",
            Text(
                f"文件有 {rows} 行，超过上限 {most} 行；请分成几个文件上传。",
                f"The file has {rows} rows, and your limit is {most}; send it in parts.",
            ),
            {"rows": rows, "limit": most},
        )


def refuse_source(upload: Upload, version: ReadyScheme) -> None:
    """Raise Refused when the scheme's version takes no figures of the upload's one source."""
    source = upload.source
    if source is None:
        return
    judged = upload.judged is not None
    reason = judged_refusal(source, version) if judged else source_refusal(source, version)
    if reason is not None:
        raise Refused(*reason)


def refuse_source_of_round(upload: Upload) -> None:
    """Raise Refused for a file of the one source that a rating round feeds."""
    if upload.source is not None and upload.source in upload.without:
        raise Refused("fed_by_round", FED_BY_ROUND, {"source": upload.source})


def refuse_columns_of_round(upload: Upload, version: ReadyScheme, file: Opened) -> None:
    """Raise Refused for a file of all sources that has columns which a rating round feeds.

    A file of one source passes over other sources' columns by name, these too.
    """
    if upload.source is not None or not upload.without:
        return
    found = headings_of_sources(upload, version, upload.without, file.other_columns)
    if found:
        listed_zh, listed_en = "、".join(found), ", ".join(found)
        raise Refused(
            "columns_of_round",
            Text(
                f"这些列由评分轮次提供，不能用文件上传：{listed_zh}；请删除这些列。",
                f"A rating round gives these columns, so no file does: {listed_en}. Leave them "
                "out.",
            ),
            {"columns": found},
        )


def refuse_any_error(
    job: chunk.Job, file: Opened, share: Share, over: Callable[[], bool]
) -> Upload:
    """For ``on_error: reject``, check the whole file before a result is written.

    The check begins at the checkpoint of an earlier run. Row errors are written. Return the upload
    with its new checkpoint. Raises Refused when the file has a bad row. When ``over`` says that the
    run must end before the file does, stores the checkpoint and raises OutOfTime.
    """
    upload = job.upload
    people = people_to_check(upload, job.scorer.version, file)
    ended = False
    while not (ended or over()):
        batch = list(islice(people, chunk.SIZE))
        ended = len(batch) < chunk.SIZE
        if not batch:
            break
        scored = chunk.score(job, batch)
        scope = job.context.scope
        found = finding_writes(scope, upload.id, upload.looked, scored.totals)
        job.context.table.write_batch([*found, *error_writes(scope, upload.id, scored.errors)])
        upload = replace(
            upload,
            looked=upload.looked + len(batch),
            looked_row=batch[-1].number,
            looked_failed=upload.looked_failed + len(scored.errors),
            looked_new=upload.looked_new + len(scored.unknown),
            looked_passed_over=upload.looked_passed_over + scored.passed_over,
        )
        share.step_done()
    if not ended:
        progress.looked(job.context, upload)
        raise end_of(share)
    failed = upload.looked_failed
    if failed:
        progress.looked(job.context, upload)
        raise Refused.of_rows(failed)
    # The stored checkpoint spares later runs the check, also when this one dies before its first
    # chunk is written.
    job.people.begin_scoring()
    return progress.looked(job.context, upload)


FED_BY_ROUND = Text(
    "该来源的数据由评分轮次提供，不能用文件上传。",
    "A rating round gives this source's figures, so no file is sent for it.",
)
LOCKED_WORDS = Text("该期间已锁定，文件未评分。", "The period is locked; the file was not scored.")
