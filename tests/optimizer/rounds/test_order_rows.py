"""The rows of the order hold in every lawful decision without a case, and cut off what they are there to cut off."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from optimizer.domain.facilities import CapacityChange
from optimizer.engine.model import NamedRow, rows_matrix
from optimizer.rounds import blocking
from optimizer.rounds.checking.fairness import find_cases
from optimizer.rounds.claims import make_claims
from optimizer.rounds.order_rows import OrderRows
from tests.optimizer.baselines.decisions import case_of, town
from tests.optimizer.checking.build import FEB, MAR, POLICY, ROUND_DATE, Build
from tests.optimizer.rounds.windows import Scene, enumerated, make_scene

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
EARLY, MIDDLE, LATE = date(2026, 1, 1), date(2026, 5, 1), date(2026, 9, 1)


def order_rows(scene: Scene) -> OrderRows:
    return OrderRows(make_claims(scene.window))


def every_row(rows: OrderRows) -> list[NamedRow]:
    """All rows that the data give: idle rows of all claims, envy rows of all their depths and pairs."""
    found: list[NamedRow] = []
    for unit in rows.blocking.units:
        view = rows.blocking.at(unit)
        for claim, kind in enumerate(view.kind.tolist()):
            if view.ever[kind]:
                found.append(rows.idle_row(view, claim))
            depths = [d for d, depth in enumerate(view.depths[kind]) if depth.ever]
            found += [rows.envy_row(view, claim, d, p) for d in depths for p in range(len(view.pairs)) if view.room[p] >= 0]
    return found


def violated(scene: Scene, rows: list[NamedRow], x: Ints) -> Bools:
    """[row, decision] whether the decision (columns) violates the row."""
    left = rows_matrix(rows, scene.window.model.columns).astype(np.int64) @ x.T
    lower, upper = (np.array([getattr(r, side) for r in rows], dtype=np.int64)[:, None] for side in ("lower", "upper"))
    return np.asarray((left < lower) | (left > upper))


@pytest.mark.parametrize("finest", [5040, 2])
def test_a_lawful_decision_without_a_case_violates_no_row(finest: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the shares' common whole would be too fine, and they are rounded."""
    monkeypatch.setattr(blocking, "FINEST", finest)
    clean = cut = cases = 0
    for seed, scene, decided in enumerated(0, 600):
        rows = order_rows(scene)
        all_rows = every_row(rows)
        if not all_rows:
            continue
        wrong = violated(scene, all_rows, np.array([d.x for d in decided]))
        fine = np.array([d.clean for d in decided])
        assert not wrong[:, fine].any(), (seed, [all_rows[r].name for r in np.flatnonzero(wrong[:, fine].any(axis=1))])
        clean, cases = clean + int(fine.sum()), cases + int((~fine).sum())
        cut += int(wrong[:, ~fine].any(axis=0).sum())
    assert clean > 200
    # the rows are weaker than the order, but nearly all decisions that pass somebody over are cut off
    assert cut > 0.95 * cases


@pytest.mark.parametrize("first", [0, 2000])
def test_deferred_acceptance_in_larger_towns(first: int) -> None:
    """Towns with too many decisions to try them all: the one at hand."""
    clean = 0
    for seed in range(first, first + 100, 2):
        drawn = town(seed)
        scene = make_scene(drawn)
        held = {i: (unit, step, 0) for i, unit, step in scene.holds if scene.accepted[i] < 0}
        cases = find_cases(case_of(drawn, scene.instance, scene.accepted, held))
        all_rows = every_row(order_rows(scene))
        if cases.idle or cases.envy or not all_rows:
            continue
        clean += 1
        assert not violated(scene, all_rows, scene.columns(scene.accepted)[None, :]).any(), seed
    assert clean > 20


def test_what_is_found_is_violated_and_named() -> None:
    """Called with a point, integral or not, it gives rows that the point violates; each is rebuilt from its name."""
    found = 0
    for seed, scene, decided in enumerated(0, 120):
        rng = np.random.default_rng(seed)
        points = np.array([d.x for d in decided], dtype=np.float64)
        some = rng.integers(0, len(points), (6, 3))
        rows, again = order_rows(scene), order_rows(scene)
        for x in [*points[some[:, 0]], *points[some].mean(axis=1)]:
            for row in rows(x):
                left = float(x[list(row.columns)] @ np.array(row.values, dtype=np.float64))
                assert left < row.lower or left > row.upper, (seed, row.name)
                assert again.named(row.name) == row
                found += 1
    assert found > 500


