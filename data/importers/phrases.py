"""What was expected and what to do, for each kind of fault: Danish and English side by side."""

from __future__ import annotations

from data.faults import Fault, Phrase, Severity

#: code -> (expected, remedy); `{}` parts are filled in by the check that finds the fault
_PHRASES: dict[str, tuple[str, str, str, str]] = {
    # files
    "no_package": (
        "en mappe med CSV-filer eller en .xlsx-projektmappe", "a folder of CSV files or an .xlsx workbook",
        "Angiv en mappe eller fil, der findes.", "Give a folder or file that exists."),
    "two_sources": (
        "enten CSV-filer eller én projektmappe", "either CSV files or one workbook",
        "Flyt de øvrige filer ud af mappen.", "Move the other files out of the folder."),
    "unknown_file": (
        "en fil eller et ark med navn efter en tabel: {names}", "a file or sheet named after a table: {names}",
        "Omdøb den, angiv den i mapping.toml, eller flyt den.", "Rename it, name it in mapping.toml, or move it."),
    "other_file": (
        "kun datapakkens filer", "only the files of the data package",
        "Filen er ikke læst; flyt den, hvis den ikke hører til.", "The file was not read; move it if it does not belong here."),
    "duplicate_table": (
        "hver tabel én gang", "each table once",
        "Saml rækkerne i én fil eller ét ark.", "Gather the rows in one file or sheet."),
    "missing_table": (
        "at tabellen findes", "the table to be there",
        "Læg {name}.csv i mappen, eller tilføj arket {name}.", "Put {name}.csv in the folder, or add the sheet {name}."),
    "too_large": (
        "højst {limit} MB", "at most {limit} MB",
        "Kontrollér udtrækket; filen er ikke læst.", "Check the export; the file was not read."),
    "empty_file": (
        "en overskriftsrække", "a header row",
        "Udfyld filen, eller slet den, hvis tabellen ikke bruges.", "Fill in the file, or delete it if the table is not used."),
    "no_rows": (
        "mindst én række", "at least one row",
        "Tilføj rækkerne til tabellen.", "Add the rows to the table."),
    "not_a_workbook": (
        "en Excel-projektmappe (.xlsx)", "an Excel workbook (.xlsx)",
        "Gem filen igen fra Excel som .xlsx uden adgangskode.", "Save the file again from Excel as .xlsx without a password."),
    "unreadable": (
        "en fil, der kan læses", "a file that can be read",
        "Kontrollér adgangen til filen.", "Check the access to the file."),
    "control_characters": (
        "almindelig tekst uden NUL- og styretegn", "plain text without NUL or control characters",
        "Gem filen igen som CSV (UTF-8).", "Save the file again as CSV (UTF-8)."),
    "bad_quotes": (
        "anførselstegn, der åbnes og lukkes om en hel celle", "quotes that open and close around a whole cell",
        "Skriv et anførselstegn inde i teksten dobbelt, eller fjern det.", "Double a quote inside the text, or remove it."),
    "ragged_row": (
        "{wanted} celler som i overskriften, ikke {found}", "{wanted} cells as in the header, not {found}",
        "Sæt anførselstegn om tekst med skilletegn, eller ret rækken.", "Quote text that holds separators, or mend the row."),
    "bad_mapping": (
        "tabeller og kolonner, der findes i datapakken", "tables and columns that the data package knows",
        "Ret mapping.toml.", "Mend mapping.toml."),
    # headers
    "unknown_column": (
        "en af kolonnerne {names}", "one of the columns {names}",
        "Omdøb eller slet kolonnen, eller angiv den i mapping.toml.", "Rename or delete the column, or name it in mapping.toml."),
    "missing_column": (
        "at den påkrævede kolonne findes", "the required column to be there",
        "Tilføj kolonnen, eller angiv i mapping.toml hvad den hedder.", "Add the column, or say in mapping.toml what it is called."),
    "duplicate_column": (
        "hver kolonne én gang", "each column once",
        "Slet eller omdøb den ene.", "Delete or rename one of them."),
    # cells
    "missing_value": ("en værdi", "a value", "Udfyld cellen.", "Fill in the cell."),
    "missing_either": (
        "mindst én af {names} udfyldt", "at least one of {names} filled in",
        "Udfyld en af cellerne.", "Fill in one of the cells."),
    "bad_date": (
        "en dato, der findes, som 2027-03-01, 01-03-2027, 01.03.2027 eller 1/3-2027 (år 1900-2199)",
        "a date that exists, as 2027-03-01, 01-03-2027, 01.03.2027 or 1/3-2027 (year 1900-2199)",
        "Ret datoen.", "Correct the date."),
    "bad_number": ("et tal", "a number", "Skriv kun cifre og evt. komma.", "Write digits and a decimal sign only."),
    "bad_integer": ("et helt tal", "a whole number", "Skriv kun cifre.", "Write digits only."),
    "negative_number": ("et tal, der ikke er negativt", "a number that is not negative", "Ret tallet.", "Correct the number."),
    "out_of_range": ("{range}", "{range}", "Ret tallet.", "Correct the number."),
    "bad_yes_no": ("ja eller nej (1/0, true/false)", "ja or nej (1/0, true/false)", "Ret værdien.", "Correct the value."),
    "bad_time": ("et klokkeslæt som 06:30", "a time of day as 06:30", "Ret klokkeslættet.", "Correct the time."),
    "bad_choice": ("en af {names}", "one of {names}", "Ret værdien.", "Correct the value."),
    # rows together
    "duplicate_key": (
        "at {key} kun findes én gang", "{key} to occur only once",
        "Slet eller ret den ene; den første står i række {first}.", "Delete or correct one; the first is in row {first}."),
    "unknown_reference": (
        "et id fra {target}", "an id from {target}",
        "Ret id'et, eller tilføj rækken i {target}.", "Correct the id, or add the row to {target}."),
    "coordinates_swapped": (
        "easting 441000-894000 og northing 6049000-6403000; de er byttet om",
        "easting 441000-894000 and northing 6049000-6403000; they are swapped",
        "Byt de to værdier eller kolonner.", "Swap the two values or columns."),
    "coordinates_outside": (
        "et sted i Danmark: easting 441000-894000 og northing 6049000-6403000 meter (ETRS89 / UTM 32N)",
        "a place in Denmark: easting 441000-894000 and northing 6049000-6403000 metres (ETRS89 / UTM 32N)",
        "Ret koordinaterne.", "Correct the coordinates."),
    "dates_reversed": (
        "en dato på eller efter {other} ({bound})", "a date on or after {other} ({bound})",
        "Ret den ene af datoerne.", "Correct one of the dates."),
    "ages_reversed": (
        "et tal over {other} ({bound})", "a number above {other} ({bound})",
        "Ret den ene af aldrene.", "Correct one of the ages."),
    "decision_value": ("1-3 pladser", "1-3 places", "Ret afgørelsens værdi.", "Correct the value of the decision."),
    "enrolled_twice": (
        "ét ophold ad gangen; barnet er også i {unit} (række {first})", "one stay at a time; the child is also in {unit} (row {first})",
        "Ret datoerne, eller sæt combination til ja ved et kombinationstilbud.",
        "Correct the dates, or set combination to yes for a combination offer."),
    "enrolled_in_gaestehus": (
        "en enhed, som børn indskrives i; et gæstehus er kun til gæstebørn", "a unit that enrols children; a gaestehus has guests only",
        "Ret enheden.", "Correct the unit."),
    "twins_differ": (
        "samme {shared} som de andre i tvillingegruppen (række {first})", "the same {shared} as the others of the twin group (row {first})",
        "Ret tvillingegruppen, husstanden eller fødselsdatoen.", "Correct the twin group, household or birth date."),
    "wish_closed": (
        "et sted, man kan skrives op til; dette er privat eller lukket for ventelisten",
        "a place with a list; this one is private or not open to the list",
        "Slet ønsket, eller ret enhedens open_to_list eller stedets operator.",
        "Delete the wish, or correct the unit's open_to_list or the place's operator."),
    "no_current_place": (
        "et barn med en plads nu, når ansøgningen er {kind}", "a child with a place now when the application is {kind}",
        "Tilføj barnets indskrivning, eller ret kind til new.", "Add the child's enrolment, or correct kind to new."),
    "past_school_start": (
        "et barn, der ikke er begyndt i skole; skolestart er {start}", "a child not yet at school; school starts on {start}",
        "Slet eller udelad ansøgningen, eller ret fødselsdatoen.", "Delete or leave out the application, or correct the birth date."),
    "way_differs": (
        "den samme vej for hvert hjem og sted; række {first} siger noget andet",
        "the same way for each home and place; row {first} says something else",
        "Slet eller ret den ene.", "Delete or correct one of them."),
    "unknown_left_out": (
        "en række, der findes, som tabel:id eller tabel:rækkenummer", "a row that exists, as table:id or table:row number",
        "Ret navnet på rækken, der skal udelades.", "Correct the name of the row to leave out."),
    # warnings
    "way_unknown": (
        "et hjem og et sted, der findes i data ({lines} rækker er sprunget over)",
        "a home and a place of the data ({lines} rows were passed over)",
        "Kontrollér id'erne, hvis vejene skal bruges.", "Check the ids if the ways are to be used."),
    "way_short": (
        "mindst {away} meter, som der er i lige linje ({lines} rækker er kortere end det)",
        "at least {away} metres, as the crow flies ({lines} rows are shorter than that)",
        "Kontrollér enhed og koordinater; vejene bruges, som de står.", "Check unit and coordinates; the ways are used as they are."),
    "above_max_places": (
        "højst {limit} pladser (max_places)", "at most {limit} places (max_places)",
        "Kontrollér pladstallet.", "Check the number of places."),
    "unit_over_places": (
        "højst {limit} pladser i brug den {day}", "at most {limit} places in use on {day}",
        "Kontrollér indskrivninger og pladstal.", "Check enrolments and places."),
    "registered_before_birth": (
        "en dag på eller efter fødslen ({birth})", "a day on or after birth ({birth})",
        "Kontrollér datoerne.", "Check the dates."),
    "applied_twice": (
        "én ansøgning pr. barn og slags pasning", "one application for each child and care",
        "Træk den ene tilbage, eller saml ønskerne i én; runden afgør kun én af dem.",
        "Withdraw one, or gather the wishes in one; a round decides on one of them only."),
    "transfer_to_present_unit": (
        "et andet sted end det, barnet er i nu", "another place than where the child is now",
        "Slet ønsket, hvis det er en fejl.", "Delete the wish if it is a mistake."),
    "wish_other_care": (
        "et sted, der giver pasning {care}", "a place that gives care {care}",
        "Kontrollér ønsket; det kan ikke opfyldes.", "Check the wish; it cannot be fulfilled."),
    "wish_no_open_home": (
        "et distrikt med et åbent dagplejehjem", "a district with an open dagplejer's home",
        "Kontrollér ønsket; det kan ikke opfyldes nu.", "Check the wish; it cannot be fulfilled now."),
    "wish_repeated": ("hvert mål én gang", "each target once", "Slet det ene ønske.", "Delete one of the wishes."),
    "wish_smoke": ("et røgfrit hjem", "a smoke-free home", "Kontrollér ønsket.", "Check the wish."),
    "wish_pets": ("et hjem uden husdyr", "a home without pets", "Kontrollér ønsket.", "Check the wish."),
    "absences_overlap": (
        "fravær, der ikke overlapper (række {first})", "absences that do not overlap (row {first})",
        "Kontrollér datoerne.", "Check the dates."),
    "absence_repeated": (
        "ét fravær for samme enhed, første dag og årsag", "one absence for the same unit, first day and kind",
        "Det længste er brugt; slet de andre.", "The longest is used; delete the others."),
    "outside_ages": (
        "en alder ved start fra {low} til {high} måneder", "an age at the start from {low} to {high} months",
        "Kontrollér fødselsdato og enhed.", "Check the birth date and the unit."),
}  # fmt: skip


def fault(
    code: str,
    table: str,
    row: int | None = None,
    column: str | None = None,
    value: str | None = None,
    *,
    severity: Severity = "error",
    **parts: object,
) -> Fault:
    """The fault `code` at a place, with `parts` filled into its phrases. KeyError for a code or part unknown."""
    expected_da, expected_en, remedy_da, remedy_en = _PHRASES[code]
    return Fault(
        table=table,
        row=row,
        column=column,
        value=value,
        expected=Phrase(expected_da.format(**parts), expected_en.format(**parts)),
        remedy=Phrase(remedy_da.format(**parts), remedy_en.format(**parts)),
        severity=severity,
        code=code,
    )
