"""The tables of a data package as typed Arrow tables and pandas frames."""

import hashlib
import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from nkevents.errors import DataError, UnknownValueError
from nkevents.model.frames import to_frame
from nkevents.model.table_schema import Field, Schema, read_schemas
from nkevents.store.release_zip import DESCRIPTOR, ArchivePath, open_archive

_TABLES = "data/"
Root: TypeAlias = Path | ArchivePath
# Tables on the data set itself; older versions lack them, and no claim is in them.
LOGS = ("changes", "releases")
# Tables that older versions lack, and that the rule does without.
OPTIONAL = (*LOGS, "readings")
_HEADER_LINES = 1


def shipped_root() -> Path:
    """The directory of the shipped data: beside the code when installed, the checkout's root when editable."""
    package = Path(__file__).parents[1]
    return package if (package / DESCRIPTOR).is_file() else package.parents[1]


class Tables:
    """One data package: a directory with a datapackage.json, or a release zip.

    Parameters
    ----------
    root : pathlib.Path
        The directory or the zip file.

    Raises
    ------
    DataError
        If there is no readable descriptor or schema, or the zip is not as it was released.
    """

    def __init__(self, root: Path) -> None:
        self._arrow: dict[str, pa.Table] = {}
        if not root.exists():
            raise DataError(
                f"{root}: no such directory or zip; a data package is a directory with a {DESCRIPTOR}, or a release zip"
            )
        self.root: Root = root if root.is_dir() else open_archive(root)
        self.descriptor: dict[str, Any] = _read_json(self.root / DESCRIPTOR)
        try:
            resources = {item["name"]: item for item in self.descriptor["resources"]}
            # A release also lists what is derived from the tables.
            self._resources = {name: item for name, item in resources.items() if item["path"].startswith(_TABLES)}
            self.version: str = self.descriptor["version"]
        except (KeyError, TypeError, AttributeError) as missing:
            raise DataError(f"{self.root / DESCRIPTOR}: not a data package of nkevents, {missing} is missing") from None

    @property
    def names(self) -> list[str]:
        """Names of the tables, in the descriptor's order."""
        return list(self._resources)

    @cached_property
    def schemas(self) -> dict[str, Schema]:
        """Schema of each table, and of the derived timeline, by name.

        Data of an earlier edition lack columns: those that may be empty are there, without a value, and without others
        the data are refused, since the rule would not find them.
        """
        shipped = shipped_root()
        if self.root == shipped:
            return self.stated
        listed = {item["name"]: item["schema"] for item in _read_json(shipped / DESCRIPTOR)["resources"]}
        needed = read_schemas({name: shipped / path for name, path in listed.items() if name not in OPTIONAL})
        return {**self.stated, **{name: self._completed(name, schema) for name, schema in needed.items()}}

    @cached_property
    def stated(self) -> dict[str, Schema]:
        """The same schemas as they stand, of whatever edition."""
        paths = {name: self.root / item["schema"] for name, item in self._resources.items()}
        # The derived frame belongs to the rule, hence to the code, whichever data are opened.
        paths["timeline"] = shipped_root() / "schemas" / "timeline.json"
        try:
            return read_schemas(paths)
        except (OSError, KeyError, ValueError) as error:
            raise DataError(f"{self.root}: a schema cannot be read: {error!r}") from error

    def _completed(self, name: str, needed: Schema) -> Schema:
        """The schema of a table, with the columns of today's edition that it lacks and that may be empty."""
        stated = self.stated.get(name, needed._replace(fields=()))
        absent = [field for field in needed.fields if field.name not in stated.names]
        lost = [field.name for field in absent if field.required or not stated.fields]
        if lost:
            raise DataError(
                f"{self.root}: data version {self.version} has no column {lost[0]} in the table {name}, which this "
                f"version of nkevents needs; read it with: pip install 'nkevents=={self.version}'"
            )
        return stated._replace(fields=(*stated.fields, *absent))

    def codes(self, field: Field) -> list[str]:
        """All codes of a coded column, in schema order."""
        if field.enum is not None:
            return field.enum
        table, column = field.vocabulary or ("", "")
        return [str(code) for code in self.arrow(table)[column].to_pylist()]

    def arrow(self, name: str) -> pa.Table:
        """One table, typed by its schema; read once.

        Parameters
        ----------
        name : str
            Name of the table.

        Returns
        -------
        pyarrow.Table

        Raises
        ------
        UnknownValueError
            If there is no such table.
        DataError
            If the file does not fit its schema; names file, row and column.
        """
        if name not in self._resources:
            raise UnknownValueError("table", name, self._resources, str(self.root / DESCRIPTOR))
        if name not in self._arrow:
            schema, path = self.schemas[name], self.root / self.path(name)
            texts = _read_texts(path, self.stated[name])
            nothing = pa.nulls(len(next(iter(texts.values()))), pa.string())
            columns = [self._typed(texts.get(field.name, nothing), field, path) for field in schema.fields]
            self._arrow[name] = pa.Table.from_arrays(columns, schema=schema.arrow())
        return self._arrow[name]

    def path(self, name: str) -> str:
        """Path of a table below the root."""
        return str(self._resources[name]["path"])

    def descriptor_of(self, name: str) -> dict[str, Any]:
        """What the descriptor says of a table."""
        return dict(self._resources[name])

    def text(self, name: str) -> str:
        """One table as it is written."""
        return (self.root / self.path(name)).read_text(encoding="utf-8")

    @cached_property
    def sha256(self) -> str:
        """Hash that pins the tables to the byte.

        Returns
        -------
        str
            SHA-256, in hexadecimal, of the lines that the command sha256sum prints for the tables, sorted by path;
            the tables on the data set itself, changes and releases, are left out.
        """
        paths = sorted(self.path(name) for name in self.names if name not in LOGS)
        lines = [f"{hashlib.sha256((self.root / path).read_bytes()).hexdigest()}  {path}\n" for path in paths]
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    def frame(self, name: str) -> pd.DataFrame:
        """One table as a fresh frame with the dtypes of its schema, shape (rows, fields)."""
        schema = self.schemas[name]
        return to_frame(self.arrow(name), schema, self.codes)

    def _typed(self, texts: pa.Array, field: Field, path: Root) -> pa.Array:
        if field.required and texts.null_count:
            row = pc.index(pc.is_null(texts), True).as_py()
            _refuse(path, row, field, "empty, but every row must have a value")
        if field.coded:
            return self._coded(texts, field, path)
        if field.type == "string":
            if field.constraints.get("unique"):
                _check_form(texts, field, path)
            return texts
        target = pa.date32() if field.type == "date" else field.arrow_type()
        try:
            values = pc.cast(texts, target)
        except pa.ArrowInvalid:
            row = next(row for row, text in enumerate(texts) if text.is_valid and not _casts(text, target))
            _refuse(path, row, field, f"{texts[row].as_py()!r} is no {field.type}")
        return values.cast(field.arrow_type())

    def _coded(self, texts: pa.Array, field: Field, path: Root) -> pa.Array:
        codes = pa.array(self.codes(field), pa.string())
        positions = pc.index_in(texts, value_set=codes)
        if positions.null_count > texts.null_count:
            row = pc.index(pc.and_(pc.is_null(positions), pc.is_valid(texts)), True).as_py()
            where = f"data/{field.vocabulary[0]}.csv" if field.vocabulary else f"the schema of {path.stem}"
            error = UnknownValueError(field.name, texts[row].as_py(), codes.to_pylist(), where)
            _refuse(path, row, field, str(error))
        return pa.DictionaryArray.from_arrays(positions, codes)


