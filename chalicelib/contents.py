"""What each package adds to the service, and all of it together: the service's table of contents.

A package says what it adds once, in its ``holdings.py`` (:class:`Package`). ``app.py`` lists the
packages; routes, jobs, copies, erasures and deletions all read that one list.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from chalicelib.jobs.kinds import Kind
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Holding
from chalicelib.web.registry import Route, Routes


@dataclass(frozen=True, slots=True)
class Package:
    """What one package adds.

    ``holdings``: what it keeps of a company. ``jobs``: kinds of background work
    (:mod:`chalicelib.jobs.kinds`). ``followers``: what follows when a period's results have changed
    (:mod:`chalicelib.results.followers`).
    ``leave``: removes the company's entries from the operator's registers when it is deleted, just
    before its roots go (:class:`chalicelib.tenancy.holdings.Removal`). It may be called again.
    """

    routes: tuple[Routes, ...] = ()
    holdings: tuple[Holding, ...] = ()
    jobs: tuple[Kind[Any], ...] = ()
    followers: tuple[Any, ...] = ()
    leave: Callable[[Context], None] | None = None


class Contents:
    """All packages of the service."""

    def __init__(self, packages: Sequence[Package] = ()) -> None:
        self.packages = tuple(packages)

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """In the order of the packages."""
        return tuple(
            route for package in self.packages for some in package.routes for route in some.all
        )

    @cached_property
    def holdings(self) -> tuple[Holding, ...]:
        return tuple(one for package in self.packages for one in package.holdings)

    @cached_property
    def jobs(self) -> tuple[Kind[Any], ...]:
        return tuple(one for package in self.packages for one in package.jobs)

    def job(self, name: object) -> Kind[Any] | None:
        """The kind of background work of this name, as a message has it; None: there is none."""
        return next((one for one in self.jobs if one.name == name), None)

    @cached_property
    def followers(self) -> tuple[Any, ...]:
        return tuple(one for package in self.packages for one in package.followers)

    @cached_property
    def farewells(self) -> tuple[Callable[[Context], None], ...]:
        return tuple(package.leave for package in self.packages if package.leave is not None)
