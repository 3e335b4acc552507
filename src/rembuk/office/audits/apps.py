"""The room `audits`."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """Audit Kasus Stunting: team, cases, experts, dissemination, follow-up."""

    name = "rembuk.office.audits"
    label = "audits"
    verbose_name = "Audit kasus"

    def ready(self) -> None:
        """Let cases follow persons, and put this room's cards on its pages."""
        from rembuk.office.audits import promises_link
        from rembuk.office.audits.follower import AuditCases
        from rembuk.office.audits.following import pages as pages_follow
        from rembuk.office.audits.meeting import pages_papers
        from rembuk.office.audits.reporting import evaluating
        from rembuk.office.audits.reporting import pages as pages_report
        from rembuk.office.audits.worksheet import card as sheet_card
        from rembuk.office.people import followers

        followers.register(AuditCases())
        sheet_card.register()
        promises_link.register()
        pages_papers.register()
        pages_follow.register()
        pages_report.register()
        evaluating.register()
