"""Agency lists through intake: recognised, checked, saved, saved again, taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from tests import lists_sheets as sheets

from rembuk.office.intake import services
from rembuk.office.intake.models import Import, ImportState
from rembuk.office.lists.models import Edition, ListedPerson, ListRow
from rembuk.office.people import crypto

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(settings: Any, tmp_path: Path) -> None:
    settings.REMBUK_RAW_FILES = tmp_path / "raw"
    settings.REMBUK_STAGING = tmp_path / "staging"


def brought(path: Path) -> Import:
    (imported,) = services.recognise(services.receive(path))
    return services.check(imported)


def saved(path: Path) -> Import:
    imported = brought(path)
    assert imported.state == ImportState.PREVIEW, (imported.message, imported.counts)
    return services.commit(imported)


def codes(imported: Import) -> dict[str, int]:
    found: dict[str, int] = {}
    for code in imported.issues.values_list("code", flat=True):
        found[code] = found.get(code, 0) + 1
    return found


@pytest.mark.parametrize("layout", sheets.LAYOUTS)
def test_every_layout_is_recognised_and_every_heading_known(layout: str, tmp_path: Path) -> None:
    rows = [sheets.LAYOUTS[layout](n) for n in range(1, 6)]
    imported = brought(sheets.write(tmp_path / "Data 2026.xlsx", rows))
    assert (imported.layout, imported.state) == (layout, ImportState.PREVIEW)
    assert imported.report["unread"] == []
    assert imported.counts["galat"] == 0, codes(imported)


def test_a_family_is_kept_with_its_persons_and_facts(tmp_path: Path) -> None:
    saved(sheets.write(tmp_path / "KRS 2025.xlsx", [sheets.krs_siga(1), sheets.krs_siga(2)]))
    edition = Edition.objects.get()
    assert (edition.source, edition.label, str(edition.as_of)) == ("krs", "2025", "2025-12-31")
    row = ListRow.objects.get(row_no=2)
    assert row.place_code == sheets.VILLAGE_CODE
    assert row.facts["water_proper"] is False
    assert row.facts["has_child_0_23"] is True
    assert row.facts["welfare_rank"] == "lebih-4"
    assert "latrine_proper" not in row.facts
    people = list(row.persons.order_by("part").values_list("role", "sex", "name"))
    assert people == [("kepala", "", "Kepala 1"), ("istri", "P", "Istri 1")]


def test_codes_without_a_confirmed_meaning_stay_codes(tmp_path: Path) -> None:
    saved(sheets.write(tmp_path / "krs 2025.xlsx", [sheets.krs_verval(1)]))
    facts = ListRow.objects.get().facts
    assert facts["water_proper"] == "?1"
    assert facts["accompaniment"] == "?3"


def test_numbers_are_encrypted_and_never_among_the_facts(tmp_path: Path) -> None:
    saved(sheets.write(tmp_path / "dtsen.xlsx", [sheets.dtsen(1)]))
    row, person = ListRow.objects.get(), ListedPerson.objects.get()
    assert crypto.decrypt(bytes(row.kk_cipher or b""), "kk") == sheets.card(1)
    assert crypto.decrypt(bytes(person.nik_cipher or b""), "nik") == sheets.nik(1)
    assert person.nik_digest == crypto.digest(sheets.nik(1))
    stored = f"{row.facts}{person.facts}{row.kk_masked}{person.nik_masked}"
    assert sheets.card(1) not in stored
    assert sheets.nik(1) not in stored


def test_the_same_file_twice_is_nothing_new(tmp_path: Path) -> None:
    rows = [sheets.dtsen(n) for n in range(1, 5)]
    saved(sheets.write(tmp_path / "a.xlsx", rows))
    again = brought(sheets.write(tmp_path / "b.xlsx", rows, top=2))
    assert again.state == ImportState.DONE
    assert again.counts["sama"] == 4
    assert ListRow.objects.count() == 4


def test_a_changed_row_of_an_edition_replaces_and_undo_restores(tmp_path: Path) -> None:
    rows = [sheets.dtsen(n) for n in range(1, 4)]
    saved(sheets.write(tmp_path / "a.xlsx", rows))
    rows[1]["desil_nasional"] = 5
    later = brought(sheets.write(tmp_path / "b.xlsx", rows))
    assert (later.counts["berubah"], later.counts["sama"]) == (1, 2)
    services.commit(later)
    standing = ListRow.objects.current()
    assert sorted(standing.values_list("facts__decile", flat=True)) == [2, 2, 5]
    assert ListRow.objects.count() == 4
    services.undo(later)
    assert sorted(standing.values_list("facts__decile", flat=True)) == [2, 2, 2]


def test_a_new_edition_is_new_rows_with_the_same_record_keys(tmp_path: Path) -> None:
    saved(sheets.write(tmp_path / "a.xlsx", [sheets.dtsen(1)]))
    second = saved(sheets.write(tmp_path / "b.xlsx", [sheets.dtsen(1, edisi="2026 T2")]))
    assert second.counts["baru"] == 1
    assert set(Edition.objects.values_list("label", flat=True)) == {"2026-T1", "2026-T2"}
    assert ListedPerson.objects.values("record_key").distinct().count() == 1


def test_undo_leaves_nothing(tmp_path: Path) -> None:
    done = saved(sheets.write(tmp_path / "a.xlsx", sheets.dukcapil_family(1)))
    assert ListedPerson.objects.count() == 3
    services.undo(done)
    assert not ListRow.objects.exists()
    assert not ListedPerson.objects.exists()
    assert not Edition.objects.exists()


def test_the_edition_is_read_from_the_title_above_the_table(tmp_path: Path) -> None:
    rows = [{k: v for k, v in sheets.dtsen(n).items() if k != "edisi"} for n in (1, 2)]
    lines = [["DATA DTSEN PER 31 JANUARI 2026"], [""], *sheets.table(rows)]
    imported = brought(sheets.xlsx(tmp_path / "a.xlsx", lines))
    edition = imported.mapping["edition"]
    assert edition == {"label": "2026-01-31", "as_of": "2026-01-31", "origin": "judul"}


def test_places_are_in_the_district(tmp_path: Path) -> None:
    done = saved(sheets.write(tmp_path / "a.xlsx", [sheets.bumil(1)]))
    assert done.place_code.startswith(django_settings.REMBUK_AREA)
