"""Words of invented names: two old pools, two modern ones, and the words that come after.

Common words only; every combination is drawn by lot. `_` joins the words of a compound.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.object_]


def _pool(text: str) -> Words:
    return np.array([word.replace("_", " ") for word in text.split()], dtype=object)


OLD_MEN: Final = _pool(
    "Sukardi Suparman Sumarno Jumadi Zainal Sutrisno Rusdi Marwan Ruslan Sarman Kasim Mahyudin"
    " Sugiarto Bustomi Junaidi Mulyadi Sobri Yusman Nawawi Romli Suherman Karnadi Tarmizi Usman"
    " Makmun Subandi Wahyudi Iskandar Slamet Sunarto Sujono Suyono Sudirman Sukirman Sutomo Suroso"
    " Sugeng Suwarno Suprapto Supriyadi Budiono Bujang Cik_Din Darmo Jamaludin Jailani Yahya Yusuf"
    " Yakub Yunus Ismail Ibrahim Idris Ishak Harun Musa Umar Sulaiman Syukur Syarif Syafei Tukiman"
    " Paimin Ponidi Ngadimin Wagiman Sanusi Saleh Salim Rahmat Rozali Matnur Matcik Mursalin Muslim"
    " Muchtar Masud Mansur Maulud Latif Kusnadi Kosim Komarudin Jufri Juhari Joko Jasman Husin"
    " Holidi Hasan Hamid Hamzah Hasyim Hanafi Fauzi Effendi Edi Darsono Daud Cecep Burhan Basri"
    " Badarudin Azhari Arsyad Anwar Amir Alwi Aliman Abu_Bakar Abas Zulkifli Zakaria Zubir"
    " Abdul_Gani Abdul_Rahman Abdul_Hamid Abdul_Kadir Abdul_Manan Nurdin Nasir Najamudin Mustofa"
    " Sarjono Tugiman Warsito Widodo Yatno Poniman Parjo Rasyid Rustam Sahabudin Samsudin Sofyan"
)
OLD_WOMEN: Final = _pool(
    "Rohana Maryam Siti_Aminah Suryani Nurbaiti Zubaidah Halimah Sumiati Rosidah Masnun Aminah"
    " Hartati Komariah Fatimah Mardiana Siti_Aisyah Nur_Hayati Sri_Wahyuni Jumiati Asnawati Darlena"
    " Marlina Lisnawati Rusmini Sukarti Suparti Sujiati Sutinah Suminah Sulastri Suharti Sunarti"
    " Sumarni Supiah Juwariyah Jumirah Juriah Jamilah Juairiyah Cik_Yam Cik_Nona Yusnani Yusnita"
    " Yuliana Yuhana Kartini Kasiyem Katinem Ngatinah Paijem Paini Painem Poniyem Ponirah Tukiyem"
    " Tuminah Wagiyem Wakinem Wasiyah Rukiyah Rukmini Romlah Rodiyah Rohimah Rosmala Rosita Salamah"
    " Salmah Saniah Sarinah Saudah Siti_Khodijah Siti_Rohmah Siti_Zulaiha Sri_Lestari Sri_Mulyani"
    " Sri_Utami Nur_Aini Nur_Jannah Nur_Laila Nurma Nurlela Nursiah Hasnah Hamidah Hapsah Husna"
    " Ida Indrawati Isnaini Khadijah Kholifah Latifah Lena Maimunah Malihah Marhamah Marsiah"
    " Masitoh Maslamah Munawaroh Muslimah Muzayanah Nafisah Nuraini Robiah Sakdiah Samsiah Solehah"
    " Sofiah Syamsiah Tarminah Umi_Kalsum Wiwik Zahara Zainab Zuraida Zuhriah Zumrotul Ernawati"
    " Herawati Herlina Hernani Dahlia Darmawati Cholifah Ciknah"
)
OLD_SECOND_MEN: Final = _pool(
    "Hidayat Wijaya Susanto Gunawan Haryanto Setiawan Suprapto Hartono Santoso Raharjo Sutejo"
    " Subagyo Sudibyo Ahmad Ali Hasan Umar Yusuf Harahap_Jaya Utomo Jaya Sujarwo Cahyono Prayitno"
)
OLD_SECOND_WOMEN: Final = _pool(
    "Rahayu Lestari Handayani Utami Suryani Hartini Ningsih Wati Sulastri Astuti Juwita Rukmana"
    " Yulianti Purwanti Kusumawati Setyowati Hasanah Aminah Jannah Suci Cahyani Budiarti"
)
NEW_MEN: Final = _pool(
    "Rizki Ahmad Andi Agus Dedi Rudi Hendra Eko Budi Dimas Arif Fajar Rian Ilham Reza Aldi Bayu"
    " Yoga Doni Ferdi Heri Indra Irfan Joni Kevin Luthfi Nanda Novan Oki Putra Rafi Rahman Rangga"
    " Rendi Riko Riski Robi Romi Ryan Satria Surya Taufik Tegar Teguh Tri Wahyu Wildan Yoga Yudi"
    " Zaki Zidan Azka Arkan Fathan Rafa Kenzo Alvaro Arsya Gibran Rayyan Daffa Raka Farel Bilal"
    " Hafiz Naufal Reyhan Ibrahim Haikal Elvano Keenan Abizar Zayn Fahri Bagas Galang Adnan Habibi"
    " Malik Rasya Iqbal Fikri Danish Kahfi Shaka Ukasya Nizam Emir Hanan Izzan Sakha Akmal Alif"
    " Ananda Andika Angga Anton Ardi Ari Arya Bambang Beni Chandra Deni Dika Edo Fadli Fahmi Faisal"
    " Farhan Febri Firman Gilang Hanif Haris Ikhsan Jefri Khoirul Lukman Mahesa Miko Nico Nova"
    " Abdul_Rahman Abdul_Hadi Abdul_Karim Abdul_Aziz Abdul_Rohman Abdul_Malik Abdul_Ghofur"
    " Abdul_Basit Nur_Cahyo Nur_Hidayat Syahrul Syaiful Zainal Zulfikar Yusril Vino Tomi Sandi Okta"
)
NEW_WOMEN: Final = _pool(
    "Dewi Putri Siti_Nurhaliza Rika Desi Fitri Eka Yesi Rani Meri Leni Tuti Septi Wulan Resti Ika"
    " Ayu Novita Susanti Yunita Megawati Nur_Azizah Nur_Aini Nur_Hasanah Nur_Fadilah Nur_Khadijah"
    " Siti_Aisyah Siti_Nabila Siti_Hafiza Siti_Khoirunnisa Siti_Fatimah Siti_Zahra Sri_Rahayu"
    " Sri_Ramadhani Sri_Wahyuni Aisyah Zahra Naura Kayla Shakila Alesha Qiana Nadira Humaira"
    " Khalisa Azzahra Salsabila Hanum Keisha Zivanna Aqila Safira Adiba Mikayla Inara Hafsah Raisa"
    " Nayla Kinara Arumi Elshanum Medina Yumna Fatin Alifa Syifa Nabila Rumaisa Anindya Carissa"
    " Dinda Talita Vania Zoya Hilya Bunga Intan Citra Amira Anisa Anggun Annisa Apriani Ariska"
    " Bella"
    " Cindy Della Devi Dian Diah Elsa Elvira Erna Eva Feby Fera Fika Fira Gita Hana Hesti Icha Ilma"
    " Indah Irma Jihan Julia Karina Khusnul Kiki Laila Lia Linda Lisa Lutfiah Mala Maya Mega Melati"
    " Melisa Mira Mutia Nadia Nia Nina Novi Nurul Oktavia Puja Puspa Rahma Ratih Ratna Reni Ria"
    " Rina Rini Risma Riska Rosa Salma Sarah Selvi Shinta Silvia Sonia Suci Tania Tari Tia Tiara"
    " Tika Vera Via Vina Vivi Widya Winda Yani Yeni Yuli Yulia Yuni Zaskia Zulfa"
)
NEW_SECOND_MEN: Final = _pool(
    "Pratama Ramadhan Maulana Hidayat Setiawan Kurniawan Firmansyah Akbar Nugraha Syahputra"
    " Permana Ardiansyah Firdaus Alfarizi Al_Fatih Ar_Rasyid Adiyaksa Alghifari Mahardika"
    " Al_Farizqi"
    " Atharizz Gemilang Fadhilah Irawan Wibowo Hakim Julian Kurnia Prayoga Purnama Rizaldi Romadhon"
    " Sanjaya Saputro Subekti Sudrajat Suryadi Syaputra Wicaksono Yulianto Zulkarnain Prasetyo"
    " Afrizal Aditya Anugrah Apriansyah Dharma Dwi Efendi Gunawan Hermawan Ihsan Jaelani Khairi"
)
NEW_SECOND_WOMEN: Final = _pool(
    "Az_Zahra Ramadhani Maharani Khairunnisa Anjani Salsabila Aulia Nuraini Kirana Almahyra Permata"
    " Safitri Mufidah Lestari Syakira Qurrota_Ayun Ardelia Pertiwi Hasanah Calista Humaira"
    " Anggraini"
    " Puspita Oktaviani Handayani Rahayu Utami Amelia Andini Apriyani Astuti Cahyani Damayanti"
    " Fadhilah Febriani Fitriyani Indriani Julianti Kartika Khoiriyah Kusuma Marlina Mardiyah"
    " Melani Nabila Novianti Nurjanah Octavia Puspitasari Rahmadani Ramadania Septiani Wulandari"
    " Yulianti Zulaikha Agustina Dwiyanti Rosalina Wahyuni"
)
THIRD: Final = _pool(
    "Alfatah Mahesa Winata Perdana Adinata Prasetya Anugrah Kusuma Al_Hafiz Az_Zikri Bintang"
    " Cahaya Ghani Hanif Jannah Khairi Latifah Maritza Nafisa Pasha Qisthi Rabbani Shidqia Tanzil"
    " Ulya Yasmin Zhafira Syauqi Fitriah Ghaisan"
)
COMMON_LAST_MEN: Final = _pool("Saputra Wijaya Putra Santoso Hidayatullah Kesuma Pangestu Jaya")
COMMON_LAST_WOMEN: Final = _pool("Sari Putri Wati Lestari Ningsih Dewi Ningrum Nisa")
"""Words many names end in. They are not family names: a sister's may differ."""

MUHAMMAD: Final = (
    "M", "M.", "Muh", "Muh.", "Moh", "Moh.", "Mohd", "Mohd.", "Mhd", "Mhd.", "Md.",
    "Muhamad", "Mohammad", "Mohamad", "Muhammat", "Mochamad",
)  # fmt: skip
"""Sixteen other ways to write Muhammad."""

COMPOUNDS: Final = frozenset({"Nur", "Siti", "Sri", "Abdul"})
"""First words that offices join with the next: Nur Hayati, Nurhayati."""
