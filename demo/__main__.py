"""`make demo`: three companies onboarded over REST, three months of each scored, and the results.

    python -m demo [--home DIR] [--port N] [--anew]
    python -m demo [--home DIR] --api URL --operator-key-file FILE

Without an address it first starts the service on this machine. A second run continues with the same
companies and sends no file twice.
"""

import argparse
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from demo import state as kept_state
from demo.client import Client
from demo.closing import show_closing
from demo.company import show_company
from demo.sample_data import write_sample_data
from demo.tenants import TENANTS
from infra import data_format
from infra.deployed import HOME
from infra.up import TOLD, start_anew, up


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("--api", help="a running service's address, without /v1")
    parser.add_argument("--operator-key-file", type=Path, help="default: operator-key in the home")
    parser.add_argument("--home", type=Path, default=HOME, help="where keys and files are kept")
    parser.add_argument("--port", type=int, help="where the local AWS listens")
    parser.add_argument("--anew", action="store_true", help="move the data there aside first")
    options = parser.parse_args(arguments)
    started = time.monotonic()
    home: Path = options.home.resolve()
    try:
        if options.anew:
            start_anew(home)
        api = options.api or _brought_up(home, options.port)
    except TOLD as error:
        print(error, file=sys.stderr)
        return 1
    key_file: Path = options.operator_key_file or home / "operator-key"
    operator = Client(api, key_file.read_text(encoding="utf-8").strip())
    state = kept_state.load(home / _state_file(options.api))
    samples = write_sample_data(home / "sample-data")
    for tenant in TENANTS:
        months = [sample for sample in samples if sample.tenant == tenant]
        show_company(operator, state, tenant, months)
    show_closing(api, state, home / "sample-data", time.monotonic() - started)
    return 0


def _state_file(api: str | None) -> str:
    return "demo.json" if api is None else f"demo-{urlsplit(api).hostname}.json"


def _brought_up(home: Path, port: int | None) -> str:
    data_format.require(home)  # a refusal comes before the line that says "starting"
    print("starting the service on this machine ...", flush=True)
    started = time.monotonic()
    address: str = up(home, port).api_url
    print(f"  at {address}/v1 after {time.monotonic() - started:.1f} s", flush=True)
    return address


if __name__ == "__main__":
    sys.exit(main())
