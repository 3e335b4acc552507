"""Invented names: common words, every combination drawn by lot. Two old pools, two modern pools,
Zipf weights so that namesakes abound, Muhammad forms, no family names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.str_]


def _pool(text: str) -> Words:
    return np.array([word.replace("_", " ") for word in text.split()])


OLD_MEN: Final = _pool(
    "Suparman Sukardi Zainal Rusdi Marwan Sahrul Hasanudin Jumadi Sarman Ruslan Kasim Mahyudin"
    " Amiruddin Syamsul Darmawan Bustomi Ansori Junaidi Mulyadi Sobri Yusman Helmi Nawawi Romli"
    " Suherman Effendi Karnadi Alamsyah Saidina Tarmizi Usman Fauzan Makmun Subandi Wahyudi"
    " Iskandar Hendra Edison Herman Apriadi Deni Rudi Andi Joni Erwin Feri Agus Budi Candra Eko"
)
OLD_WOMEN: Final = _pool(
    "Rohana Maryam Suryani Nurbaiti Zubaidah Halimah Sumiati Rosidah Masnun Yuliana Aminah Hartati"
    " Komariah Fatimah Mardiana Ernawati Siti_Aisah Nur_Hayati Sri_Wahyuni Nur_Aini Siti_Rohma"
    " Sri_Lestari Megawati Yunita Herlina Rusmini Jumiati Asnawati Darlena Marlina Elvina Lisnawati"
    " Susanti Novita Rika Desi Fitriani Eka Dewi Yesi Rani Meri Leni Tuti Septi Wulan Resti Ika Ayu"
)
OLD_SECOND: Final = _pool(
    "Hidayat Saputra Wijaya Kurniawan Setiawan Pratama Susanto Gunawan Firmansyah Ramadhan Haryanto"
    " Permata Anggraini Puspita Sari Lestari Oktaviani Handayani Rahayu Utami Safitri Maharani"
)
NEW_BOYS: Final = _pool(
    "Rizki Arkan Azka Fathan Rafa Kenzo Zidan Alvaro Arsya Gibran Rayyan Daffa Raka Farel Bilal"
    " Hafiz Ilham Naufal Reyhan Satria Yusuf Ibrahim Haikal Elvano Keenan Abizar Zayn Fahri Dimas"
    " Bagas Galang Aldi Tegar Adnan Habibi Malik Rasya Wildan Iqbal Fikri Danish Kahfi Shaka Ukasya"
    " Abdul_Rahman Abdul_Hadi Abdul_Karim Abdul_Aziz Nizam Emir Luthfi Hanan Izzan Sakha"
)
NEW_GIRLS: Final = _pool(
    "Aisyah Zahra Naura Kayla Shakila Alesha Qiana Nadira Humaira Khalisa Azzahra Salsabila Hanum"
    " Keisha Zivanna Aqila Safira Adiba Mikayla Inara Hafsah Raisa Nayla Kinara Arumi Elshanum"
    " Medina Yumna Fatin Alifa Syifa Nabila Rumaisa Anindya Carissa Dinda Talita Vania Zoya Hilya"
    " Siti_Nabila Nur_Azizah Siti_Hafiza Nur_Khadijah Sri_Ramadhani Putri Bunga Intan Citra Amira"
)
NEW_SECOND_BOY: Final = _pool(
    "Pratama Ramadhan Al_Fatih Putra Maulana Alfarizi Saputra Hidayat Akbar Ar_Rasyid Wijaya"
    " Adiyaksa Nugraha Alghifari Syahputra Mahardika Al_Farizqi Ardiansyah Firdaus Permana Atharizz"
    " Gemilang"
)
NEW_SECOND_GIRL: Final = _pool(
    "Putri Az_Zahra Ramadhani Maharani Khairunnisa Anjani Salsabila Aulia Nuraini Kirana Almahyra"
    " Permata Safitri Mufidah Lestari Syakira Qurrota_Ayun Ardelia Pertiwi Hasanah Calista Humaira"
)
LAST_WORDS: Final = _pool(
    "Alfatah Mahesa Winata Sanjaya Perdana Adinata Basri Hakim Prasetya Wibowo Anugrah Kusuma"
)
MUHAMMAD: Final = _pool(
    "Muhammad Muhamad Mohammad Mohamad M. M Muh. Muh Moh. Moh Mohd. Mhd. Mhmd Md. Muhammat Mochamad"
)


@dataclass(frozen=True)
class Names:
    """Names of children (as the family says them), of their mothers and fathers; arrays of n."""

    child: NDArray[np.object_]
    mother: NDArray[np.object_]
    father: NDArray[np.object_]


def _draw(rng: np.random.Generator, pool: Words, n: int, flat: float = 0.7) -> Words:
    """`n` words with Zipf weights, so that namesakes abound."""
    weight = 1.0 / (np.arange(len(pool)) + 2.0) ** flat
    return pool[rng.choice(len(pool), n, p=weight / weight.sum())]


def draw_names(rng: np.random.Generator, girl: NDArray[np.bool_], share: float = 0.27) -> Names:
    """Names for children whose sex is `girl`; `share` of the boys start with Muhammad."""
    n = len(girl)
    first = np.where(girl, _draw(rng, NEW_GIRLS, n), _draw(rng, NEW_BOYS, n))
    second = np.where(girl, _draw(rng, NEW_SECOND_GIRL, n), _draw(rng, NEW_SECOND_BOY, n))
    third, u = _draw(rng, LAST_WORDS, n), rng.random((4, n))
    child = np.empty(n, dtype=object)
    for i in range(n):
        words = [str(first[i])]
        if u[0, i] < 0.78 and second[i] != first[i]:
            words.append(str(second[i]))
        if u[1, i] < 0.14:
            words.append(str(third[i]))
        if not girl[i] and u[2, i] < share:
            words.insert(0, "Muhammad")
        child[i] = " ".join(words)
    mother = _parents(rng, OLD_WOMEN, n)
    return Names(child, mother, _parents(rng, OLD_MEN, n))


def _parents(rng: np.random.Generator, pool: Words, n: int) -> NDArray[np.object_]:
    first, second = _draw(rng, pool, n), _draw(rng, OLD_SECOND, n)
    both = rng.random(n) < 0.42
    pairs = zip(first, second, both, strict=True)
    return np.array([f"{a} {b}" if two else str(a) for a, b, two in pairs], dtype=object)


def twin_name(rng: np.random.Generator, name: str, girl: bool) -> str:
    """A name for the second twin: the same first word half of the time, never the same name."""
    pool = NEW_SECOND_GIRL if girl else NEW_SECOND_BOY
    first = (
        name.split()[0] if rng.random() < 0.5 else str(rng.choice(NEW_GIRLS if girl else NEW_BOYS))
    )
    while True:
        other = f"{first} {rng.choice(pool)}"
        if other != name:
            return other


def misspelt(rng: np.random.Generator, name: str) -> str:
    """The name as another clerk writes it: a Muhammad form, a joined compound, a dropped or cut
    word, a phonetic variant, a typing slip."""
    words = name.split()
    if words[0] == "Muhammad" and rng.random() < 0.55:
        words[0] = str(rng.choice(MUHAMMAD[1:]))
    if len(words) > 2 and rng.random() < 0.12:
        words.pop()
    elif len(words) > 1 and rng.random() < 0.06:
        words[-1] = f"{words[-1][0]}."
    if words[0] in {"Nur", "Siti", "Sri"} and len(words) > 1 and rng.random() < 0.3:
        words[:2] = [words[0] + words[1].lower()]
    return " ".join(_variant(rng, word) for word in words)


_SOUNDS: Final = (
    ("f", "p"), ("z", "j"), ("kh", "h"), ("sy", "s"), ("q", "k"),
    ("y", "i"), ("u", "o"), ("ll", "l"), ("nn", "n"), ("ah", "a"),
)  # fmt: skip


def _variant(rng: np.random.Generator, word: str) -> str:
    if len(word) < 4 or rng.random() > 0.16:
        return word
    if rng.random() < 0.3:  # a typing slip: two neighbours changed
        at = int(rng.integers(1, len(word) - 2))
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    known = [pair for pair in _SOUNDS if pair[0] in word[1:]]
    if not known:
        return word
    old, new = known[int(rng.integers(len(known)))]
    return word[0] + word[1:].replace(old, new, 1)
