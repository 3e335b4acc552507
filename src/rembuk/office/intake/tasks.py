"""Background work of intake. Each is safe to repeat after a crash."""

from __future__ import annotations

from django.urls import reverse

from rembuk.office.jobs.progress import Handle
from rembuk.office.jobs.registry import job

from . import followers, services
from .models import Import, ImportState, SourceFile


def _page(subject: str) -> str:
    return reverse("intake:import", args=[int(subject)])


def _list(subject: str) -> str:
    imports = list(Import.objects.filter(file_id=int(subject)).order_by("-pk")[:2])
    return _page(str(imports[0].pk)) if len(imports) == 1 else reverse("intake:list")


@job("impor-baca", label="Membaca berkas", page=_list)
def read(progress: Handle, file: int) -> None:
    """Recognise the sheets of a file and check those that are known."""
    progress("Mengenali bentuk lembar", 0, 1)
    for imported in services.recognise(SourceFile.objects.get(pk=file)):
        if imported.state == ImportState.CHECKING:
            services.check(imported, progress=progress)


@job("impor-periksa", label="Memeriksa baris", page=_page)
def check(progress: Handle, imported: int) -> None:
    """Check one import again, or for the first time after its columns were mapped."""
    services.check(Import.objects.get(pk=imported), progress=progress)


@job("impor-simpan", label="Menyimpan data masuk", page=_page)
def commit(progress: Handle, imported: int) -> None:
    """Save the good rows of one import."""
    followers.tell(services.commit(Import.objects.get(pk=imported), progress))


@job("impor-batal", label="Membatalkan data masuk", page=_page)
def undo(progress: Handle, imported: int) -> None:
    """Take one import back."""
    followers.tell(services.undo(Import.objects.get(pk=imported), progress))
