"""Whatever is split or joined: no child is lost or made up, and what was counted within present borders stays as it was."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasts.reading.borders import carry_back, settle_borders
from forecasts.reading.log import Log

YEARS = np.arange(2010, 2020)


def settled_town(seed: int, areas: int) -> np.ndarray:
    """Cohorts that neither grow nor shrink: no jump is in them."""
    births = np.random.default_rng(seed).integers(40, 120, (40, areas))
    return np.array(
        [[[births[20 + year - age, area] for age in range(8)] for area in range(areas)] for year in range(len(YEARS))], dtype=float
    )


@settings(max_examples=60)
@given(seed=st.integers(0, 10_000), areas=st.integers(2, 7), step=st.integers(1, 9), forward=st.booleans(), data=st.data())
def test_a_split_or_a_merger_keeps_every_child(seed: int, areas: int, step: int, forward: bool, data: st.DataObject) -> None:
    true = settled_town(seed, areas)
    part, whole = data.draw(st.permutations(range(areas)))[:2]
    cube = true.copy()
    changed = slice(None, step) if forward else slice(step, None)
    cube[changed, whole] += cube[changed, part]
    cube[changed, part] = np.nan
    log = Log()
    ids = tuple("ABCDEFG"[:areas])
    kept, counts = settle_borders(YEARS, cube, ids, log)
    assert [one.code for one in log.remedies] == ["borders"]
    assert dict(log.remedies[0].facts) == {"areas": ", ".join(sorted((ids[part], ids[whole]))), "year": str(YEARS[step])}
    assert counts.sum(axis=1) == pytest.approx(true.sum(axis=1))
    if forward:
        assert kept == ids
        assert (counts[step:] == true[step:]).all()
    else:
        assert kept == tuple(area for area in ids if area != ids[part])
    others = [k for k, area in enumerate(kept) if area not in (ids[part], ids[whole])]
    assert (counts[:, others] == true[:, [ids.index(kept[k]) for k in others]]).all()
    assert (counts >= 0).all()


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000), areas=st.integers(1, 7), since=st.integers(7, 9))
def test_years_carried_back_add_up_to_the_municipality(seed: int, areas: int, since: int) -> None:
    true = settled_town(seed, areas)
    log = Log()
    years, counts = carry_back(YEARS[since:], true[since:], YEARS, true.sum(axis=1), log)
    assert years.tolist() == YEARS.tolist()
    assert counts.sum(axis=1) == pytest.approx(true.sum(axis=1))
    assert (counts[since:] == true[since:]).all()
    assert [one.code for one in log.remedies] == ["carried_back"]


@given(seed=st.integers(0, 10_000), areas=st.integers(1, 7))
def test_a_settled_town_is_left_alone(seed: int, areas: int) -> None:
    true, log = settled_town(seed, areas), Log()
    kept, counts = settle_borders(YEARS, true, tuple("ABCDEFG"[:areas]), log)
    assert (counts == true).all()
    assert len(kept) == areas
    assert log.remedies == log.faults == []
