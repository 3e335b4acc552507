"""Public ids of persons and families: see `access.public_ids`, which every room may use."""

from rembuk.office.access.public_ids import ALPHABET, RANDOM, new, new_many, read

__all__ = ["ALPHABET", "RANDOM", "new", "new_many", "read"]
