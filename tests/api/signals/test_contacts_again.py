"""Which contacts marked as solved come again, counted plainly."""

from chalicelib.person_keys import PersonKey
from chalicelib.signals.contacts import Contact, Counted, counted

ANN, BOB = PersonKey("ann"), PersonKey("bob")


def contact(
    row: int,
    customer: str,
    day: str,
    time: str = "",
    *,
    person: PersonKey = ANN,
    solved: bool = True,
) -> Contact:
    return Contact(customer.encode(), f"2026-10-{day}", time, person, solved, "upl", row)


#: Of another customer, so late that nobody's days are still open.
LATE = contact(99, "other", "31", solved=False)


def of(*contacts: Contact, within: int = 7) -> tuple[int, int, int]:
    """Ann's solved contacts, how many came again, how many are still open."""
    found = counted([*contacts, LATE], within).get(ANN, Counted())
    return found.solved, found.again, found.open


def test_a_solved_contact_comes_again_within_the_days_with_whomever_it_is() -> None:
    assert of(contact(1, "c", "01"), contact(2, "c", "08", person=BOB)) == (1, 1, 0)
    assert of(contact(1, "c", "01"), contact(2, "c", "09", person=BOB)) == (1, 0, 0)


def test_what_was_not_solved_is_not_counted_and_is_a_coming_again_of_what_was() -> None:
    unsolved = contact(2, "c", "02", solved=False)
    assert of(contact(1, "c", "01"), unsolved) == (1, 1, 0)
    assert of(contact(1, "c", "01", solved=False), unsolved) == (0, 0, 0)


def test_another_customer_is_not_the_same_one_again() -> None:
    assert of(contact(1, "c", "01"), contact(2, "d", "02")) == (2, 0, 0)


def test_on_one_day_the_times_decide_and_without_them_nothing_is_later() -> None:
    assert of(contact(1, "c", "01", "09:00:00"), contact(2, "c", "01", "10:00:00")) == (2, 1, 0)
    assert of(contact(1, "c", "01", "09:00:00"), contact(2, "c", "01", "09:00:00")) == (2, 0, 0)
    assert of(contact(1, "c", "01"), contact(2, "c", "01", "10:00:00")) == (2, 0, 0)
    # The one without a time comes again on the next day, the other too.
    three = contact(1, "c", "01"), contact(2, "c", "01", "10:00:00"), contact(3, "c", "02")
    assert of(*three) == (3, 2, 0)


def test_contacts_of_the_last_days_are_open_and_not_counted_either_way() -> None:
    """The last contact known is of the 31st: of the 25th, seven days would end on the 1st."""
    came = contact(1, "c", "25"), contact(2, "c", "26", person=BOB)
    assert of(*came, contact(3, "d", "24")) == (1, 0, 1)


def test_the_first_pairs_are_named_by_their_rows() -> None:
    pairs = [contact(2 * n, f"c{n}", f"{1 + n:02d}") for n in range(12)]
    later = [contact(2 * n + 1, f"c{n}", f"{2 + n:02d}", person=BOB) for n in range(12)]
    found = counted([*pairs, *later, LATE], 7)[ANN]
    assert (found.solved, found.again, len(found.examples)) == (12, 12, 10)
    first = found.examples[0]
    assert (first.row, first.again_row) == (0, 1)


def test_a_customer_who_stands_for_many_costs_one_pass() -> None:
    many = [contact(n, "switchboard", "01") for n in range(20_000)]
    assert of(*many) == (20_000, 0, 0)
