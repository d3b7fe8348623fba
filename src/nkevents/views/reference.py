"""Tables as they are, the codebook, places by any name, and how to cite."""

import unicodedata

import pandas as pd

from nkevents.codes import TableName
from nkevents.dates import as_day
from nkevents.errors import UnknownValueError
from nkevents.views.base import Base, Day


class ReferenceViews(Base):
    """Views of what the tables state."""

    def table(self, name: TableName) -> pd.DataFrame:
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

    def codebook(self) -> pd.DataFrame:
        """Describe every column of every table and of the timeline.

        Returns
        -------
        pandas.DataFrame
            Columns table, column, title, description, type (the pandas dtype), unit, required, codes (separated by
            a semicolon and a space; empty for columns that are not coded).

        Examples
        --------
        >>> import nkevents
        >>> book = nkevents.codebook().set_index(["table", "column"])
        >>> book.loc[("timeline", "radius_km"), "unit"]
        'kilometre'
        """
        rows = [
            (
                name,
                field.name,
                field.title,
                field.description,
                str(field.pandas_dtype()) if not field.coded else "category",
                field.unit,
                field.required,
                "; ".join(self._tables.codes(field)) if field.coded else None,
            )
            for name, schema in self._tables.schemas.items()
            for field in schema.fields
        ]
        columns = ["table", "column", "title", "description", "type", "unit", "required", "codes"]
        frame = pd.DataFrame(rows, columns=columns)
        texts = [name for name in columns if name != "required"]
        return frame.astype({**dict.fromkeys(texts, "string[pyarrow]"), "required": "boolean"})

    def find_place(self, name: str) -> pd.DataFrame:
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
        places = self._tables.frame("places")
        names = pd.concat([self._tables.frame("place_names"), places], ignore_index=True)[["place_id", "name"]]
        found = names.loc[names["name"].map(_folded) == _folded(name), "place_id"]
        if found.empty:
            raise UnknownValueError("place", name, names["name"], "nkevents.table('place_names')")
        return places[places["place_id"].isin(found)].reset_index(drop=True)

    def cite(self, *, as_of: Day | None = None) -> str:
        """Cite exactly this version of the data.

        Parameters
        ----------
        as_of : str or date, optional
            The day whose state of knowledge was used, if any.

        Returns
        -------
        str

        Examples
        --------
        >>> import nkevents
        >>> nkevents.cite().startswith("nkevents contributors (2026). nkevents:")
        True
        """
        descriptor = self._tables.descriptor
        authors = ", ".join(person["title"] for person in descriptor["contributors"])
        known = "" if as_of is None else f", as known on {as_day(as_of)}"
        return (
            f"{authors} ({descriptor['created'][:4]}). {descriptor['title']} "
            f"(Version {self.version}{known}) [Data set]. {descriptor['licenses'][0]['title']}."
        )


def _folded(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.replace("ı", "i").casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).strip()