def test_what_a_decision_violates_is_found() -> None:
    for seed, scene, decided in enumerated(0, 120):
        rows = order_rows(scene)
        all_rows = every_row(rows)
        if not all_rows:
            continue
        wrong = violated(scene, all_rows, np.array([d.x for d in decided]))
        for k, one in enumerate(decided[:60]):
            assert bool(rows(one.x.astype(np.float64))) == bool(wrong[:, k].any()), (seed, one.choice)


def test_every_row_is_rebuilt_from_its_name_alone() -> None:
    for _, scene, _ in enumerated(0, 60):
        rows = order_rows(scene)
        for row in every_row(order_rows(scene)):
            assert rows.named(row.name) == row


def test_an_unknown_name_is_refused() -> None:
    scene, _ = envious()
    rows = order_rows(scene)
    option = int(rows.claims.option[0])
    assert rows.named(("idle", option)) in every_row(rows)
    assert rows.named(("envy", option, 0, 0)) in every_row(rows)
    unknown: list[tuple[object, ...]] = [
        ("idle", -1),
        ("idle", len(scene.instance.options)),
        ("idle", option, 0),
        ("envy", option),
        ("envy", option, 0),
        ("envy", option, -1, 0),
        ("envy", option, 0, -1),
        ("envy", option, 99, 0),
        ("envy", option, 0, 99),
        ("envy", option, "x", 0),
        ("other", option),
        ("other", option, 0, 0),
    ]
    for name in unknown:
        with pytest.raises((KeyError, ValueError)):
            rows.named(name)


# --- towns made by hand -------------------------------------------------------------------------------------------------


def envious(need: date = FEB) -> tuple[Scene, Build]:
    """One place in u, which A would have from February, and after it B from when it needs one."""
    build = Build()
    build.unit("u", 1)
    build.apply("A", "u", registered_date=EARLY)
    build.apply("B", "u", registered_date=LATE, need_date=need)
    return make_scene((build.snapshot(), POLICY, ROUND_DATE)), build


def kinds_violated(scene: Scene, build: Build, **moves: tuple[str, date]) -> set[object]:
    """Kinds of the rows that a decision violates; it violates one just where the checker finds a case."""
    instance, table = scene.instance, scene.instance.options
    choice = np.full(len(instance.subjects), -1, dtype=np.int64)
    for i, subject in enumerate(instance.subjects):
        if subject.id in moves:
            unit, start = moves[subject.id]
            mine = range(int(table.first[i]), int(table.first[i + 1]))
            (choice[i],) = [k for k in mine if (instance.places.ids[table.unit[k]], instance.grid.dates[table.start[k]]) == (unit, start)]
    rows = every_row(order_rows(scene))
    wrong = violated(scene, rows, scene.columns(choice)[None, :])[:, 0]
    cases = find_cases(build.case(POLICY, **moves))
    assert bool(wrong.any()) == bool(cases.idle or cases.envy)
    return {rows[r].name[0] for r in np.flatnonzero(wrong)}


def test_a_place_that_stands_idle_is_cut_off() -> None:
    scene, build = envious()
    assert kinds_violated(scene, build) == {"idle"}
    assert kinds_violated(scene, build, A=("u", MAR)) == {"idle"}


def test_a_junior_is_cut_off() -> None:
    """And who stands before may stand there."""
    scene, build = envious()
    assert "envy" in kinds_violated(scene, build, B=("u", FEB))
    assert "envy" in kinds_violated(scene, build, B=("u", MAR))
    assert kinds_violated(scene, build, A=("u", FEB)) == set()


def test_a_child_who_cannot_come_earlier_takes_a_place_from_its_start_on() -> None:
    """B cannot start before March: A waits for nothing, and B comes only where A has no claim."""
    scene, build = envious(MAR)
    assert "envy" in kinds_violated(scene, build, B=("u", MAR))
    assert kinds_violated(scene, build, A=("u", FEB)) == set()


