"""What a function does around its snapshot, where the stage has SnapStart.

Lambda imports the handler, runs what is registered for before, and keeps a snapshot of the process.
Every process of that version is restored from it, and runs what is registered for after. Nothing
may be in the snapshot that has to differ between processes: see ``process.py`` for clients and
caches, which are made at the first event.
"""

import random
from collections.abc import Callable
from typing import Any

try:
    import snapshot_restore_py as hooks  # type: ignore[import-not-found]
except ImportError:
    hooks = None  # Lambda's managed runtimes alone have it


def before(read: Callable[[], Any], runtime: Any = hooks) -> None:
    """Call ``read`` before the snapshot: it reads the modules that events would read one by one."""
    if runtime is not None:
        runtime.register_before_snapshot(read)


def reseed(runtime: Any = hooks) -> None:
    """Give every restored process a seed of its own. Pauses between retries are drawn from it.

    Ids and secrets are drawn from the system (``secrets``), which needs no seed.
    """
    if runtime is not None:
        runtime.register_after_restore(random.seed)
