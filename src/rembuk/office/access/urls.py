"""Pages of the room `access`."""

from django.urls import path

from rembuk.office.access import pages, pages_accounts

app_name = "access"
urlpatterns = [
    path("saya/", pages.me, name="me"),
    path("catatan/", pages.log_page, name="log"),
    path("catatan/unduh/", pages.log_export, name="log-export"),
    path("akun/", pages_accounts.accounts, name="accounts"),
    path("akun/baru/", pages_accounts.create, name="account-new"),
    path("akun/<int:pk>/", pages_accounts.account, name="account"),
    path("akun/<int:pk>/peran/", pages_accounts.assign, name="assign"),
    path("akun/<int:pk>/sandi/", pages_accounts.password, name="password"),
    path("akun/<int:pk>/status/", pages_accounts.switch, name="switch"),
    path("akun/<int:pk>/buka-kunci/", pages_accounts.unlock, name="unlock"),
    path("peran/<int:pk>/akhiri/", pages_accounts.end, name="end"),
]
