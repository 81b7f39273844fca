"""Which module declares the route of a path and method: read in place of all modules of routes.

``python -m chalicelib.handlers.route_index`` writes the index beside this file; the package is
built with it. In a checkout there is none, and the index is made from the table of contents.
"""

import json
from pathlib import Path

from chalicelib.handlers import contents

FILE = Path(__file__).with_name("routes.json")
#: By path and method, the name of the module.
Index = dict[str, dict[str, str]]


def made() -> Index:
    """Return the index of the table of contents. This reads every module of routes."""
    found: Index = {}
    for package in contents.CONTENTS.packages:
        for module in package.routes:
            for route in module.routes.all:
                found.setdefault(route.path, {})[route.method] = module.__name__
    return found


def read() -> Index:
    """Return the index of the package, or that of the checkout."""
    try:
        found: Index = json.loads(FILE.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return made()
    return found


if __name__ == "__main__":
    FILE.write_text(json.dumps(made(), indent=0), encoding="utf-8")