def _read_texts(path: Root, schema: Schema) -> dict[str, pa.Array]:
    options = pyarrow.csv.ConvertOptions(
        column_types={name: pa.string() for name in schema.names},
        null_values=[""],
        strings_can_be_null=True,
    )
    try:
        table = pyarrow.csv.read_csv(pa.BufferReader(path.read_bytes()), convert_options=options)
    except FileNotFoundError:
        raise DataError(f"{path}: the file is missing") from None
    except (pa.ArrowInvalid, pa.ArrowKeyError, OSError) as error:
        raise DataError(f"{path}: {error}") from error
    if table.column_names != schema.names:
        raise DataError(
            f"{path}: the columns are {', '.join(table.column_names)}; they must be {', '.join(schema.names)}"
        )
    table = _in_order(table, schema.primary_key)
    return {name: table[name].combine_chunks() for name in schema.names}


def _in_order(table: pa.Table, key: Sequence[str]) -> pa.Table:
    """Sort by primary key, which canonical files are already."""
    if len(key) == 1:
        values = table[key[0]]
        if pc.all(pc.less(values[:-1], values[1:])).as_py() is not False:
            return table
    return table.sort_by([(name, "ascending") for name in key])


def _check_form(texts: pa.Array, field: Field, path: Root) -> None:
    """Refuse an id of another form; the order of claims is read off their ids."""
    form = field.constraints.get("pattern", ".*")
    fits = pc.match_substring_regex(texts, f"^(?:{form})$")
    if pc.any(pc.invert(fits)).as_py():
        row = pc.index(fits, False).as_py()
        _refuse(path, row, field, f"{texts[row].as_py()!r} does not have the form {form}")


def _read_json(path: Root) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError(f"{path}: the file is missing, so its directory is no data package") from None
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: cannot be read: {error}") from error
    if not isinstance(value, dict):
        raise DataError(f"{path}: not a data package, the descriptor must be an object")
    return value


def _casts(text: pa.Scalar, target: pa.DataType) -> bool:
    try:
        text.cast(target)
    except pa.ArrowInvalid:
        return False
    return True


def _refuse(path: Root, row: int, field: Field, why: str) -> NoReturn:
    raise DataError(f"{path}, row {row + 1 + _HEADER_LINES}, column {field.name}: {why}")
