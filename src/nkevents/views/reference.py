"""Tables as they are, the codebook, and places and actors by any name."""

import pandas as pd

from nkevents.model.codes import FrameName, TableName
from nkevents.model.table_schema import Schema
from nkevents.store.version import version_of
from nkevents.views.base import Base
from nkevents.views.frame_schemas import frame_names, schema_of


def table(self: Base, name: TableName) -> pd.DataFrame:
    """Load one table as it stands.

    Parameters
    ----------
    name : str
        Name of the table, such as ``"claims"`` or ``"places"``.

    Returns
    -------
    pandas.DataFrame
        Shape (rows, fields); columns, types and units as in `codebook`.

    Raises
    ------
    UnknownValueError
        If there is no such table.

    Examples
    --------
    >>> import nkevents
    >>> nkevents.table("claim_aspects").columns.tolist()
    ['aspect', 'kind', 'label', 'definition']
    """
    self._check("table", [name], self._tables.names, "datapackage.json")
    return self._tables.frame(name)


def schema(self: Base, name: FrameName) -> Schema:
    """Give the schema of a table or of a derived frame: its columns with types, units, codes and limits.

    Parameters
    ----------
    name : str
        Name of a table; ``"timeline"`` for what `load` and `episodes` return; or the name of another view:
        ``"accounts"``, ``"figures"``, ``"participants"``, ``"counts"`` (to which `counts` adds the columns of its
        `by`), ``"tolls"``, ``"revisions"``, ``"explanations"``, ``"vintages"``, ``"vintages_of_accounts"`` and
        ``"vintages_of_provisions"``. Where a table has the name of a view, the view is ``"claims_view"`` (of
        `positions` too), ``"provisions_view"`` or ``"sources_view"``.

    Returns
    -------
    Schema
        `to_pandera` makes a ``pandera.pandas.DataFrameSchema`` of it; ``field(column).check(text)`` says what is
        wrong with the text of a cell.

    Raises
    ------
    UnknownValueError
        If there is no such table or frame; names those that there are.

    Examples
    --------
    >>> import nkevents
    >>> nkevents.schema("claims").field("low").check("007")
    Problem(rule='decorated-number', message="'007' is no plain number", instead='write 7')
    >>> told = nkevents.accounts("ganja-strike-3")
    >>> nkevents.schema("accounts").to_pandera().validate(told).equals(told)
    True
    """
    known = [*self._tables.schemas, *frame_names()]
    self._check("table or frame", [name], known, "the documentation of schema()")
    return schema_of(self, name)


def codebook(self: Base) -> pd.DataFrame:
    """Describe every column of every table and of the timeline.

    Returns
    -------
    pandas.DataFrame
        Columns table, column, title, question (which a cell answers), description, type (the pandas dtype), unit,
        required, codes (separated by a semicolon and a space; empty for columns that are not coded).

    Examples
    --------
    >>> import nkevents
    >>> book = nkevents.codebook().set_index(["table", "column"])
    >>> book.loc[("timeline", "radius_km"), "unit"]
    'kilometre'
    """
    frame = pd.DataFrame(
        {
            "table": name,
            "column": field.name,
            "title": field.title,
            "question": field.question,
            "description": field.description,
            "type": str(field.pandas_dtype()) if not field.coded else "category",
            "unit": field.unit,
            "required": field.required,
            "codes": "; ".join(self._tables.codes(field)) if field.coded else None,
        }
        for name, schema in self._tables.schemas.items()
        for field in schema.fields
    )
    return frame.astype({**dict.fromkeys(frame.columns, "string[pyarrow]"), "required": "boolean"})


def changes(self: Base, since: str | None = None) -> pd.DataFrame:
    """Load the log of changes: every cell that a version added, corrected or took away, with the reason.

    Parameters
    ----------
    since : str, optional
        Only what changed after this version, such as ``"0.1.0"``.

    Returns
    -------
    pandas.DataFrame
        Columns of the table changes.

    Raises
    ------
    UnknownValueError
        If no such version was released.

    Examples
    --------
    >>> import nkevents
    >>> nkevents.changes(since="0.1.0").columns.tolist()[:4]
    ['version', 'table', 'row', 'action']
    """
    frame = self._tables.frame("changes")
    if since is None:
        return frame
    released = self._tables.frame("releases")["version"].tolist()
    self._check("version", [since], [*released, self._tables.version], "nkevents.table('releases')")
    later = [row for row, version in enumerate(frame["version"]) if version_of(version) > version_of(since)]
    return frame.iloc[later].reset_index(drop=True)


def find_place(self: Base, name: str) -> pd.DataFrame:
    """Find places by any spelling, in any script; letter case and diacritics do not matter.

    Parameters
    ----------
    name : str
        A name, such as ``"Şuşa"``, ``"Shushi"`` or ``"Шуша"``.

    Returns
    -------
    pandas.DataFrame
        Columns of the table places, one row for each place that has this name.

    Raises
    ------
    UnknownValueError
        If no place has this name; names the nearest spellings.

    Examples
    --------
    >>> import nkevents
    >>> nkevents.find_place("shushi")["name"].tolist()
    ['Shusha / Shushi']
    """
    return self._names.found("place", name)


def find_actor(self: Base, name: str) -> pd.DataFrame:
    """Find actors by id or any spelling, in any script; letter case and diacritics do not matter.

    Parameters
    ----------
    name : str
        A name, such as ``"Ministry of Defence of Armenia"``, ``"Azərbaycan"`` or ``"armenia-mod"``. A surname
        alone stands for all persons who bear it, where nobody has it as a name. A state body is found by its
        English name in any order, with the country or its adjective: ``"Azerbaijani defense ministry"``.

    Returns
    -------
    pandas.DataFrame
        Columns of the table actors, one row for each actor that has this name.

    Raises
    ------
    UnknownValueError
        If no actor has this name; names the nearest spellings.

    Examples
    --------
    >>> import nkevents
    >>> nkevents.find_actor("azerbaycan")["actor_id"].tolist()
    ['azerbaijan']
    >>> [nkevents.find_actor(f"{of} Defense Ministry")["name"].item() for of in ("Armenian", "Azerbaijani")]
    ['Ministry of Defence of Armenia', 'Ministry of Defence of Azerbaijan']
    """
    return self._names.found("actor", name)
