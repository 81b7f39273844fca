"""Loads modules of ``chalicelib`` at once, although their imports are deferred."""

from importlib import import_module
from types import ModuleType


def loaded(name: str) -> ModuleType:
    """Import the module and execute it, so that ``vars`` of it shows what it defines.

    A deferred module that nothing has used yet is empty: ``vars`` and ``inspect.getmembers`` do not
    load it. The first access to an attribute does (chalicelib/deferred_imports.py).
    """
    module = import_module(name)
    try:
        module.not_a_name_of_any_module  # noqa: B018 (the access loads the module)
    except AttributeError:
        if type(module) is not ModuleType:  # the module itself raised it
            raise
    return module
