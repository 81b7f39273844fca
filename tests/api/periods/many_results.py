"""A period of any number of results, written as items and settled: files would take minutes."""

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from chalicelib.periods import lease
from chalicelib.person_keys import PersonKey
from chalicelib.results.settling import settle
from chalicelib.scorecards.records import current_write, read_cards
from chalicelib.store.identifiers import new_id
from chalicelib.tenancy.platform import Platform
from tests.api.company import Company
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.worker import worker_in
from tests.api.world import World

#: People of team red, with the grade poor, and of the upload ``upl_small``, whatever the number of
#: all people. They lie apart from each other.
RED, POOR, SMALL_UPLOAD = 10, 3, 2


@dataclass
class ManyResults:
    """A company with a period of ``number`` results, besides the template 0000."""

    company: Company
    desk: Desk
    platform: Platform
    number: int

    def settle(self) -> None:
        with worker_in(self.platform, self.company.tenant) as context:
            claim, until = new_id("run", context.now), context.now + timedelta(minutes=5)
            held = lease.take(context, "2026-10", "desk", claim, until, work="upl_many")
            settle(context, held)
            lease.release(context, "2026-10", "desk", claim)


def many_results(
    company: Company, world: World, platform: Platform, number: int, shards: int = 1
) -> ManyResults:
    """Return the company with so many results: 8 totals, most of team blue and graded good."""
    published(company)
    desk = Desk(world, company.hr, company.tenant)
    desk.send(csv_of("0000,Ann,blue,4000,100,88,100", "0001,Bo,red,4000,100,88,100"))
    with worker_in(platform, company.tenant) as context:
        found = read_cards(
            context.table, context.scope, "desk", "2026-10", [PersonKey("0000")], shards
        )
        template = found[PersonKey("0000")]
        cards = [
            replace(
                template,
                person=PersonKey(f"A{n:06d}"),
                team="red" if n % (number // RED) == 5 else "blue",
                total=Decimal(80 + n % 8),
                grade="poor" if n % (number // POOR) == 7 else "good",
                upload="upl_small" if n % (number // SMALL_UPLOAD) == 9 else template.upload,
            )
            for n in range(number)
        ]
        context.table.write_batch([current_write(context.scope, card, shards) for card in cards])
    made = ManyResults(company, desk, platform, number)
    made.settle()
    return made
