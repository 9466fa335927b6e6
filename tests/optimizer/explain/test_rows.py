"""The rows agree with the checker's own reading, in small towns by hand and in random ones; nobody else can be recognised in them."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.domain.facilities import CapacityChange
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.checking.basis import make_basis
from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.decision import Decision, Move
from optimizer.rounds.checking.fairness import find_cases
from optimizer.rounds.checking.options import Options
from optimizer.rounds.checking.order import Order
from optimizer.rounds.explain import explain_round
from optimizer.rounds.record import AllocationRow, ExplanationRow, RoundRecord
from optimizer.rounds.run import run_round
from optimizer.rounds.verify import verify_round
from tests.optimizer.checking.build import FEB, MAR, POLICY, ROUND_DATE, Build
from tests.optimizer.explain import application_towns, room_towns, wish_towns
from tests.optimizer.towns import random_town

ROWS = {"rows", "child", "outcome", "wish_rank", "guarantee_date", "days_late", "distance", "tier", "move", "reason_code"}
#: codes that say that the application got, or is expected to get, the place
GIVEN = {"got", "got_with_twin", "provisional_from", "guarantee_place", "displaced_new_place", "displaced_instead"}
#: codes of rows that tell something beside the decision
BESIDE = {"twins_apart", "kept_wish", "after_younger_care"}


def row_of(case: Case, application_id: str) -> AllocationRow:
    return next(row for row in explain_round(case)[0] if row.application_id == application_id)


def random_case(seed: int) -> Case:
    """A random town with a decision that keeps the limits: in random order each subject takes a random option that fits, or none."""
    rng = random.Random(seed)  # noqa: S311 - a town, no secret
    snapshot, policy, round_date = random_town(rng)
    basis = make_basis(snapshot, policy, round_date, seed)
    options, order = Options(basis), Order(basis)
    case = Case(basis, options, order, Decision({}))
    for subject in rng.sample(list(basis.subjects.values()), len(basis.subjects)):
        places = [(u, k) for u, steps in options.unit_steps(subject).items() for k in steps]
        for unit_id, step in rng.sample(places, min(3, len(places))):
            moves = {m.application_id: Move(m.application_id, unit_id, basis.grid.dates[step]) for m in subject.members}
            tried = Case(basis, options, order, Decision({**case.decision.moves, **moves}))
            clash = tried.clashes(subject, tried.plans[subject.key], tried.plans)
            if not clash and not any(tried.load.broken()):
                case = tried
                break
    return case


def check_rows(case: Case, written: Snapshot, allocation: tuple[AllocationRow, ...], explanations: tuple[ExplanationRow, ...]) -> None:
    """The allocation is the checker's; each wish has one row; the main reason is one of the application's."""
    record = RoundRecord({"seed": case.basis.seed}, "", {}, allocation, explanations)
    findings = verify_round(written, case.policy, case.basis.round_date, record)
    assert [f for f in findings if f.code in ROWS] == []
    for row in allocation:
        told = [e for e in explanations if e.application_id == row.application_id]
        assert (row.reason_code, row.reason) in {(e.code, e.text_da) for e in told}
        assert max(Counter((e.rank, e.unit_id) for e in told if e.code not in BESIDE).values()) == 1
        assert [e.code for e in told].count("twins_apart") <= 1
        application = case.snapshot.applications.get(row.application_id)
        wished = [] if application is None else [wish.rank for wish in application.wishes]
        ranks = [e.rank for e in told if e.rank is not None]
        assert set(wished) <= set(ranks)
        assert len(ranks) == len(set(ranks))
        places = {e.unit_id for e in told if e.code in GIVEN} - {None}
        assert places == ({row.unit_id} if row.start_date is not None else set())


def check_privacy(case: Case, explanations: tuple[ExplanationRow, ...]) -> None:
    """No child, application or household is named, and no date of birth; the groups of special need and learning offer neither."""
    snapshot = case.snapshot
    births = {child.birth_date.isoformat() for child in snapshot.children.values()}
    open_dates = {d.isoformat() for a in snapshot.applications.values() for d in (a.registered_date, a.need_date, a.guarantee_date) if d}
    open_dates |= {d.isoformat() for d in case.basis.grid.dates}
    for row in explanations:
        words = re.findall(r"[\w-]+", f"{row.facts} {row.text_da} {row.text_en}")
        assert not set(words) & (set(snapshot.children) | set(snapshot.applications))
        assert not set(words) & (births - open_dates)
        assert not set(words) & {"special_need", "learning_offer"}


def check_cases(case: Case, explanations: tuple[ExplanationRow, ...]) -> None:
    """Whoever the check of fairness finds passed over, or beside an idle place, is told so at some wish - or has that wish."""
    found = find_cases(case)
    for key in [envy.subject for envy in found.envy] + [place.subject for place in found.idle]:
        members = {m.application_id for m in case.basis.subjects[key].members}
        codes = {row.code for row in explanations if row.application_id in members}
        assert codes & {"passed_over", "idle_place", *GIVEN}
    told = {row.code for row in explanations}
    assert ("passed_over" in told) <= bool(found.envy)
    assert ("idle_place" in told) <= bool(found.idle)


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_random_towns(seed: int) -> None:
    case = random_case(seed)
    allocation, explanations = explain_round(case)
    written, _, _ = random_town(random.Random(seed))  # noqa: S311 - a town, no secret
    check_rows(case, written, allocation, explanations)
    check_privacy(case, explanations)
    check_cases(case, explanations)


def test_facts_are_plain() -> None:
    for seed in range(30):
        for row in explain_round(random_case(seed))[1]:
            for value in row.facts.values():
                for part in value if isinstance(value, list) else [value]:
                    assert isinstance(part, (str, int, float)), (row.code, value)


def test_the_date_of_the_last_admitted_is_not_told_where_it_is_a_birthday() -> None:
    build = Build()
    build.unit("u", 1)
    build.apply("A", "u")
    build.apply("B", "u", birth=date(2023, 1, 7))
    case = build.case(replace(POLICY, seniority="birth"), B=("u", FEB))
    row = explain_round(case)[1][0]
    assert row.text_da == "Den ene plads i Fu fra 1. februar 2027 gik til et barn med tidligere anciennitetsdato."
    assert "2023-01-07" not in row.facts.values()


def test_the_birthday_of_a_displaced_child_is_not_told_as_its_seniority() -> None:
    """Both children of w lose their place; c, the older, gets the one place left."""
    build = Build()
    build.unit("u", 1)
    build.unit("w", 2)
    build.child("c", date(2023, 1, 7))
    build.enrol("c", "w")
    build.enrol("d", "w")
    build.apply("A", "u", "transfer", child="d")
    build.changes = [CapacityChange("w", MAR, 0)]
    row = explain_round(build.case(Xc=("u", MAR)))[1][0]
    assert row.text_da == "Den ene plads i Fu fra 1. marts 2027 gik til et barn med tidligere anciennitetsdato."


def test_a_row_has_all_that_the_office_asks_for() -> None:
    row = row_of(application_towns.guarantee_place(), "A")
    assert row == AllocationRow(
        "A", "cA", "v", FEB, "guarantee", None, "", date(2027, 2, 10), 0, 500, None, "guarantee_place", row.reason
    )  # fmt: skip


def test_a_child_that_keeps_its_place_is_shown_there_without_a_start() -> None:
    row = row_of(application_towns.kept(), "A")
    assert (row.outcome, row.unit_id, row.start_date, row.reason_code) == ("kept", "u", None, "kept_present_place")


def test_the_row_of_a_late_start_names_the_breach_and_the_wish_says_what_was_got() -> None:
    allocation, explanations = explain_round(application_towns.late())
    assert (allocation[0].outcome, allocation[0].reason_code, allocation[0].days_late) == ("breach", "breach_late", 28)
    assert [(e.rank, e.code) for e in explanations] == [(1, "got"), (None, "breach_late")]


def test_a_displaced_child_and_its_application_have_the_same_move() -> None:
    allocation, _ = explain_round(application_towns.moved_as_w_closes())
    assert [(r.application_id, r.unit_id, r.start_date, r.outcome, r.reason_code) for r in allocation] == [
        ("A", "v", MAR, "displaced", "displaced_instead"),
        ("Xc", "v", MAR, "displaced", "displaced_new_place"),
    ]


def test_an_unanswered_offer_is_no_start_of_this_round() -> None:
    row = row_of(application_towns.offer_pending(), "A")
    assert (row.outcome, row.unit_id, row.start_date, row.reason_code) == ("waiting", None, None, "offer_pending")


def test_the_group_in_the_order_of_one_who_waits_is_that_at_its_dearest_wish() -> None:
    case = room_towns.special_need_only()
    assert (row_of(case, "A").tier, row_of(case, "B").tier) == ("", "special_need")


def test_a_transition_has_its_own_house_as_last_wish() -> None:
    build = Build()
    build.facility("H")
    build.unit("n", 1, "vuggestue", facility="H")
    build.unit("b", 1, facility="H")
    build.unit("u", 1)
    build.enrol("c", "n")
    build.enrol("d", "u")
    build.child("c", date(2024, 2, 1))
    build.apply("A", "u", "transition", child="c")
    allocation, explanations = explain_round(build.case(A=("b", FEB)))
    assert [(e.rank, e.unit_id, e.code) for e in explanations] == [(1, None, "full_no_free_place"), (2, "b", "got")]
    assert (allocation[0].outcome, allocation[0].wish_rank, allocation[0].reason_code) == ("moved_on", 2, "got")


def test_an_own_house_that_is_wished_already_is_no_wish_more() -> None:
    build = Build()
    build.facility("H")
    build.unit("n", 1, "vuggestue", facility="H")
    build.unit("b", 1, facility="H")
    build.child("c", date(2024, 2, 1))
    build.enrol("c", "n")
    build.apply("A", "b", "transition", child="c")
    assert [(e.rank, e.code) for e in explain_round(build.case(A=("b", FEB)))[1]] == [(1, "got")]


def test_english_reads_as_well() -> None:
    _, explanations = explain_round(room_towns.same_date())
    assert explanations[0].text_en == (
        "All 2 places at Fu with a start between 1 February and 1 March 2027 went to children with an earlier or the same seniority date "
        "(last admitted: 1 January 2026)."
    )
    _, explanations = explain_round(wish_towns.home_conditions())
    assert explanations[0].text_en == "The child needs a home without smoke and a home without pets, which cannot be offered at Fu."


def test_a_guarantee_that_nothing_can_keep_says_so() -> None:
    """Two children due on 1 February, and one place: both broken guarantees' rows could say it; here that of the one without a place."""
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.enrol("c", "v")
    for name in "AB":
        build.apply(name, "u", wants_guarantee=True, guarantee_date=FEB)
    record = run_round(build.snapshot(), POLICY, ROUND_DATE)
    (broken,) = [row for row in record.allocation if row.outcome == "breach"]
    told = (
        "Ingen fordeling kan holde alle garantierne her: Den 1. februar 2027 skal 2 børn med garanti være begyndt på ét sted (Fu), hvor "
        "der er én plads, når alle, der kan flytte, er flyttet. Det ene andet egnede sted er fuldt."
    )
    assert broken.reason.endswith(told)
    assert record.summary["impossible_guarantees"] == [
        {
            "date": "2027-02-01", "applications": ["A", "B"], "children": 2, "places": 1, "missing": 1, "units": ["u"], "full_units": ["v"],
        }
    ]  # fmt: skip


def test_a_guarantee_for_which_there_is_no_room_at_all_says_so() -> None:
    build = Build()
    build.unit("u", 1)
    build.enrol("c", "u")
    build.apply("A", "u", wants_guarantee=True, guarantee_date=FEB)
    record = run_round(build.snapshot(), POLICY, ROUND_DATE)
    assert record.allocation[0].reason.endswith(
        "Ingen fordeling kan holde garantien: det ene egnede sted kan ikke tage barnet i tide, hvem der end flytter."
    )
