"""Numbers at rest, public ids, masks."""

from __future__ import annotations

import datetime as dt
import os

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from rembuk.office.people import crypto, public_ids
from rembuk.office.people.identifiers import opened, reencrypt_all
from rembuk.office.people.masking import masked_name, masked_nik
from rembuk.office.people.models import Identifier, Person

NUMBER = "1606010804240001"
OLD, NEW = {"lama": os.urandom(32)}, {"baru": os.urandom(32)}


def test_two_ciphertexts_of_one_number_differ_and_both_open() -> None:
    one, two = crypto.encrypt_all([NUMBER, NUMBER], "nik")
    assert one != two
    assert {crypto.decrypt(one, "nik"), crypto.decrypt(two, "nik")} == {NUMBER}


def test_a_nik_does_not_open_as_a_kk_nor_when_touched() -> None:
    blob = crypto.encrypt(NUMBER, "nik")
    for wrong, kind in ((blob, "kk"), (blob[:-1] + bytes([blob[-1] ^ 1]), "nik"), (b"x:y", "nik")):
        with pytest.raises(crypto.UnreadableError) as error:
            crypto.decrypt(wrong, kind)
        assert NUMBER not in str(error.value)


@pytest.mark.django_db
def test_keys_rotate() -> None:
    person = Person.objects.create(public_id="x", name="x", name_key="X", place_code="16.06")
    with override_settings(REMBUK_FIELD_KEYS=OLD):
        row = Identifier.objects.create(
            person=person, kind="nik", digest="0", cipher=crypto.encrypt(NUMBER, "nik"),
            masked="", as_of=dt.date(2026, 1, 1),
        )  # fmt: skip
    with override_settings(REMBUK_FIELD_KEYS={**NEW, **OLD}):
        assert reencrypt_all() == 1
        assert reencrypt_all() == 0
    with override_settings(REMBUK_FIELD_KEYS=NEW):
        row.refresh_from_db()
        assert opened(row) == NUMBER


def test_the_hash_needs_the_key() -> None:
    here = crypto.digest(NUMBER)
    with override_settings(REMBUK_HASH_KEY="kunci-lain-untuk-uji-saja-32-huruf"):
        assert crypto.digest(NUMBER) != here


def test_public_ids_are_shaped_and_read_back_as_people_write_them() -> None:
    made = public_ids.new_many(500)
    assert len(set(made)) == 500
    for one in made:
        assert len(one) == 10
        assert public_ids.read(one.lower().replace("-", " ").replace("0", "o")) == one


@given(st.integers(0, 6), st.integers(1, 31))
def test_one_wrong_symbol_is_caught(place: int, shift: int) -> None:
    plain = public_ids.new().replace("-", "")
    other = public_ids.ALPHABET[(public_ids.ALPHABET.index(plain[place]) + shift) % 32]
    assert public_ids.read(plain[:place] + other + plain[place + 1 :]) is None


@given(st.integers(0, 6), st.integers(1, 7))
def test_two_swapped_symbols_are_caught(left: int, right: int) -> None:
    symbols = list(public_ids.new().replace("-", ""))
    if right > 7 or symbols[left] == symbols[right]:
        return
    symbols[left], symbols[right] = symbols[right], symbols[left]
    assert public_ids.read("".join(symbols)) is None


def test_masks() -> None:
    assert masked_nik(NUMBER) == "1606**********01"
    assert masked_nik("1606") == "****"
    assert masked_nik("") == ""
    assert masked_name("Nabila Azzahra Putri") == "N••••• A••••• P••••"
    assert masked_name("Al") == "A••"
