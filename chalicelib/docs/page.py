"""The interactive page of the API: Swagger UI, served by the service, with no other source.

The page's links are relative, so it works under any stage or prefix. Swagger UI is stored
compressed, beside its licence (docs/decisions/docs-page.md).
"""

import gzip
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_ASSETS = Path(__file__).with_name("assets")
_JAVASCRIPT = "text/javascript; charset=utf-8"
_CSS = "text/css; charset=utf-8"

#: Content-Security-Policy of the page: it loads its own files and calls this API, nothing else.
#: Swagger UI has its icons in data: URLs.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>servicescore API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{up}docs/assets/swagger-ui.css">
<link rel="stylesheet" href="{up}docs/assets/page.css">
</head>
<body>
<div class="how">
<p>Press <b>Authorize</b> and enter a key of your company to try requests here; it is kept in this
page only. The document: <a href="{up}openapi.json">openapi.json</a>.</p>
<p lang="zh">点击 <b>Authorize</b> 并输入贵公司的密钥,即可在此直接试用接口;
密钥仅保存在本页面中。</p>
</div>
<div id="api"></div>
<script src="{up}docs/assets/swagger-ui-bundle.js"></script>
<script src="{up}docs/assets/page.js"></script>
</body>
</html>
"""


def page(path: str) -> str:
    """Return the page's HTML. ``path`` is the path of the request.

    After a path with a slash at the end, relative links need one step up.
    """
    return _PAGE.format(up="../" if path.endswith("/") else "")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the page, as text, with its media type."""

    text: str
    content_type: str


_TYPES = {
    "page.css": _CSS,
    "page.js": _JAVASCRIPT,
    "swagger-ui.css": _CSS,
    "swagger-ui-bundle.js": _JAVASCRIPT,
}


@cache
def asset(name: str) -> Asset | None:
    """Return a file of the page. None for an unknown name."""
    content_type = _TYPES.get(name)
    if content_type is None:
        return None
    packed = _ASSETS / f"{name}.gz"
    if packed.exists():
        return Asset(gzip.decompress(packed.read_bytes()).decode(), content_type)
    return Asset((_ASSETS / name).read_text(encoding="utf-8"), content_type)
