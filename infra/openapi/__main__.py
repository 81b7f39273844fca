"""Write the document to the file that the API serves."""

import sys
from pathlib import Path

from app import app
from chalicelib.docs.document import DOCUMENT
from chalicelib.web.mounting import mounted
from infra.openapi.document import written


def main() -> int:
    """Write the document and print its path."""
    Path(DOCUMENT).write_text(written(mounted(app)), encoding="utf-8")
    print(f"{DOCUMENT.name}: {DOCUMENT.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
