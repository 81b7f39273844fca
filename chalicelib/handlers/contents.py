"""The table of contents: every package of the service, in the order of the API's document."""

from chalicelib.acknowledgements.holdings import package as acknowledgements
from chalicelib.announcements.holdings import package as announcements
from chalicelib.api_keys.holdings import package as api_keys
from chalicelib.appeals.holdings import package as appeals
from chalicelib.audit.holdings import package as audit
from chalicelib.board.holdings import package as board
from chalicelib.calendars.holdings import package as calendars
from chalicelib.cases.holdings import package as cases
from chalicelib.change_log.holdings import package as change_log
from chalicelib.coaching_notes.holdings import package as coaching_notes
from chalicelib.coefficients.holdings import package as coefficients
from chalicelib.companies.holdings import package as companies
from chalicelib.contents import Contents
from chalicelib.corrections.holdings import package as corrections
from chalicelib.costs.holdings import package as costs
from chalicelib.differences.holdings import package as differences
from chalicelib.docs.holdings import package as docs
from chalicelib.due_days.holdings import package as due_days
from chalicelib.events.holdings import package as events
from chalicelib.evidence.holdings import package as evidence
from chalicelib.exports.holdings import package as exports
from chalicelib.histories.holdings import package as histories
from chalicelib.inspections.holdings import package as inspections
from chalicelib.interviews.holdings import package as interviews
from chalicelib.late_files.holdings import package as late_files
from chalicelib.opinions.holdings import package as opinions
from chalicelib.organisation.holdings import package as organisation
from chalicelib.people.holdings import package as people
from chalicelib.plans.holdings import package as plans
from chalicelib.privacy.holdings import package as privacy
from chalicelib.publication.holdings import package as publication
from chalicelib.rating_rounds.holdings import package as rating_rounds
from chalicelib.rating_tasks.holdings import package as rating_tasks
from chalicelib.receipts.holdings import package as receipts
from chalicelib.results.holdings import package as results
from chalicelib.review_meetings.holdings import package as review_meetings
from chalicelib.schemes.holdings import package as schemes
from chalicelib.scorecards.holdings import package as scorecards
from chalicelib.sign_in.holdings import package as sign_in
from chalicelib.signals.holdings import package as signals
from chalicelib.simulation.holdings import package as simulation
from chalicelib.templates.holdings import package as templates
from chalicelib.trials.holdings import package as trials
from chalicelib.uploads.holdings import package as uploads

CONTENTS = Contents(
    (
        companies,
        api_keys,
        sign_in,
        templates,
        schemes,
        simulation,
        trials,
        people,
        organisation,
        uploads,
        rating_rounds,
        rating_tasks,
        results,
        due_days,
        announcements,
        publication,
        board,
        coefficients,
        scorecards,
        histories,
        acknowledgements,
        cases,
        evidence,
        inspections,
        signals,
        plans,
        interviews,
        review_meetings,
        appeals,
        corrections,
        late_files,
        differences,
        coaching_notes,
        opinions,
        exports,
        receipts,
        calendars,
        costs,
        privacy,
        audit,
        change_log,
        events,
        docs,
    )
)
