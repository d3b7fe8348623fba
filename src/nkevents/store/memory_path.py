"""Files in memory, such as those of a release zip, read like files on a disk."""

from collections.abc import Mapping
from pathlib import PurePosixPath

_HERE = PurePosixPath()


class MemoryPath:
    """A file or directory in memory; it has those methods of a path that reading a data package calls.

    Parameters
    ----------
    name : str
        What errors call the root.
    files : mapping of str to bytes
        Content by path.
    at : PurePosixPath
        Where below the root.
    """

    def __init__(self, name: str, files: Mapping[str, bytes], at: PurePosixPath = _HERE) -> None:
        self._name, self._files, self._at = name, files, at

    def __truediv__(self, other: str) -> "MemoryPath":
        return MemoryPath(self._name, self._files, self._at / other)

    def __str__(self) -> str:
        return f"{self._name}/{self._at}" if self._at.parts else self._name

    def exists(self) -> bool:
        """Whether there is such a file or directory."""
        return str(self._at) in self._files or self.is_dir()

    def is_dir(self) -> bool:
        """Whether files stand below this path."""
        return any(self._at in PurePosixPath(name).parents for name in self._files)

    def read_bytes(self) -> bytes:
        """Content of a file.

        Raises
        ------
        FileNotFoundError
            If there is no such file.
        """
        try:
            return self._files[str(self._at)]
        except KeyError:
            raise FileNotFoundError(str(self)) from None
