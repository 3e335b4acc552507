"""Pages of what counts itself: who sees the records behind a figure, who may count again."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.computing_rows import OCTOBER, V, world
from tests.factories import account

from rembuk.demo.clock import standing_at
from rembuk.office.convergence import opening, years
from rembuk.office.convergence.computing import run
from rembuk.office.convergence.models import Figure
from rembuk.office.jobs.models import Job
from rembuk.office.people.models import Family, Person

pytestmark = pytest.mark.django_db
ROWS = f"/konvergensi/2026/indikator/BG22-E-KEL-5/{V}/2026-10/rincian/"


@pytest.fixture(autouse=True, scope="module")
def _year(kept: None) -> None:
    world()
    made = years.adopt("16.06", 2026, "8-aksi", None)
    opening.open_period(made, "2026-10")
    run.recompute(made, "2026-10", today=OCTOBER)


def signed_in(client: Client, role: str, place: str = "16.06") -> Client:
    client.force_login(account(f"akun-{role}", role, place))
    return client


def page(client: Client, url: str, status: int = 200) -> str:
    with standing_at(OCTOBER):
        answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_page_tells_what_is_counted_from_what(client: Client) -> None:
    text = page(signed_in(client, "pimpinan"), "/konvergensi/2026/dihitung/")
    assert "riwayat PMT ibu hamil" in text
    assert "diketik Dinas Kesehatan" in text
    assert "Hitung lagi" not in text


def test_the_records_of_a_cell_by_public_name_only(client: Client) -> None:
    text = page(signed_in(client, "tpps"), ROWS)
    risky = Family.objects.filter(list_rows__facts__at_risk=True)
    for family in risky:
        assert f"/keluarga/{family.public_id}/" in text
    assert not any(person.name in text for person in Person.objects.all())


def test_who_may_not_see_persons_sees_how_many(client: Client) -> None:
    text = page(signed_in(client, "pimpinan"), ROWS)
    assert "hanya untuk yang boleh melihat" in text
    assert not any(f"/keluarga/{family.public_id}/" in text for family in Family.objects.all())


def test_a_place_of_others_is_not_there(client: Client) -> None:
    page(signed_in(client, "camat", "16.06.02"), ROWS, 404)


def test_a_figure_that_moved_since_it_was_counted_says_so(client: Client) -> None:
    Figure.objects.filter(place_code=V, quantity="keluarga_berisiko").update(computed=9)
    assert "saat dihitung terakhir 9" in page(signed_in(client, "tpps"), ROWS)


def test_only_who_keeps_the_year_counts_again(client: Client) -> None:
    with standing_at(OCTOBER):
        refused = signed_in(client, "verifikator").post("/konvergensi/2026/dihitung/ulang/")
        assert refused.status_code == 403
        assert not Job.objects.filter(kind="hitung-indikator").exists()
        done = signed_in(client, "tpps").post("/konvergensi/2026/dihitung/ulang/")
    assert done.status_code == 302
    assert Job.objects.filter(kind="hitung-indikator", subject="2026").exists()
