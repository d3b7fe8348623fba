"""The facts of every column, read from schemas/*.json and turned into Arrow and pandas types.

A Table Schema states each column once; nothing else in the package repeats a column's type, unit or codes.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from nkevents.errors import MissingExtraError
from nkevents.model.cell import form_of, problem
from nkevents.model.problem import Problem

if TYPE_CHECKING:
    import pandas as pd
    from pandera.pandas import DataFrameSchema

# What Arrow and pandas call each type.
_TYPES = {
    "string": (pa.string(), "string[pyarrow]"),
    "integer": (pa.int64(), "Int64"),
    "number": (pa.float64(), "float64"),
    "boolean": (pa.bool_(), "boolean"),
    "date": (pa.timestamp("ms"), "datetime64[ms]"),
}
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
_STATED = ("name", "title", "description", "type", "unit", "constraints")


class Field(NamedTuple):
    """One column.

    Attributes
    ----------
    name, title, description, unit : str
        As the schema states them; the unit is ``none`` where a cell is no quantity.
    question : str
        What a cell answers; empty in editions of the schema that do not state it.
    type : str
        ``string``, ``integer``, ``number``, ``boolean`` or ``date``.
    constraints : dict
        As in Table Schema: required, unique, enum, pattern, minimum, maximum, maxLength.
    vocabulary : tuple of str or None
        Table and column that list the codes of this column.
    codes : tuple of str or None
        All codes of a coded column, in order; None for other columns, and for a vocabulary that was not read.
    decimals : int or None
        How many decimals a number may have.
    is_edtf : bool
        Whether the texts are dates in the forms of `nkevents.model.edtf`.
    is_reserved : bool
        Whether frames leave the column out while no row of the data has a value.
    """

    name: str
    title: str
    description: str
    type: str
    unit: str
    constraints: dict[str, Any]
    vocabulary: tuple[str, str] | None
    question: str = ""
    codes: tuple[str, ...] | None = None
    decimals: int | None = None
    is_edtf: bool = False
    is_reserved: bool = False

    def check(self, text: str) -> Problem | None:
        """Say what keeps a text from being a cell of this column; None where nothing does.

        Reading, checking and entering tables and checking a user's frame all ask here.

        Returns
        -------
        Problem or None
            rule, message and instead (what would be right).

        Examples
        --------
        >>> Field("low", "Low", "How many at least.", "integer", "person", {"minimum": 0}, None).check("007")
        Problem(rule='decorated-number', message="'007' is no plain number", instead='write 7')
        """
        return problem(self, text)

    @property
    def form(self) -> str | None:
        """Regular expression that a sound cell matches as a whole, codes and EDTF dates aside; None for any text."""
        return form_of(self)

    @property
    def required(self) -> bool:
        """Whether every row must have a value."""
        return bool(self.constraints.get("required"))

    @property
    def coded(self) -> bool:
        """Whether the column holds codes of a closed set or a vocabulary."""
        return "enum" in self.constraints or self.vocabulary is not None

    def arrow_type(self) -> pa.DataType:
        """Arrow type; codes are dictionaries."""
        return pa.dictionary(pa.int32(), pa.string()) if self.coded else _TYPES[self.type][0]

    def pandas_dtype(self, codes: Sequence[str] | None = None) -> Any:
        """Pandas dtype; `codes` are all codes of the column's vocabulary, in order."""
        return _categories(tuple(codes or self.codes or ())) if self.coded else _TYPES[self.type][1]


@cache
def _categories(codes: tuple[str, ...]) -> "pd.CategoricalDtype":
    # Entering documents takes schemas without any frame, and pandas is slow to import.
    import pandas as pd

    return pd.CategoricalDtype(list(codes))


class Schema(NamedTuple):
    """One table or frame: its columns and keys.

    Attributes
    ----------
    is_open : bool
        Whether it may have further columns.
    """

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...]
    is_open: bool = False

    @property
    def names(self) -> list[str]:
        """Column names in order."""
        return [field.name for field in self.fields]

    def field(self, name: str) -> Field:
        """The column of that name."""
        return next(field for field in self.fields if field.name == name)

    def to_pandera(self) -> "DataFrameSchema":
        """Make a pandera schema: nullable types, categories, checks, titles, descriptions and units.

        Returns
        -------
        pandera.pandas.DataFrameSchema
            It turns columns into the types that the frames have.

        Raises
        ------
        NkeventsError
            If pandera is not installed.

        Examples
        --------
        >>> import nkevents
        >>> checked = nkevents.schema("timeline").to_pandera().validate(nkevents.load())
        """
        try:
            import_module("pandera.pandas")
        except ImportError:
            raise MissingExtraError("checking frames", "validate") from None
        from nkevents.model.pandera_schema import dataframe_schema

        return dataframe_schema(self)

    def arrow(self) -> pa.Schema:
        """Arrow schema; each field's title, description and unit stand in its metadata."""
        return pa.schema(
            [
                pa.field(
                    field.name,
                    field.arrow_type(),
                    nullable=not field.required,
                    metadata={"title": field.title, "description": field.description, "unit": field.unit},
                )
                for field in self.fields
            ],
            metadata={"title": self.title, "description": self.description},
        )


def read_schemas(raws: Mapping[str, dict[str, Any]]) -> dict[str, Schema]:
    """Read Table Schemas that refer to each other.

    Parameters
    ----------
    raws : mapping of str to dict
        What each table's JSON file holds.
    """
    vocabularies = {name: raw["primaryKey"][-1] for name, raw in raws.items() if raw.get("vocabulary")}
    return {name: _schema(raw, vocabularies) for name, raw in raws.items()}


def _schema(raw: dict[str, Any], vocabularies: Mapping[str, str]) -> Schema:
    keys = tuple(
        (tuple(key["fields"]), key["reference"]["resource"], tuple(key["reference"]["fields"]))
        for key in raw.get("foreignKeys", ())
    )
    coded = {
        column: (table, target)
        for columns, table, targets in keys
        for column, target in zip(columns, targets, strict=True)
        if vocabularies.get(table) == target
    }
    fields = tuple(read_field(item, coded.get(item["name"])) for item in raw["fields"])
    return Schema(raw["name"], raw["title"], raw["description"], fields, tuple(raw.get("primaryKey", ())), keys)


def read_field(raw: dict[str, Any], vocabulary: tuple[str, str] | None = None) -> Field:
    """Read one column of a Table Schema."""
    return Field(
        **{key: raw[key] for key in _STATED},
        vocabulary=vocabulary,
        question=raw.get("question", ""),
        codes=tuple(raw["constraints"]["enum"]) if "enum" in raw["constraints"] else None,
        decimals=raw.get("decimals"),
        is_edtf=raw.get("rdfType") == EDTF and raw["type"] == "string",
        is_reserved=raw.get("reserved", False),
    )