def homes() -> tuple[Scene, Build]:
    """Two places in a home, which C, who takes both, would have before D and E, who take one each."""
    build, young = Build(), date(2026, 1, 1)
    build.unit("u", 2, "dagpleje")
    build.child("cC", young, place_weight=2)
    build.apply("C", "u", care="0-2", registered_date=EARLY)
    build.apply("D", "u", care="0-2", registered_date=MIDDLE, birth=young)
    build.apply("E", "u", care="0-2", registered_date=LATE, birth=young)
    return make_scene((build.snapshot(), POLICY, ROUND_DATE)), build


def test_who_would_not_fit_in_the_place_of_one_junior_is_not_passed_over_by_two() -> None:
    scene, build = homes()
    assert kinds_violated(scene, build, D=("u", FEB), E=("u", FEB)) == set()
    assert kinds_violated(scene, build, C=("u", FEB)) == set()
    assert kinds_violated(scene, build, D=("u", FEB)) == {"idle"}
    assert kinds_violated(scene, build, E=("u", FEB)) == {"idle", "envy"}  # D would be there in the place of E
    assert kinds_violated(scene, build) == {"idle"}


def test_who_stays_blocks_until_it_leaves() -> None:
    """M is in u and would go to v: A may wait while M stays, and must come when M has gone."""
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.enrol("cM", "u")
    build.apply("M", "v", "transfer", registered_date=LATE)
    build.apply("A", "u", registered_date=EARLY)
    build.apply("S", "v", registered_date=EARLY)
    scene = make_scene((build.snapshot(), POLICY, ROUND_DATE))
    assert kinds_violated(scene, build, S=("v", FEB)) == set()
    assert kinds_violated(scene, build, M=("v", FEB)) == {"idle", "envy"}
    assert "envy" in kinds_violated(scene, build, M=("v", FEB), A=("u", FEB))


def test_who_leaves_later_blocks_until_then() -> None:
    """v has one place, which X takes, and another from March: then M goes there, and A comes to u. In February nobody could."""
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.changes = [CapacityChange("v", MAR, 2)]
    build.enrol("cM", "u")
    build.apply("X", "v", registered_date=EARLY)
    build.apply("M", "v", "transfer", registered_date=LATE)
    build.apply("A", "u", registered_date=EARLY)
    scene = make_scene((build.snapshot(), POLICY, ROUND_DATE))
    assert kinds_violated(scene, build, X=("v", FEB), M=("v", MAR), A=("u", MAR)) == set()
    assert "idle" in kinds_violated(scene, build, X=("v", FEB), M=("v", MAR))
    assert "idle" in kinds_violated(scene, build, X=("v", FEB))


def test_rounded_shares_of_three_fill_a_place_for_three(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocking, "FINEST", 2)
    build = Build()
    build.unit("u", 3)
    for name, day in (("A", EARLY), ("B", EARLY), ("D", EARLY), ("C", LATE)):
        build.apply(name, "u", registered_date=day)
    scene = make_scene((build.snapshot(), POLICY, ROUND_DATE))
    assert kinds_violated(scene, build, A=("u", FEB), B=("u", FEB), D=("u", FEB)) == set()
    assert "envy" in kinds_violated(scene, build, A=("u", FEB), B=("u", FEB), C=("u", FEB))


@pytest.mark.parametrize(("weight", "support", "other"), [(2, 0, "B"), (1, 1, "D")])
def test_juniors_who_take_less_of_different_limits(weight: int, support: int, other: str) -> None:
    """C takes two places and a support point; B takes one place, and D needs no support.

    Beside A, C would not fit in the place of B for want of room, or not in that of D for want of support.
    """
    build, young = Build(), date(2026, 1, 1)
    build.unit("u", 3, "dagpleje", support_points=1)
    last = date(2026, 10, 1)
    for name, takes, needs, day in (("A", weight, support, EARLY), ("C", 2, 1, MIDDLE), ("B", 1, 1, LATE), ("D", 2, 0, last)):
        build.child("c" + name, young, place_weight=takes, support_points=needs)
        build.apply(name, "u", care="0-2", registered_date=day)
    scene = make_scene((build.snapshot(), POLICY, ROUND_DATE))
    assert kinds_violated(scene, build, **{"A": ("u", FEB), other: ("u", FEB)}) == set()
    assert kinds_violated(scene, build, **{other: ("u", FEB)}) != set()
