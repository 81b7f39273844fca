"""A function released again with another configuration, as a deployment does it.

Events reach a function by its alias ``live``, which names a version, and a version does not change
with the function's own configuration. So a test that changes it publishes a version as well.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

ALIAS = "live"


def release(functions: Any, name: str, **configuration: Any) -> None:
    """Configure the function and let ``live`` name a new version. ``functions``: a Lambda client"""
    functions.update_function_configuration(FunctionName=name, **configuration)
    made = functions.publish_version(FunctionName=name)
    functions.update_alias(FunctionName=name, Name=ALIAS, FunctionVersion=made["Version"])


@contextmanager
def timeout(functions: Any, name: str, seconds: int) -> Iterator[None]:
    """Give the function this time limit in the block, and what it had after it."""
    usual = functions.get_function_configuration(FunctionName=name, Qualifier=ALIAS)
    release(functions, name, Timeout=seconds)
    try:
        yield
    finally:
        functions.update_function_configuration(FunctionName=name, Timeout=usual["Timeout"])
        functions.update_alias(FunctionName=name, Name=ALIAS, FunctionVersion=usual["Version"])
