"""Which role may ask for which page: every address of the program stands here, and one that does not is nobody's."""

from __future__ import annotations

from webui.people.acting import Role

OFFICER, APPROVER, PLANNER, LEADER = Role.OFFICER, Role.APPROVER, Role.PLANNER, Role.LEADER
UNIT, AUDITOR, ADMINISTRATOR = Role.UNIT, Role.AUDITOR, Role.ADMINISTRATOR
#: those who work with children's cases
DESK = frozenset({OFFICER, APPROVER})
EVERYBODY = frozenset(Role)
#: those who look at figures without children
FIGURES = DESK | {PLANNER, LEADER}

#: pages that need no sign-in
OPEN = frozenset({"static", "health", "people.sign_in"})
RIGHTS: dict[str, frozenset[Role]] = {
    "front": EVERYBODY,
    "people.sign_out": EVERYBODY,
    "rulebook.index": EVERYBODY,
    "rounds.index": FIGURES | {AUDITOR},
    "rounds.policy": FIGURES | {AUDITOR},
    **dict.fromkeys(("rounds.show", "rounds.held", "rounds.choose_other", "rounds.compare"), DESK),
    **dict.fromkeys(("fairness.show", "fairness.verify"), FIGURES | {AUDITOR}),
    **dict.fromkeys(("rounds.applications", "rounds.applications_workbook", "rounds.applications_csv", "rounds.search"), DESK),
    **dict.fromkeys(("children.show", "children.what_if"), DESK),
    **dict.fromkeys(("changes.show", "changes.change", "changes.undo", "changes.redo"), frozenset({OFFICER})),
    **dict.fromkeys(("changes.work_out", "changes.together", "changes.drop", "changes.save"), frozenset({OFFICER})),
    "units.index": DESK | {UNIT},
    "units.show": DESK | {UNIT},
    **dict.fromkeys(("desk.show", "desk.consider"), DESK),
    **dict.fromkeys(("desk.approve", "desk.approve_all", "desk.withdraw", "desk.close"), frozenset({APPROVER})),
    **dict.fromkeys(("letters.show", "letters.document", "letters.draft", "letters.answer"), DESK),
    **dict.fromkeys(("letters.documents", "letters.offers", "letters.send"), frozenset({APPROVER})),
    **dict.fromkeys(("letters.kinds", "letters.text"), frozenset({APPROVER, ADMINISTRATOR})),
    **dict.fromkeys(("jobs.new", "jobs.show", "jobs.stop"), frozenset({OFFICER})),
    **dict.fromkeys(("imports.show", "imports.check", "imports.import_"), frozenset({OFFICER})),
    "desk.settings": frozenset({ADMINISTRATOR}),
    **dict.fromkeys(("forecasts.index", "forecasts.show", "forecasts.place", "forecasts.backtest", "forecasts.vintages"), FIGURES),
    "forecasts.workbook": FIGURES,
    **dict.fromkeys(("forecasts.make", "forecasts.assumptions"), frozenset({PLANNER, OFFICER})),
    **dict.fromkeys(("people.log", "people.insight"), frozenset({AUDITOR})),
    "people.accounts": frozenset({ADMINISTRATOR}),
}


def allowed(endpoint: str, roles: frozenset[Role]) -> bool:
    """Whether somebody with these roles may ask for the page."""
    return endpoint in OPEN or not RIGHTS.get(endpoint, frozenset()).isdisjoint(roles)
