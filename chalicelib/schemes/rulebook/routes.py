"""GET a scheme's rulebook, and an empty upload file with its columns."""

from urllib.parse import urlencode

from chalicelib.schemes.rulebook import page, service, upload_form
from chalicelib.schemes.rulebook.schemas import (
    RulebookAnswer,
    RulebookQuery,
    UploadTemplateQuery,
)
from chalicelib.tenancy.roles import EVERYBODY, STAFF
from chalicelib.web.answers import Answer
from chalicelib.web.paging import cursor, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Schemes")

HTML = "text/html"
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@routes.get(
    "/v1/schemes/{code}/rulebook",
    "schemes.rulebook",
    "The scheme in plain words, for the people scored",
    roles=EVERYBODY,
    description=(
        "Complete enough to work out one's own score. `format=html` (or Accept: text/html) is a "
        "page to read and print. Supervisors and agents see published versions, and pilots of "
        "their own teams."
    ),
    query=RulebookQuery,
    answer=RulebookAnswer,
    media=(HTML,),
    problems=(404,),
)
def rulebook(request: Request, code: str) -> Answer:
    query = request.query
    language = query["lang"] or request.language
    book, about = service.rulebook_for(request.context, code, query["version"], language)
    language_header = {"Content-Language": language}
    if query["format"] == "html" or (query["format"] is None and request.accepts(HTML)):
        return Answer(
            content=page.page(book, about, language),
            content_type=f"{HTML}; charset=utf-8",
            headers={**page.HEADERS, **language_header},
        )
    return Answer(service.described(book, about, language), headers=language_header)


@routes.get(
    "/v1/schemes/{code}/upload-template",
    "schemes.upload_template",
    "An empty file with the scheme's columns",
    roles=STAFF,
    description=(
        "Their Chinese and English names, units and an example; filled in, it is accepted as it "
        "is. The XLSX has drop-down lists of levels and slices, asks for numbers where they are "
        "expected, and explains each column on a second sheet. `source` gives the file of one "
        "source, `grain=contact` that of single contacts, `grain=results` that of past results. "
        "With `filled=true` everybody who is due a result of the period has a row. A large "
        "register comes in parts of up to 5,000 rows, each a file of its own: a `Link` header "
        'with `rel="next"` leads to the next one.'
    ),
    query=UploadTemplateQuery,
    media=(XLSX, CSV),
    headers=("Link", "Content-Disposition"),
    problems=(404,),
)
def upload_template(request: Request, code: str) -> Answer:
    # Imported here, because the XLSX writer slows every cold start and few calls need it.
    from chalicelib.reading.forms import upload_template_csv, upload_template_xlsx

    query, after = request.query, position(request)
    form = query["format"]
    make = upload_template_csv if form == "csv" else upload_template_xlsx
    found = upload_form.template(request.context, code, query, after)
    said = (query["source"], None if query["grain"] == upload_form.AGENT else query["grain"])
    name = "-".join([code, *(one for one in said if one is not None)])
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    if found.after is not None:
        given = {name: query[name] for name in request.query if query[name] not in (None, False)}
        given |= {"filled": "true", "cursor": cursor(request, found.after)}
        headers["Link"] = f'<?{urlencode(given)}>; rel="next"'
    return Answer(
        content=make(found.columns, found.filling),
        content_type=f"{CSV}; charset=utf-8" if form == "csv" else XLSX,
        headers=headers,
    )
