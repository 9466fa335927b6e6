"""The projection, against values by PROJ 9.5 (pyproj 3.7.2, EPSG:4258 to EPSG:25832)."""

from __future__ import annotations

import numpy as np
import pytest

from data.distances.utm import to_degrees, to_utm

KNOWN = [
    (10.210556, 56.156944, 575191.3641, 6224207.0353),  # Aarhus
    (12.568337, 55.676098, 724354.2653, 6175803.9195),  # København
    (14.706667, 55.1, 863930.2979, 6120804.0618),  # Bornholm, far from the zone's meridian
    (8.45, 55.466667, 465227.0165, 6146861.151),  # Esbjerg, west of the meridian
    (9.0, 56.0, 500000.0, 6206079.5871),  # on it
]


@pytest.mark.parametrize(("east", "north", "easting", "northing"), KNOWN)
def test_known_places(east: float, north: float, easting: float, northing: float) -> None:
    found = to_utm(np.array([east]), np.array([north]))
    assert np.allclose(np.concatenate(found), [easting, northing], rtol=0, atol=0.0001)


def test_there_and_back() -> None:
    generator = np.random.default_rng(1)
    easting, northing = generator.uniform(441_000, 894_000, 1000), generator.uniform(6_049_000, 6_403_000, 1000)
    again = to_utm(*to_degrees(easting, northing))
    assert np.allclose(again, [easting, northing], rtol=0, atol=0.000_01)
