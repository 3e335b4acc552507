"""How many need an intervention: which count tells it, in which unit, and how sure it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal

from pydantic import Field, model_validator

from rembuk.reference.dated import Rule
from rembuk.reference.indicators import Quantity
from rembuk.reference.promises import Intervention


class Need(Rule):
    """Whose need an intervention answers, and the count that tells how many they are in a village.

    `kind` says where the count is known: `besaran`, a quantity of the convergence (its records
    where they tell it, otherwise the figure its owner filled in); `catatan`, a count of families
    or persons that only the records of this program tell. `less` are those who have it already.

    `over` is the span: `kini`, who needs it today (a latrine, a house); `setahun`, everybody who
    needed it at any time in twelve months, because women give birth and children recover while
    others follow. `decile_max` keeps families of welfare deciles up to it, `without` leaves out
    those who receive a programme."""

    intervention: str
    group: str = ""  # a stage of life; "" = families, houses, places
    who_id: str
    who_en: str
    unit_id: str
    unit_en: str
    kind: Literal["besaran", "catatan"]
    of: str
    less: str = ""
    over: Literal["kini", "setahun"]
    decile_max: int | None = Field(default=None, ge=1, le=10)
    without: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Need:
        if self.less and self.over == "setahun":
            # who was served in March may need it again in June: nothing may be taken off a year
            raise ValueError("`less` hanya untuk kebutuhan kini")
        if self.kind == "besaran" and (self.decile_max is not None or self.without):
            raise ValueError("desil dan program hanya menyaring catatan keluarga")
        return self


def problems(
    needs: Iterable[Need], interventions: Mapping[str, Intervention],
    quantities: Mapping[str, Quantity], stages: Collection[str], programmes: Collection[str],
) -> Iterator[tuple[Need, str]]:  # fmt: skip
    """What of a need points nowhere, counts in another unit than it is planned in, or is told
    twice."""
    seen: dict[tuple[str, str], Need] = {}
    for one in needs:
        answers = interventions.get(one.intervention)
        if answers is None:
            yield one, f"intervensi {one.intervention!r} tidak dikenal"
        elif answers.unit_id != one.unit_id:
            yield one, f"satuan {one.unit_id!r} bukan satuan intervensinya ({answers.unit_id!r})"
        if one.group and one.group not in stages:
            yield one, f"tahap hidup {one.group!r} tidak dikenal"
        if one.without and one.without not in programmes:
            yield one, f"program {one.without!r} tidak dikenal"
        if one.kind == "besaran":
            yield from _quantities(one, quantities)
        before = seen.setdefault((one.intervention, one.group), one)
        if before is not one and before.code != one.code:
            yield one, f"kebutuhan yang sama sudah dihitung oleh {before.code}"


def _quantities(one: Need, quantities: Mapping[str, Quantity]) -> Iterator[tuple[Need, str]]:
    found = [quantities.get(code) for code in (one.of, one.less) if code]
    for code, quantity in zip((one.of, one.less), found, strict=False):
        if quantity is None:
            yield one, f"besaran {code!r} tidak dikenal"
    if len(found) == 2 and found[0] and found[1] and found[0].frequency != found[1].frequency:
        yield one, "kedua besaran tidak dihitung pada masa yang sama"
    for code, quantity in zip((one.of, one.less), found, strict=False):
        if quantity is not None and quantity.level != "desa":
            yield one, f"besaran {code!r} tidak dihitung per desa"
