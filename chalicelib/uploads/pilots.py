"""Score a file also by versions on trial: each pilot gets an upload of its own.

The pilot's upload reads the same stored file and scores only the pilot's teams. Its results are
stored under the pilot's code (periods/pilot_codes.py), outside payroll, ranks and plans. It has its
own state, counts and errors. If the file lacks a column that only the pilot needs, the pilot's
upload is rejected, and the other scoring is not affected.
"""

from collections.abc import Collection

from pynamodb.expressions.operand import Path

from chalicelib.periods.pilot_codes import pilot_code, pilot_of, scheme_of
from chalicelib.schemes.calendar import PILOT, Effect
from chalicelib.schemes.records import read_head
from chalicelib.store.records import to_item
from chalicelib.store.table import ConditionFailed
from chalicelib.teams.canonical import TeamTexts
from chalicelib.tenancy.context import Context
from chalicelib.uploads import past_results
from chalicelib.uploads.continuation import hand_on
from chalicelib.uploads.keys import key_of_upload
from chalicelib.uploads.records import AWAITING, Upload


def begin(context: Context, upload: Upload) -> None:
    """Create an upload for each pilot of the period, and ask for its run.

    Repeating it changes nothing. An upload that exists is kept, and a finished one is not run
    again. Past results are for no pilot.
    """
    if pilot_of(upload.scheme) is not None or past_results.is_import(upload):
        return
    head = read_head(context.table, context.scope, upload.scheme)
    for effect in head.pilots(upload.period) if head else ():
        own = _of_pilot(upload, effect)
        try:
            key = key_of_upload(context.scope, own.id)
            context.table.put(key, to_item(own), Path("pk").does_not_exist())
        except ConditionFailed:
            pass
        hand_on(context.platform, context.scope.tenant, own.id)


def effect_of(context: Context, upload: Upload) -> Effect | None:
    """Return the pilot of an upload; None when it has none, or the pilot no longer covers it."""
    number = pilot_of(upload.scheme)
    head = read_head(context.table, context.scope, scheme_of(upload.scheme))
    effect = head.effect(number) if head and number is not None else None
    if effect is None or effect.state != PILOT or not effect.covers(upload.period):
        return None
    return effect


def teams_of(context: Context, upload: Upload, texts: TeamTexts) -> Collection[str] | None:
    """Return the only teams that the upload scores, as they are written; None: everybody."""
    if pilot_of(upload.scheme) is None:
        return None
    effect = effect_of(context, upload)
    teams = effect.teams if effect else ()
    texts.learn(teams)
    return frozenset(text for team in teams if (text := texts.text(team)) is not None)


def _of_pilot(upload: Upload, effect: Effect) -> Upload:
    return Upload(
        id=f"{upload.id}-pilot{effect.version}",
        scheme=pilot_code(upload.scheme, effect.version),
        period=upload.period,
        filename=upload.filename,
        on_error=upload.on_error,
        grain=upload.grain,
        employee_field=upload.employee_field,
        unknown_employees=upload.unknown_employees,
        employee_key=upload.employee_key,
        source=upload.source,
        sources=upload.sources if upload.is_made else (),
        rating_round=upload.rating_round,
        judged=upload.judged,
        appeal=upload.appeal,
        contact_key=upload.contact_key,
        readings=upload.readings,
        status=AWAITING,
        created_at=upload.created_at,
        created_by=upload.created_by,
        file_of=upload.id,
    )
