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
from threading import RLock
from types import ModuleType
from typing import Any

PREFIX = "chalicelib."


#: One module is read at a time: a second thread that asks meanwhile waits for the whole of it.
_LOADING = RLock()


class _Deferred(ModuleType):
    """A module that has not been read. Asking for anything in it reads it."""

    def __getattr__(self, name: str) -> Any:
        spec = self.__spec__
        if (name.startswith("__") and name.endswith("__")) or spec is None:
            raise AttributeError(name)
        with _LOADING:
            loader = spec.loader
            if isinstance(loader, _Deferring):
                if loader.loading:
                    # It asks for its own name in a circle of imports, as in a module half read.
                    raise AttributeError(name)
                self._load(spec, loader)
        return getattr(self, name)

    def _load(self, spec: ModuleSpec, loader: "_Deferring") -> None:
        """Read it whole; after an error it is as if it had not been asked for."""
        loader.loading = True
        try:
            loader.real.exec_module(self)
        finally:
            loader.loading = False
        spec.loader = self.__loader__ = loader.real
        self.__class__ = ModuleType  # type: ignore[assignment]


class _Deferring(Loader):
    """Makes the module, and leaves its reading to the real loader for later."""

    def __init__(self, real: Loader) -> None:
        self.real = real
        self.loading = False

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
