"""`among("child", ids)`: a condition that a column is one of very many values.

Django's `__in` prepares and binds every value apart, which costs more than the query itself from a
few hundred values on. Here all values go to the database as one parameter: an array for PostgreSQL,
a JSON array for SQLite. An index on the column is used as with `IN`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db.models import Field, Lookup, Q

KEYS: Final = 20_000
"""Values of one statement: bounds its memory and the rows that come back."""


class _Values:
    """Values that Django does not look into."""

    __slots__ = ("values",)

    def __init__(self, values: Iterable[Any]) -> None:
        self.values = list(values)


@Field.register_lookup
class Among(Lookup[Any]):
    """`column__among`, used through `among`."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """The condition with one parameter."""
        lhs, params = self.process_lhs(compiler, connection)
        values = self.rhs.values
        if not values:
            raise EmptyResultSet
        if connection.vendor == "postgresql":
            return f"{lhs} = ANY(%s)", [*params, values]
        return (
            f"{lhs} IN (SELECT value FROM json_each(%s))",
            [*params, json.dumps(values, default=str)],
        )


def among(column: str, values: Iterable[Any]) -> Q:
    """The column (field or attname; text, whole number or date) is one of `values`."""
    return Q(**{f"{column}__among": _Values(values)})
