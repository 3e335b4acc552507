"""A password hasher that costs next to nothing, for the hundreds of accounts the tests make."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """Argon2 as in the office, with the least work it can be asked for (the office's: 100 MiB)."""

    time_cost = 1
    memory_cost = 8  # KiB
    parallelism = 1
