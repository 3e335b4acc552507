"""The room `audits`."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """Audit Kasus Stunting: team, cases, experts, dissemination, follow-up."""

    name = "rembuk.office.audits"
    label = "audits"
    verbose_name = "Audit kasus"
