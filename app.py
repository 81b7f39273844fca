"""servicescore on AWS Lambda: the handlers, as Chalice makes the template from them.

It is the table of contents of what is deployed. The packages are listed in
``chalicelib/handlers/contents.py``. On Lambda each function calls its own module of
``chalicelib/handlers`` and does not import this one (``infra/resources/functions.yaml``).
"""

from typing import Any

from chalice.app import AuthRequest, AuthResponse, CloudWatchEvent, Cron, SQSEvent

from chalicelib.handlers import authorizer as authorizing
from chalicelib.handlers import export_tick as ticking
from chalicelib.handlers import read_dead_letters as reading_dead_letters
from chalicelib.handlers import run_export as exporting
from chalicelib.handlers import run_job as working
from chalicelib.handlers import score_upload as scoring
from chalicelib.handlers import seal_audit as sealing
from chalicelib.handlers.contents import CONTENTS
from chalicelib.handlers.process import platform
from chalicelib.tenancy.api_secret import CACHE_SECONDS
from chalicelib.web.mounting import Service, mount

app = Service(app_name="servicescore")


@app.authorizer(ttl_seconds=CACHE_SECONDS)
def authorizer(request: AuthRequest) -> AuthResponse:
    """Turn a bearer token into a principal."""
    return authorizing.answer(request)


@app.on_sqs_message(queue="uploads", name="score_upload")
def score_upload(event: SQSEvent) -> dict[str, Any]:
    """Score arrived files, continue uploads from an earlier run, and rescore periods."""
    return scoring.handle(event.to_dict(), event.context)


@app.schedule(Cron(0, "*", "*", "*", "?", "*"), name="export_tick")
def export_tick(event: CloudWatchEvent) -> None:
    """Queue due exports and sweeps of leases. Runs at every full hour (UTC)."""
    ticking.handle(event.to_dict(), event.context)


@app.schedule(Cron(30, "*", "*", "*", "?", "*"), name="seal_audit")
def seal_audit(event: CloudWatchEvent) -> None:
    """Seal the companies' audit logs. Runs at half past each hour, and alone may write seals."""
    sealing.handle(event.to_dict(), event.context)


@app.on_sqs_message(queue="exports", name="run_export")
def run_export(event: SQSEvent) -> dict[str, Any]:
    """Run payroll's exports, requested and scheduled."""
    return exporting.handle(event.to_dict(), event.context)


@app.on_sqs_message(queue="jobs", name="run_job")
def run_job(event: SQSEvent) -> dict[str, Any]:
    """Run erasures, copies, deletions and large simulations."""
    return working.handle(event.to_dict(), event.context)


@app.on_sqs_message(queue="uploads-dead-letters", name="read_dead_letters")
def read_dead_letters(event: SQSEvent) -> dict[str, Any]:
    """Note messages that were given up: their work has an end, and the operator a list of them."""
    return reading_dead_letters.handle(event.to_dict(), event.context)


mount(app, CONTENTS.routes, authorizer, platform)

__all__ = ["CONTENTS", "app", "platform"]
