"""servicescore on AWS Lambda: the list of packages and handlers. The packages hold the logic."""

from functools import cache
from typing import Any

from chalice.app import AuthRequest, AuthResponse, CloudWatchEvent, Cron, SQSEvent

from chalicelib.api_keys.holdings import package as api_keys
from chalicelib.audit import sealing
from chalicelib.audit.holdings import package as audit
from chalicelib.coefficients.holdings import package as coefficients
from chalicelib.companies.holdings import package as companies
from chalicelib.contents import Contents
from chalicelib.docs.holdings import package as docs
from chalicelib.events.holdings import package as events
from chalicelib.exports import jobs as exporting
from chalicelib.exports.holdings import package as exports
from chalicelib.jobs import dead_letters, running
from chalicelib.jobs.kinds import EXPORTS, JOBS, UPLOADS
from chalicelib.organisation.holdings import package as organisation
from chalicelib.people.holdings import package as people
from chalicelib.plans.holdings import package as plans
from chalicelib.privacy.holdings import package as privacy
from chalicelib.publication.holdings import package as publication
from chalicelib.results import jobs as results_jobs
from chalicelib.results.holdings import package as results
from chalicelib.schemes.holdings import package as schemes
from chalicelib.scorecards.holdings import package as scorecards
from chalicelib.sign_in import key_sets
from chalicelib.sign_in.authorizer import authorize
from chalicelib.sign_in.holdings import package as sign_in
from chalicelib.simulation.holdings import package as simulation
from chalicelib.telemetry import set_up
from chalicelib.templates.holdings import package as templates
from chalicelib.tenancy.api_secret import CACHE_SECONDS
from chalicelib.tenancy.platform import Platform, Settings
from chalicelib.trials.holdings import package as trials
from chalicelib.uploads.holdings import package as uploads
from chalicelib.web.mounting import Service, mount

CONTENTS = Contents(
    (
        companies,
        api_keys,
        sign_in,
        templates,
        schemes,
        simulation,
        trials,
        people,
        organisation,
        uploads,
        results,
        publication,
        coefficients,
        scorecards,
        plans,
        exports,
        privacy,
        audit,
        events,
        docs,
    )
)

app = Service(app_name="servicescore")
set_up()


@cache
def platform() -> Platform:
    """Return the process's AWS clients and clock, made at the first use for a short start."""
    return Platform(Settings.from_environment(), contents=CONTENTS)


@app.authorizer(ttl_seconds=CACHE_SECONDS)
def authorizer(request: AuthRequest) -> AuthResponse:
    """Authorize a caller. The cached answer serves all routes, so each route checks the role."""
    known = platform().remembered(key_sets.KeySets, lambda: key_sets.KeySets(platform().outbound))
    principal = authorize(platform().table, platform().clock, request.token, known)
    if principal is None:
        return AuthResponse(routes=[], principal_id="nobody")
    return AuthResponse(
        routes=["*"], principal_id=principal.credential, context=principal.as_context()
    )


@app.on_sqs_message(queue="uploads", name="score_upload")
def score_upload(event: SQSEvent) -> dict[str, Any]:
    """Score arrived files, continue uploads from an earlier run, and rescore periods."""
    return running.take(platform(), event, UPLOADS)


@app.schedule(Cron(0, "*", "*", "*", "?", "*"), name="export_tick")
def export_tick(_event: CloudWatchEvent) -> None:
    """Queue due exports and sweeps of leases, and tell how many dead letters there are.

    Runs at every full hour (UTC).
    """
    exporting.tick(platform())
    results_jobs.tick(platform())
    dead_letters.tell(platform())


@app.schedule(Cron(30, "*", "*", "*", "?", "*"), name="seal_audit")
def seal_audit(_event: CloudWatchEvent) -> None:
    """Seal the companies' audit logs. Runs at half past each hour, and alone may write seals."""
    sealing.seal_all(platform())


@app.on_sqs_message(queue="exports", name="run_export")
def run_export(event: SQSEvent) -> dict[str, Any]:
    """Run payroll's exports, requested and scheduled."""
    return running.take(platform(), event, EXPORTS)


@app.on_sqs_message(queue="jobs", name="run_job")
def run_job(event: SQSEvent) -> dict[str, Any]:
    """Run erasures, copies, deletions and large simulations."""
    return running.take(platform(), event, JOBS)


@app.on_sqs_message(queue="uploads-dead-letters", name="read_dead_letters")
def read_dead_letters(event: SQSEvent) -> dict[str, Any]:
    """Note messages that were given up: their work has an end, and the operator a list of them."""
    return dead_letters.read_all(platform(), event)


mount(app, CONTENTS.routes, authorizer, platform)
