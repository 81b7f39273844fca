"""Load a module of ``chalicelib`` when one of its names is first used, for a short start.

The API's function serves one route at a time, but names all routes when it starts. With this
finder, ``from chalicelib.schemes import service`` costs nothing until a route calls ``service.…``.
``from chalicelib.schemes.service import draft`` loads the module at once, as without the finder.
Nothing else changes: modules, their names, and what type checkers see are the same. Unlike
``importlib.util.LazyLoader``, a second import of a module does not load it.
"""

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from threading import RLock
from types import ModuleType
from typing import Any

PREFIX = "chalicelib."


#: One module is loaded at a time. A second thread waits until the module is complete.
_LOADING = RLock()


class _Deferred(ModuleType):
    """A module that is not loaded yet. The first access to an attribute loads it."""

    def __getattr__(self, name: str) -> Any:
        spec = self.__spec__
        if (name.startswith("__") and name.endswith("__")) or spec is None:
            raise AttributeError(name)
        with _LOADING:
            loader = spec.loader
            if isinstance(loader, _Deferring):
                if loader.loading:
                    # A circular import asks a half-loaded module for a name that it lacks.
                    raise AttributeError(name)
                self._load(spec, loader)
        return getattr(self, name)

    def _load(self, spec: ModuleSpec, loader: "_Deferring") -> None:
        """Execute the module. After an error it stays deferred, and the next access tries again."""
        loader.loading = True
        try:
            loader.real.exec_module(self)
        finally:
            loader.loading = False
        spec.loader = self.__loader__ = loader.real
        self.__class__ = ModuleType  # type: ignore[assignment]


class _Deferring(Loader):
    """Create the module now; the real loader executes it later."""

    def __init__(self, real: Loader) -> None:
        self.real = real
        self.loading = False

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Deferred(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing: the first access to an attribute executes the module."""

    def __getattr__(self, name: str) -> Any:
        """Pass requests for sources and resources to the real loader."""
        return getattr(self.real, name)


class _Finder(MetaPathFinder):
    """Find modules of ``chalicelib`` where Python would, and defer them."""

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
    """Defer later imports of ``chalicelib`` modules in this process. A second call does nothing."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
