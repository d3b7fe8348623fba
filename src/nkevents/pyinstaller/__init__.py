"""What PyInstaller asks for, so that a program built with it holds the data."""

from pathlib import Path


def hook_directories() -> list[str]:
    """Name the directory of the hooks; PyInstaller finds this function by the entry point ``pyinstaller40``."""
    return [str(Path(__file__).parent)]
