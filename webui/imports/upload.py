"""A file as it was sent: unpacked within bounds, read and checked as the command line does; kept until the officer says yes."""

from __future__ import annotations

import tempfile
import zipfile
from collections import OrderedDict
from pathlib import Path, PurePosixPath
from threading import Lock

from flask import current_app
from werkzeug.datastructures import FileStorage

from data.importers import read_package
from data.package import Package
from webui.errors import UserFault
from webui.i18n import gettext as _

#: bytes of what is sent, and of what a zip file may unpack to
LARGEST, UNPACKED = 100 * 2**20, 400 * 2**20
#: files in a zip file
MEMBERS = 60
#: kinds of files that a package is made of
ENDINGS = (".csv", ".xlsx", ".xlsm", ".toml")
#: packages that wait for a yes; the oldest goes first
KEPT = 2


class Waiting:
    """Checked packages that are not imported yet, by version; they are in memory alone, and gone after a restart."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, tuple[Package, str]] = OrderedDict()
        self._lock = Lock()

    def put(self, package: Package, source: str) -> None:
        """Keep a package; `source` is the name of its file."""
        with self._lock:
            self._held[package.version] = package, source
            while len(self._held) > KEPT:
                self._held.popitem(last=False)

    def take(self, version: str) -> tuple[Package, str] | None:
        """The package of that version, which waits no more."""
        with self._lock:
            return self._held.pop(version, None)


def waiting() -> Waiting:
    """The packages that wait in the application under way."""
    found = current_app.extensions["redekasse_waiting"]
    assert isinstance(found, Waiting)  # noqa: S101 - tells the type checker what create_app put there
    return found


def read_upload(sent: FileStorage | None, language: str) -> tuple[Package, str]:
    """The package in a sent file (a workbook, or a zip file of tables), and the file's name.

    Raises:
        UserFault: no file, another kind of file, or a zip file that is broken or too large.
        PackageFaults: everything that is wrong with the data.
    """
    name = PurePosixPath((sent.filename if sent else None) or "").name
    ending = Path(name).suffix.lower()
    if sent is None or not name:
        raise UserFault(_("Vælg en fil."))
    if ending not in (".zip", ".xlsx", ".xlsm"):
        raise UserFault(_("Filen skal være en Excel-fil (.xlsx) eller en zip-fil med tabellerne."))
    with tempfile.TemporaryDirectory(prefix="redekasse-") as folder:
        path = Path(folder) / f"data{ending}"
        sent.save(path)
        if ending == ".zip":
            path = unpack(path, Path(folder) / "data")
        return read_package(path, (), language), name


def unpack(path: Path, folder: Path) -> Path:
    """The tables of a zip file in `folder`, under their own names alone; UserFault where it is broken, too large or holds other files."""
    folder.mkdir()
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) > MEMBERS or sum(member.file_size for member in members) > UNPACKED:
                raise UserFault(_("Zip-filen fylder for meget, når den pakkes ud."))
            for member in members:
                target = folder / PurePosixPath(member.filename.replace("\\", "/")).name
                if target.suffix.lower() not in ENDINGS or target.exists():
                    raise UserFault(_("»%(name)s« i zip-filen er ingen tabel, eller den er der to gange.", name=target.name))
                _write(archive, member, target)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as broken:
        raise UserFault(_("Zip-filen kan ikke læses: er den hel, og uden adgangskode?")) from broken
    return folder


def _write(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    """One file, read no further than it says that it is long: a lie must not fill the disk."""
    with archive.open(member) as source, target.open("wb") as written:
        left = member.file_size
        while left > 0 and (piece := source.read(min(left, 2**20))):
            written.write(piece)
            left -= len(piece)
