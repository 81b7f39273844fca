"""servicescore on AWS Lambda: a table of contents. What each name does is in its package."""

from functools import cache
from typing import Any

from chalice.app import AuthRequest, AuthResponse, Chalice, CloudWatchEvent, Rate, SQSEvent

from chalicelib.audit.routes import routes as audit
from chalicelib.docs.routes import routes as docs
from chalicelib.exports import events as exporting
from chalicelib.exports.routes import routes as exports
from chalicelib.messages import each
from chalicelib.mounting import mount
from chalicelib.people.erasing.routes import routes as erasing
from chalicelib.people.routes import routes as people
from chalicelib.periods.routes import routes as periods
from chalicelib.plans.routes import routes as plans
from chalicelib.platform import Platform, Settings
from chalicelib.schemes.comparing.routes import routes as comparing
from chalicelib.schemes.grammar.routes import routes as grammar
from chalicelib.schemes.routes import routes as schemes
from chalicelib.schemes.rulebook.routes import routes as rulebook
from chalicelib.schemes.simulating.routes import routes as simulating
from chalicelib.schemes.trials.routes import routes as trials
from chalicelib.scorecards.routes import routes as scorecards
from chalicelib.templates.routes import routes as templates
from chalicelib.tenancy.authorizer import CACHE_SECONDS, authorize
from chalicelib.tenancy.copying.routes import routes as copying
from chalicelib.tenancy.leaving.routes import routes as leaving
from chalicelib.tenancy.routes import routes as tenancy
from chalicelib.tenancy.sign_in.routes import routes as sign_in
from chalicelib.uploads import events as uploaded
from chalicelib.uploads.routes import routes as uploads
from chalicelib.web.logs import set_up

app = Chalice(app_name="servicescore")
set_up()


@cache
def platform() -> Platform:
    """The process's AWS clients and clock; made when first needed, so that a start stays short."""
    return Platform(Settings.from_environment())


@app.authorizer(ttl_seconds=CACHE_SECONDS)
def authorizer(request: AuthRequest) -> AuthResponse:
    """Who calls. A cached answer serves every route, so roles are checked by the route itself."""
    principal = authorize(platform().table, platform().clock, request.token, platform().key_sets)
    if principal is None:
        return AuthResponse(routes=[], principal_id="nobody")
    return AuthResponse(
        routes=["*"], principal_id=principal.credential, context=principal.as_context()
    )


@app.on_sqs_message(queue="uploads", name="score_upload")
def score_upload(event: SQSEvent) -> dict[str, Any]:
    """Files that have arrived, and uploads that an earlier run handed on."""
    return each(platform(), event, platform().settings.uploads_queue, uploaded.score_uploads)


@app.schedule(Rate(1, unit=Rate.HOURS), name="export_tick")
def export_tick(_event: CloudWatchEvent) -> None:
    """Every hour: exports that have come due are put on their queue."""
    exporting.tick(platform())


@app.on_sqs_message(queue="exports", name="run_export")
def run_export(event: SQSEvent) -> dict[str, Any]:
    """One export each: a file of coefficients, its manifest, its record."""
    queue = platform().settings.exports_queue
    return each(platform(), event, queue, exporting.run_exports, exporting.give_up)


mount(
    app,
    (
        tenancy,
        sign_in,
        copying,
        leaving,
        templates,
        schemes,
        grammar,
        comparing,
        simulating,
        trials,
        rulebook,
        people,
        erasing,
        uploads,
        periods,
        scorecards,
        plans,
        exports,
        audit,
        docs,
    ),
    authorizer,
    platform,
)
