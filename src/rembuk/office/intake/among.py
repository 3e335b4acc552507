"""`among("child", ids)`: a condition that a column is one of very many values.

Django's `__in` prepares and binds every value apart, which costs more than the query itself from a
few hundred values on. Here all values go to the database as one parameter: an array for PostgreSQL,
a JSON array for SQLite. An index on the column is used as with `IN`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db.models import Field, Lookup, Q
from django.db.models.fields.related import ForeignObject

KEYS: Final = 20_000
"""Values of one statement: bounds its memory and the rows that come back."""


_KINDS: Final = {int: "bigint", dt.date: "date"}


class _Values:
    """Values that Django does not look into."""

    __slots__ = ("values",)

    def __init__(self, values: Iterable[Any]) -> None:
        self.values = list(values)


@ForeignObject.register_lookup  # a foreign key does not take the lookups of plain fields
@Field.register_lookup
class Among(Lookup[Any]):
    """`column__among`, used through `among`."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The condition with one parameter."""
        lhs, params = self.process_lhs(compiler, connection)
        values = self.rhs.values
        if not values:
            raise EmptyResultSet
        if connection.vendor == "postgresql":
            # the type in full: only an array of the column's own type is searched by hash
            kind = _KINDS.get(type(values[0]), "text")
            return f"{lhs} = ANY(%s::{kind}[])", (*params, values)
        return (
            f"{lhs} IN (SELECT value FROM json_each(%s))",
            (*params, json.dumps(values, default=str)),
        )


def among(column: str, values: Iterable[Any]) -> Q:
    """The column (field or attname; text, whole number or date) is one of `values`."""
    return Q(**{f"{column}__among": _Values(values)})
