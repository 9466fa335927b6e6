"""The profile of births over the year, and the shares of the cohorts' birth months."""

from __future__ import annotations

import numpy as np
import pytest

from forecasts.birthmonths import BornChildren, birth_shares, national_profile, prior_births, shrunk_profiles


def test_the_national_profile_has_the_published_gap() -> None:
    profile = national_profile()
    assert profile.sum() == pytest.approx(1)
    births = 61_200 * profile
    # fullest July or August, emptiest February, 1,029 apart
    assert {int(births.argmax()), int(births.argmin())} == {6, 1}
    assert births.max() - births.min() == pytest.approx(1_029, abs=3)


def test_few_births_change_little_and_many_much() -> None:
    summer = np.zeros(12)
    summer[5:8] = 1 / 3
    few, many = (shrunk_profiles(births * summer[None])[0, 5:8].sum() for births in (6, 60_000))
    usual = national_profile()[5:8].sum()
    assert usual < few < 0.35
    assert many > 0.99


def test_the_prior_is_heavy_without_overdispersion_and_finds_it_where_there_is() -> None:
    rng = np.random.default_rng(3)
    profile = national_profile()
    same = rng.multinomial(400, profile, size=300).astype(float)
    assert prior_births(same, profile) > 5_000
    own = np.array([rng.multinomial(4_000, rng.dirichlet(1_000 * profile)) for _ in range(300)]).astype(float)
    assert prior_births(own, profile) == pytest.approx(1_000, rel=0.1)


def test_cohorts_that_live_have_their_own_months_and_the_rest_the_profile() -> None:
    counts = np.zeros((1, 24))
    counts[0, 0], counts[0, 11], counts[0, 12] = 3, 1, 5
    shares = birth_shares(1, 2, 2, 4, BornChildren(("d",), 2026, 4, counts))
    # anniversary 1 April: the youngest were born in March (j = 11), the oldest of age 0 last April (j = 0)
    assert shares[0, 2, 11] == 0.75
    assert shares[0, 2, 0] == 0.25
    assert shares[0, 3].tolist() == [0.0] * 11 + [1.0]
    assert np.allclose(shares.sum(2), 1)
    # those yet to come: month j of the cohort is April + j
    plain = birth_shares(1, 2, 2, 4)
    assert plain[0, 0] == pytest.approx(np.roll(national_profile(), -3))


def test_children_of_another_day_are_refused() -> None:
    with pytest.raises(ValueError, match=r"month 5.*from month 4"):
        birth_shares(1, 2, 2, 4, BornChildren(("d",), 2026, 5, np.ones((1, 24))))
    with pytest.raises(ValueError, match="area d, age 3 months: -1"):
        BornChildren(("d",), 2026, 5, np.where(np.arange(12) == 3, -1.0, 1.0)[None])
