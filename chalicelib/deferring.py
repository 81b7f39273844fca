"""Modules of ours are read when something in them is first used, so that a start stays short.

The API's function serves one route at a time, but must name all of them when it starts. With
this in place ``from chalicelib.schemes import service`` costs nothing until a route calls
``service.…``; ``from chalicelib.schemes.service import draft`` loads at once, as ever. Nothing
else changes: the modules, their names and what checkers and readers see are the same. Unlike
``importlib.util.LazyLoader``, importing a module again does not load it.
"""

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

PREFIX = "chalicelib."


class _Deferred(ModuleType):
    """A module that has not been read. Asking for anything in it reads it."""

    def __getattr__(self, name: str) -> Any:
        spec = self.__spec__
        machinery = name.startswith("__") and name.endswith("__")
        if machinery or spec is None or not isinstance(spec.loader, _Deferring):
            raise AttributeError(name)
        deferring = spec.loader
        spec.loader = self.__loader__ = deferring.real
        self.__class__ = ModuleType  # type: ignore[assignment]
        try:
            deferring.real.exec_module(self)
        except BaseException:
            # As if it had not been asked for, so that asking again fails in the same way.
            spec.loader = self.__loader__ = deferring
            self.__class__ = _Deferred
            raise
        return getattr(self, name)


class _Deferring(Loader):
    """Makes the module, and leaves its reading to the real loader for later."""

    def __init__(self, real: Loader) -> None:
        self.real = real

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Deferred(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing yet."""

    def __getattr__(self, name: str) -> Any:
        """Sources and resources, for whoever asks before the module is read."""
        return getattr(self.real, name)


class _Finder(MetaPathFinder):
    """Finds our modules where Python would, and defers them."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not fullname.startswith(PREFIX):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _Deferring(spec.loader)
        return spec


def defer() -> None:
    """From now on, in this process. Doing it again changes nothing."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
