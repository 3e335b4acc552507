"""The room `documents`."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Letters and sheets out of plain data; signed scans bound to them."""

    name = "rembuk.office.documents"
    label = "documents"
    verbose_name = "Surat dan lembar"
