"""/v1/schemes/{code}/signal-settings."""

from chalicelib.signals import settings_presenting, settings_service
from chalicelib.signals.settings_records import SignalSettings
from chalicelib.signals.settings_schemas import SignalSettingsAnswer, SignalSettingsBody
from chalicelib.tenancy.roles import STAFF
from chalicelib.web.answers import Answer
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Signals")


@routes.get(
    "/v1/schemes/{code}/signal-settings",
    "signal_settings.read",
    "What a scheme's periods are looked through for",
    roles=STAFF,
    answer=SignalSettingsAnswer,
    problems=(404,),
)
def signal_settings(request: Request, code: str) -> Answer:
    return _shown(settings_service.settings_of(request.context, code))


@routes.put(
    "/v1/schemes/{code}/signal-settings",
    "signal_settings.change",
    "Set what a scheme's periods are looked through for",
    roles=STAFF,
    description=(
        "Which field names a contact's customer, which figures should agree, how far apart is far: "
        "nothing of this is guessed, and what is not said is not looked for. It holds for runs "
        "that are asked for from now on. 422 names what the scheme's newest version does not have."
    ),
    body=SignalSettingsBody,
    answer=SignalSettingsAnswer,
    needs_if_match=True,
    problems=(404, 412),
)
def put_signal_settings(request: Request, code: str) -> Answer:
    changed = settings_service.change(request.context, code, request.body, request.expected)
    return _shown(changed)


def _shown(settings: SignalSettings) -> Answer:
    return Answer(settings_presenting.described(settings), etag=str(settings.revision))
