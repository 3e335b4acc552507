"""Laws of letters: words read back to their number; any text survives and stays text."""

from __future__ import annotations

import datetime as dt
import io

import docx
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from rembuk.office.documents import words
from rembuk.office.documents.letters import (
    Bullets,
    Column,
    Facts,
    Heading,
    Letter,
    Letterhead,
    Paragraph,
    Signature,
    Table,
    render,
)
from rembuk.office.documents.numbers import LARGEST, in_words
from rembuk.office.documents.plain import SOFT, breakable, clean

UNITS = {
    word: number
    for number, word in enumerate(
        ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
    )
}
SIZES = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}


def number_of(text: str) -> int:
    """Reads an Indonesian number in words, written apart from the code that writes it."""
    whole, part = 0, 0
    for word in text.split():
        word = {"sepuluh": "satu puluh", "sebelas": "satu belas", "seratus": "satu ratus",
                "seribu": "satu ribu"}.get(word, word)  # fmt: skip
        for piece in word.split():
            if piece in UNITS:
                part += UNITS[piece]
            elif piece == "belas":
                part += 10
            elif piece == "puluh":
                part += part % 10 * 9
            elif piece == "ratus":
                part *= 100
            else:
                whole, part = whole + part * SIZES[piece], 0
    return whole + part


@given(st.integers(0, LARGEST))
def test_words_read_back_to_their_number(number: int) -> None:
    assert number_of(in_words(number)) == number


@given(st.text())
def test_breaking_a_word_changes_no_letter(text: str) -> None:
    plain = clean(text)
    broken = breakable(plain).replace(SOFT, "").replace("\u200b", "")
    assert broken == plain.replace(SOFT, "").replace("\u200b", "")


@given(st.text(st.characters()))
def test_cleaning_twice_is_cleaning_once_and_fits_a_file(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    once.encode()
    assert not any(ord(mark) < 32 and mark != "\n" for mark in once)


HOSTILE = st.text(
    st.one_of(st.characters(), st.sampled_from("#$*_`@<>[]{}()\\\"'/~=-+\n\u202e\u200f\u0000😀ا"))
)


def letter(text: str) -> Letter:
    return Letter(
        "surat", Letterhead(text, text, text), number=text, nature=text, attachments=text,
        subject=text, title=text, place=text, on=dt.date(2026, 11, 9), to=[text, text],
        body=[
            Paragraph(text), Heading(text), Bullets([text]), Facts([(text, text)]),
            Table([Column(text), Column("Nilai", 1, "rupiah")], [[text, 5]], caption=text),
        ],
        signatures=[Signature(text, text, text, text)], copies=[text], notes=[text],
        watermark=text, check_url="https://contoh.id/surat/cek/7Q-4K1M-X9/0123456789/",
    )  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(HOSTILE)
def test_any_text_is_set_and_written(text: str) -> None:
    one = letter(text)
    assert PdfReader(io.BytesIO(render(one))).pages
    assert docx.Document(io.BytesIO(words.write(one))).paragraphs
