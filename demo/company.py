"""One company from onboarding to its payroll file, printed step by step."""

from collections.abc import Sequence
from pathlib import Path

from chalicelib.periods.calendar import following, previous
from demo.appeal import show_appeal
from demo.client import Client
from demo.follow_up import show_export, show_plans
from demo.month import known_upload, score_month
from demo.onboarding import onboard, publish_scheme, register_people
from demo.rating_round import show_rating_round
from demo.report import most_telling, scorecards, show_explained, show_scorecards, show_upload
from demo.sample_data import SampleFile
from demo.state import State, TenantState
from demo.tenants import DemoTenant
from demo.veto import show_veto
from demo.words import WORDS


def show_company(
    operator: Client, state: State, tenant: DemoTenant, months: Sequence[SampleFile]
) -> None:
    """Onboard the company if it is new, score its months, and show the last month's results."""
    words = WORDS[tenant.locale]
    print(f"\n━━ {tenant.name['zh']} · {tenant.name['en']} ━━", flush=True)
    kept, is_new = onboard(operator, state, tenant)
    said = words.made if is_new else words.reused
    print("  " + said.format(id=kept.tenant_id, template=tenant.template))
    client = Client(operator.url, kept.key, tenant.locale)
    print("  " + words.people.format(count=register_people(client, tenant)))
    published = publish_scheme(client, tenant)
    said = words.published if published else words.already_published
    print("  " + said.format(scheme=tenant.scheme, period=months[0].period), flush=True)
    for sample in months:
        _score(client, kept, sample)
        state.save()
    last = months[-1].period
    _show_results(client, tenant, last, state.path.parent / "coefficients")


def _score(client: Client, kept: TenantState, sample: SampleFile) -> None:
    words = WORDS[sample.tenant.locale]
    upload = known_upload(client, kept, sample)
    if upload is None:
        print("  " + words.upload.format(file=sample.path.name), flush=True)
        if sample.department is not None:
            name = sample.department.name[sample.tenant.locale]
            print("  " + words.part.format(name=name), flush=True)
        upload = score_month(client, kept, sample, words.scoring)
    else:
        print("  " + words.upload_kept.format(file=sample.path.name))
    show_upload(client, sample.tenant, upload, words)


def _show_results(client: Client, tenant: DemoTenant, period: str, folder: Path) -> None:
    """Show the results of the last month, and an appeal against one of the month before.

    The appeal comes before the export: what it corrects is a difference in a month that was paid.
    """
    words = WORDS[tenant.locale]
    cards = scorecards(client, tenant, period)
    show_scorecards(cards, tenant, period, words)
    show_explained(most_telling(client, tenant, cards), tenant.locale, words)
    show_plans(client, tenant, period, words)
    if tenant.veto is not None:
        show_veto(client, tenant, cards, period, words)
    if tenant.rating_team is not None:
        show_rating_round(client, tenant, following(period), words)
    if tenant.appeal is not None:
        show_appeal(client, tenant, previous(period), words)
    show_export(client, tenant, period, folder, words)
