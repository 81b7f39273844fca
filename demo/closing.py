"""The end of the demonstration: the address, a key for each company, commands to try."""

from pathlib import Path

from demo.people import MONTHS
from demo.state import State
from demo.tenants import TENANTS


def show_closing(api: str, state: State, files: Path, seconds: float) -> None:
    """Print the address, the keys and three commands that work unchanged."""
    shop, courier, telecom = (state.tenants[tenant.id] for tenant in TENANTS)
    month = MONTHS[-1]
    print(f"\n━━ done in {seconds:.1f} s; the service keeps running (`make stop` stops it) ━━")
    print(f"  address      {api}/v1")
    print(f"  try it out   {api}/v1/docs")
    print(f"  sample data  {files} (made up by a seeded generator)")
    for tenant in (shop, courier, telecom):
        print(f"  admin key    {tenant.tenant_id:<16} {tenant.key}")
    print("\n  three things to try:\n")
    print(_curl(shop.key, f"{api}/v1/periods/{month}/scorecards?limit=3"))
    print(_curl(courier.key, f"{api}/v1/improvement-plans?limit=2", "-H 'Accept-Language: zh'"))
    print(
        _curl(
            telecom.key,
            f"{api}/v1/periods/{month}/bonus-coefficients",
            "-H 'Accept: text/csv'",
        )
    )


def _curl(key: str, address: str, *options: str) -> str:
    parts = [f"curl -s -H 'Authorization: Bearer {key}'", *options, f"'{address}'"]
    return "    " + " \\\n      ".join(parts) + "\n"
