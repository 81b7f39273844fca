"""The contents of the service: what each package adds, and all packages together.

A package declares its additions once, in its ``holdings.py`` (:class:`Package`). The packages are
listed in ``handlers/contents.py``. Routes, jobs, copies, erasures and deletions all read that list.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from chalicelib.jobs.kinds import Kind
from chalicelib.person_keys import PersonKey
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Holding
from chalicelib.web import registry


class RoutesModule(Protocol):
    """A module that declares routes, by convention ``routes.py`` of a package."""

    __name__: str
    routes: "registry.Routes"


ToldByIds = Mapping[str, Mapping[str, Any]]
EventTypes = Mapping[str, str | Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Package:
    """The additions of one package.

    ``routes``: its modules of routes, read when a route is asked for: workers never need them.
    ``holdings``: the data that it keeps of a company.
    ``jobs``: its kinds of background work (:mod:`chalicelib.jobs.kinds`).
    ``followers``: called when a period's results have changed
    (:mod:`chalicelib.results.followers`).
    ``writers``: its kinds of work that write results (:mod:`chalicelib.results.writers`), each as a
    function that returns it.
    ``events``: by audited action the type of its event, or the types by the ``status`` that the
    action ended with (:mod:`chalicelib.events.types`).
    ``evidence``: its records that have files of evidence (:mod:`chalicelib.evidence.keeping`), each
    as a function that returns how they are kept.
    ``led_teams``: the folds (:mod:`chalicelib.team_folds`) of all names of the teams that the
    context's caller supervises: those of ``principal.teams``, of ``principal.departments``, and
    those in which ``principal.person`` is named. It costs a bounded number of reads.
    ``told_cases``: what an explanation of a result tells of recorded cases, by their ids. One batch
    read.
    ``told_withdrawals``: what a result tells of uploads that were withdrawn, by their ids: ``at``,
    ``by`` and ``reason``. One batch read.
    ``acknowledged``: what a current card of a published period tells of what its person said of it.
    One read.
    ``told_inspections``: what an explanation of a result tells of inspections, by period, scheme
    and person: who was judged on what. A few reads.
    ``corrected_by_case``: corrects a locked result by a decided case (its record, and what is in
    force with it), at the request's commit. Returns whether it changes anything.
    ``compared_periods``: compares the results of a scheme's open periods with what other rules, by
    period, would make of them (:mod:`chalicelib.schemes.worse_off`).
    ``leave``: removes a deleted company's entries from the operator's registers. It is called just
    before the company's roots are removed (:class:`chalicelib.tenancy.holdings.Removal`). It must
    be repeatable.
    """

    routes: tuple[RoutesModule, ...] = ()
    holdings: tuple[Holding, ...] = ()
    jobs: tuple[Kind[Any], ...] = ()
    followers: tuple[Any, ...] = ()
    writers: tuple[Callable[[], Any], ...] = ()
    events: EventTypes = field(default_factory=dict)
    evidence: tuple[Callable[[], Any], ...] = ()
    led_teams: Callable[[Context], frozenset[str]] | None = None
    told_cases: Callable[[Context, Iterable[str]], ToldByIds] | None = None
    told_withdrawals: Callable[[Context, Iterable[str]], ToldByIds] | None = None
    acknowledged: Callable[[Context, Any], Mapping[str, Any]] | None = None
    told_inspections: (
        Callable[[Context, str, str, PersonKey], Sequence[Mapping[str, Any]]] | None
    ) = None
    corrected_by_case: Callable[[Context, Any, Any], bool] | None = None
    compared_periods: Callable[[Context, str, Mapping[str, Any]], Sequence[Any]] | None = None
    leave: Callable[[Context], None] | None = None


class Contents:
    """All packages of the service.

    Raises ValueError when two kinds of background work have one name: messages find their kind by
    it, so the second would never run.
    """

    def __init__(self, packages: Sequence[Package] = ()) -> None:
        self.packages = tuple(packages)
        names = [one.name for one in self.jobs]
        doubled = sorted({name for name in names if names.count(name) > 1})
        if doubled:
            raise ValueError(f"two kinds of background work have the name {', '.join(doubled)}")

    @cached_property
    def routes(self) -> "tuple[registry.Route, ...]":
        """All routes, in the order of the packages."""
        return tuple(
            route
            for package in self.packages
            for module in package.routes
            for route in module.routes.all
        )

    @cached_property
    def holdings(self) -> tuple[Holding, ...]:
        """All holdings, in the order of the packages."""
        return tuple(one for package in self.packages for one in package.holdings)

    @cached_property
    def jobs(self) -> tuple[Kind[Any], ...]:
        """All kinds of background work, in the order of the packages."""
        return tuple(one for package in self.packages for one in package.jobs)

    def job(self, name: object) -> Kind[Any] | None:
        """Return the kind of background work with this name; None when no package has it.

        ``name`` is the ``kind`` of a message, which may be of any JSON type.
        """
        return next((one for one in self.jobs if one.name == name), None)

    @cached_property
    def followers(self) -> tuple[Any, ...]:
        """All followers, in the order of the packages."""
        return tuple(one for package in self.packages for one in package.followers)

    @cached_property
    def writers(self) -> tuple[Any, ...]:
        """All kinds of work that write results, in the order of the packages."""
        return tuple(make() for package in self.packages for make in package.writers)

    @cached_property
    def evidence(self) -> tuple[Any, ...]:
        """How records with files of evidence are kept, in the order of the packages."""
        return tuple(make() for package in self.packages for make in package.evidence)

    def led_teams(self, context: Context) -> frozenset[str]:
        """Return the folds of the names of the teams that the caller supervises."""
        known = (one.led_teams for one in self.packages if one.led_teams is not None)
        return frozenset().union(*(find(context) for find in known))

    def told_cases(self, context: Context, case_ids: Iterable[str]) -> ToldByIds:
        """Return what an explanation of a result tells of recorded cases, by their ids."""
        ids = tuple(dict.fromkeys(case_ids))
        known = (one.told_cases for one in self.packages if one.told_cases is not None)
        return {key: told for find in known if ids for key, told in find(context, ids).items()}

    def told_withdrawals(self, context: Context, upload_ids: Iterable[str]) -> ToldByIds:
        """Return what a result tells of uploads that were withdrawn, by their ids."""
        ids = tuple(dict.fromkeys(upload_ids))
        known = (one.told_withdrawals for one in self.packages if one.told_withdrawals is not None)
        return {key: told for find in known if ids for key, told in find(context, ids).items()}

    def acknowledged(self, context: Context, card: Any) -> Mapping[str, Any] | None:
        """Return what a current card tells of what its person said of it. None: nobody keeps it."""
        known = (one.acknowledged for one in self.packages if one.acknowledged is not None)
        return next((find(context, card) for find in known), None)

    def told_inspections(
        self, context: Context, period: str, scheme: str, person: PersonKey
    ) -> list[Mapping[str, Any]]:
        """Return what an explanation of a person's result tells of inspections."""
        known = (one.told_inspections for one in self.packages if one.told_inspections is not None)
        return [told for find in known for told in find(context, period, scheme, person)]

    def corrected_by_case(self, context: Context, case: Any, in_force: Any) -> bool:
        """Correct a locked result by a decided case. Return whether it changes anything."""
        known = (one.corrected_by_case for one in self.packages if one.corrected_by_case)
        return any(correct(context, case, in_force) for correct in known)

    def compared_periods(self, context: Context, code: str, rules: Mapping[str, Any]) -> list[Any]:
        """Return what the rules, by period, would make of a scheme's results."""
        known = (one.compared_periods for one in self.packages if one.compared_periods is not None)
        return [found for compare in known for found in compare(context, code, rules)]

    @cached_property
    def leave_steps(self) -> tuple[Callable[[Context], None], ...]:
        """The ``leave`` functions of the packages that have one, in the order of the packages."""
        return tuple(package.leave for package in self.packages if package.leave is not None)

    @cached_property
    def event_types(self) -> EventTypes:
        """The types of events by audited action, of all packages."""
        return {action: told for one in self.packages for action, told in one.events.items()}
