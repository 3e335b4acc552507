"""Words and numbers of a plan of money. No number of cases goes without its range."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.places import said
from rembuk.office.places.numbers import count, plain
from rembuk.office.programmes.choosing.ask import Ask, ServiceAsk
from rembuk.office.programmes.choosing.solving import Range
from rembuk.office.programmes.choosing.told import Facts


def trial(code: str, name: str, move: float) -> str:
    """What was tried, in words."""
    kind, _mark, _number = code.partition(":")
    percent = plain(move, 0 if move == int(move) else 1)
    told = {
        "pengaruh-rendah": _("pengaruh di ujung rendah selangnya"),
        "pengaruh-tinggi": _("pengaruh di ujung tinggi selangnya"),
        "pengaruh-lain": _("pengaruh menurut terbitan yang lain"),
        "kasus-rendah": _("kasus di ujung rendah selangnya"),
        "kasus-tinggi": _("kasus di ujung tinggi selangnya"),
        "biaya-naik": _("biaya satuan naik %s%%") % percent,
        "biaya-turun": _("biaya satuan turun %s%%") % percent,
    }[kind]
    if name:
        return f"{name}: {told}"
    return told if kind.startswith("kasus") else _("Semua: %s") % told


def ranged(one: Range, decimals: int = 0) -> str:
    """`804 (212 sampai 1.162)`: never a number without its range."""
    low, high = plain_n(one.low, decimals), plain_n(one.high, decimals)
    return _("%(value)s (%(low)s sampai %(high)s)") % {
        "value": plain_n(one.value, decimals), "low": low, "high": high,
    }  # fmt: skip


def plain_n(value: float, decimals: int = 0) -> str:
    """A number of cases: whole from ten on, one decimal below, so that a tenth is not "0"."""
    if decimals or abs(value) < 10:
        return plain(value, decimals or 1)
    return count(round(value))


def assumptions(ask: Ask, facts: Facts, names: Mapping[str, str], on: dt.date) -> Iterator[str]:
    """Every assumption that is not in a table, one sentence each."""
    for one in facts.groups:
        yield _(
            "Kasus: %(children)s anak %(group)s bulan kali prevalensi desanya. Prevalensi desa "
            "ditarik ke arah kabupaten (%(share)s%%; %(n)s pendek dari %(of)s anak diukur di "
            "%(villages)s desa), makin kuat makin sedikit anaknya."
        ) % {
            "children": count(one.children), "group": one.code, "n": count(one.stunted),
            "share": plain(100 * one.prevalence), "of": count(one.measured),
            "villages": count(one.villages),
        }  # fmt: skip
    yield _(
        "Satu orang atau keluarga yang dijangkau menelan satu biaya satuan, berapa pun banyaknya; "
        "biaya tetap tidak dihitung."
    )
    yield _(
        "Pengaruh beberapa layanan pada anak yang sama dikalikan, seolah saling bebas; pengaruhnya "
        "tersebar rata pada anak umur itu. Satu masa rencana: tidak ada pengaruh yang dibawa ke "
        "tahun berikut, dan kematian tidak dihitung."
    )
    yield _("Paling banyak %(cap)s%% kesenjangan terjangkau setahun, kecuali diatur lain.") % {
        "cap": plain(ask.cap, 0)
    }
    for code, asked in sorted(ask.services.items()):
        yield from _own(names.get(code, code), asked)
    yield _(
        "Yang sudah dianggarkan, didukung, atau diserahkan tahun itu terhitung terjangkau; yang "
        "baru diusulkan belum."
    )
    yield _(
        "Pengaruh terhadap nilai TB/U dihitung sebagai pergeseran sebaran dengan simpangan baku %s."
    ) % plain(ask.spread)
    if ask.rest == "jangkau":
        yield _(
            "Uang yang tidak dapat dipakai layanan berpengaruh terukur menjangkau sebanyak mungkin "
            "orang atau keluarga lewat layanan lain, yang termurah lebih dulu. Itu bukan taksiran "
            "kasus."
        )
    else:
        yield _("Uang yang tidak dapat dipakai layanan berpengaruh terukur dibiarkan tersisa.")
    rules = {one.intervention: one for one in reference.load().choice_effects(on)}
    for code, why in facts.untold:
        if said.english() and code in rules:
            why = rules[code].why_en
        yield _("%(name)s tidak dihitung: %(why)s") % {
            "name": names.get(code, code), "why": why[:1].lower() + why[1:],
        }  # fmt: skip


def _own(name: str, one: ServiceAsk) -> Iterator[str]:
    """What a scenario sets for one intervention."""
    if one.use and one.floor:
        told = {"name": name, "share": plain(one.floor, 0)}
        yield _("%(name)s: paling sedikit %(share)s%% kesenjangan tiap desa, lebih dulu.") % told
    if one.use and one.worth:
        yield _(
            "%(name)s: menurut daerah seribu yang dijangkau senilai %(worth)s kasus; bukan "
            "pengaruh terukur, dan tidak masuk kasus yang dihindari."
        ) % {"name": name, "worth": plain(one.worth)}  # fmt: skip


def rupiah(value: float) -> str:
    """Whole rupiah as the screen's language writes them."""
    sign = "\u2212" if value < 0 else ""
    return f"{sign}Rp{count(abs(round(value)))}"


def short(value: float) -> str:
    """Rupiah for a headline: `Rp4,99 miliar`, `Rp750 juta`."""
    for size, word in ((1e9, _("miliar")), (1e6, _("juta"))):
        if abs(value) >= size:
            return f"Rp{plain(value / size, 2 if size == 1e9 else 0)} {word}"
    return rupiah(value)


def shares(one: Range) -> str:
    """A share of cases with its range: `29% (9% sampai 44%)`."""
    low, value, high = (plain(100 * n, 0) for n in (one.low, one.value, one.high))
    if one.low == one.high:
        return _("%s%% (tanpa selang)") % value
    return _("%(value)s%% (%(low)s%% sampai %(high)s%%)") % {
        "value": value, "low": low, "high": high,
    }  # fmt: skip
