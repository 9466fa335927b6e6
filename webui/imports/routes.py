"""Addresses of the data: what is current, a file sent and checked, and its import."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from data.database.faults import ChangedMeanwhile, NotPossible
from data.faults import PackageFaults
from data.stores.packages import current_version, import_package, last_imports, preview_import
from webui.errors import UserFault
from webui.i18n import language
from webui.imports.upload import read_upload, waiting
from webui.people.acting import acting
from webui.rounds.shelf import shelf

blueprint = Blueprint("imports", __name__)
#: faults and warnings that are shown
SHOWN = 200
#: imports that are listed
LISTED = 10


@blueprint.get("/data")
def show() -> str:
    """The last imports, and the form for the next."""
    return _page()


@blueprint.post("/data")
def check() -> ResponseReturnValue:
    """Check a file; what is wrong with it, or what it would change."""
    try:
        package, source = read_upload(request.files.get("file"), language())
    except UserFault as fault:
        return _page(stopped=str(fault)), 422
    except PackageFaults as wrong:
        return _page(faults=wrong.faults, warnings=wrong.warnings), 422
    report = preview_import(shelf().engine, package)
    waiting().put(package, source)
    return _page(report=report, source=source, warnings=package.warnings)


@blueprint.post("/data/indlaes")
def import_() -> ResponseReturnValue:
    """Make the data that were checked the current ones."""
    found = waiting().take(request.form.get("version", ""))
    if found is None:
        raise NotPossible("filen er ikke længere ved hånden: send den igen", "the file is no longer at hand: send it again")
    package, source = found
    if (current_version(shelf().engine) or "") != request.form.get("previous", ""):
        raise ChangedMeanwhile(
            "der er indlæst andre data imens: send filen igen, og se, hvad den ændrer nu",
            "other data were imported meanwhile: send the file again, and see what it changes now",
        )
    import_package(shelf().engine, package, source, acting().name)
    return redirect(url_for("imports.show"), 303)


def _page(**told: object) -> str:
    plain: dict[str, object] = {"report": None, "source": "", "faults": (), "warnings": (), "stopped": ""}
    imports = last_imports(shelf().engine, LISTED)
    return render_template("imports/show.html", imports=imports, shown=SHOWN, **{**plain, **told})
