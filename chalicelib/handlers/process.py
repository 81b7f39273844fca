"""The one platform of a process, made at its first event.

Nothing is made when a handler is imported: a snapshot of the imported process (SnapStart) must hold
no connection, no credential and nothing that has to differ from process to process.
"""

import gc
from functools import cache, cached_property
from typing import Any

from chalicelib.handlers import contents as table_of_contents
from chalicelib.handlers import snapshots
from chalicelib.telemetry import set_up
from chalicelib.tenancy.platform import Platform, Settings

set_up()
snapshots.reseed()
# A page of a list makes some hundred thousand objects, none of them in a cycle. At Python's 700 it
# would be searched for cycles 150 times: a tenth of its processor time.
gc.set_threshold(50_000)


class ProcessPlatform(Platform):
    """The platform. The table of contents is read when work asks for it."""

    @cached_property
    def contents(self) -> Any:
        return table_of_contents.CONTENTS


@cache
def platform() -> Platform:
    """Return the process's AWS clients and clock, made at the first use."""
    return ProcessPlatform(Settings.from_environment())
