"""Measure the cost of signing for the current tenant: ``python -m benchmarks.credentials``.

It measures assuming a role without and with an existing client of STS. It then reads an item signed
with the role and with a function's own credentials, in turn. The least of several rounds counts,
because other load on the machine only adds time.
"""

import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from chalicelib.tenancy.credentials import Roles
from chalicelib.tenancy.current_tenant import acting_as
from chalicelib.tenancy.keys import key_of_company
from chalicelib.tenancy.platform import Platform, Settings
from chalicelib.tenancy.scope import TenantScope
from infra import local_aws, ports
from infra.stack import outputs
from infra.stage import LOCAL, Stage
from infra.up import up

READS, ROUNDS, ROLES = 100, 10, 50


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _read(platform: Platform, scope: TenantScope) -> float:
    def work() -> None:
        for _ in range(READS):
            platform.table.get(key_of_company(scope))

    with acting_as(scope):
        return _seconds(work)


def measure(platform: Platform, own: Platform, roles: Roles) -> None:
    first = _seconds(lambda: platform.sessions.of(roles.tenant, "first"))
    others = [
        _seconds(lambda n=number: platform.sessions.of(roles.tenant, f"t{n}"))  # type: ignore[misc]
        for number in range(ROLES)
    ]
    print(f"a role assumed, its client made too: {first * 1000:.0f} ms")
    print(f"a role assumed, the least of {ROLES}: {min(others) * 1000:.1f} ms")
    scope = TenantScope("first")
    for each in (platform, own):
        _read(each, scope)
    pairs = [(_read(platform, scope), _read(own, scope)) for _ in range(ROUNDS)]
    ours, theirs = (min(one) for one in zip(*pairs, strict=True))
    print(f"a read: {ours / READS * 1000:.2f} ms, {ours / theirs:.3f} times one signed as ever")


def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory)
        try:
            made = up(home, ports.free_port())
            stage = Stage(LOCAL, home, made.region, made.endpoint)
            role = outputs(stage)["TenantRole"]
            os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test")
            own = Settings(
                table=made.table,
                bucket=made.bucket,
                uploads_queue=made.uploads_queue_url,
                exports_queue=made.exports_queue_url,
                jobs_queue=made.jobs_queue_url,
                stage=made.stage,
                signing_key="-",
                region=made.region,
                endpoint=made.endpoint,
                public_endpoint=made.endpoint,
            )
            roles = Roles(role, role)
            measure(Platform(replace(own, roles=roles)), Platform(own), roles)
        finally:
            local_aws.stop(home / "aws")


if __name__ == "__main__":
    main()
