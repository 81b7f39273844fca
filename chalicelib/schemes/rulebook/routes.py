"""GET a scheme's rulebook, and an empty upload file with its columns."""

from chalicelib.schemes.rulebook import page, service
from chalicelib.schemes.rulebook.schemas import (
    RulebookAnswer,
    RulebookQuery,
    UploadTemplateQuery,
)
from chalicelib.tenancy.roles import EVERYBODY, STAFF
from chalicelib.web.answers import Answer
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
        "is. The XLSX has drop-down lists of levels and slices, and a second sheet that explains "
        "each column. `grain=results` gives the file of an import of past results."
    ),
    query=UploadTemplateQuery,
    media=(XLSX, CSV),
    headers=("Content-Disposition",),
    problems=(404,),
)
def upload_template(request: Request, code: str) -> Answer:
    # Imported here, because the XLSX writer slows every cold start and few calls need it.
    from chalicelib.reading.forms import upload_template_csv, upload_template_xlsx

    form = request.query["format"]
    make = upload_template_csv if form == "csv" else upload_template_xlsx
    query = request.query
    kind = "" if query["grain"] == "agent" else f"-{query['grain']}"
    content = make(
        *service.form(
            request.context, code, query["version"], query["grain"], filled=query["filled"]
        )
    )
    return Answer(
        content=content,
        content_type=f"{CSV}; charset=utf-8" if form == "csv" else XLSX,
        headers={"Content-Disposition": f'attachment; filename="{code}{kind}.{form}"'},
    )
