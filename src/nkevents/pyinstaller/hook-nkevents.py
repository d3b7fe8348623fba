"""Take the data along, and the modules that are imported by name when they are first asked for."""

from PyInstaller.utils.hooks import collect_data_files, collect_submodules

datas = collect_data_files("nkevents")
hiddenimports = collect_submodules("nkevents", filter=lambda name: not name.startswith("nkevents.pyinstaller"))
