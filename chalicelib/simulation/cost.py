"""What a simulation costs, in steps of about a microsecond, before it is begun."""

from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scoring.cost import rows_of_person, steps_of_row
from chalicelib.scoring.needs import needs_team_means

#: Steps of a person beside the rules: reading the card, its inputs, the comparison.
PERSON = 150
#: The most of a simulation in a request: a few seconds of the API's function. Ten plain lines of
#: 11,000 people.
AT_ONCE = 3_000_000
#: The most of a simulation as a job: about 20 minutes of a worker.
AS_A_JOB = 1_000_000_000
#: The most of the pass for the teams' means, which each run of a job makes anew: a minute.
OF_MEANS = 50_000_000


def steps_of_person(rules: ReadyScheme) -> int:
    """Return the steps of comparing one person, as if each had a row for every slice."""
    return PERSON + rows_of_person(rules.scheme) * steps_of_row(rules.scheme, rules.compiled)


def steps_of_means(rules: ReadyScheme, people: int) -> int:
    """Return the steps of the pass for the teams' means; 0 when the rules use none."""
    return people * steps_of_person(rules) if needs_team_means(rules.scheme) else 0


def steps(rules: ReadyScheme, people: int) -> int:
    """Return the steps of a simulation of so many people."""
    return people * steps_of_person(rules) + steps_of_means(rules, people)
