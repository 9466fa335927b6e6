"""Names, addresses and guardians. All invented; nobody gets a CPR number."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.synthetic import names
from data.synthetic.arrays import Floats, pick

#: Households with one guardian, and secondary guardians without custody. Assumed.
SINGLE_SHARE = 0.15
NO_CUSTODY_SHARE = 0.05
FOREIGN_NAME_SHARE = 0.8
FOREIGN_LETTER_SHARE = 0.5


def draw_people(rng: np.random.Generator, children: pd.DataFrame) -> tuple[pd.Series[str], pd.DataFrame]:
    """The children's names, and one or two guardians per child: child (row), name, address, postcode, language, custody."""
    households = int(children["household"].max()) + 1
    bilingual = np.zeros(households, dtype=bool)
    bilingual[children["household"]] = children["bilingual"]
    district = np.zeros(households, dtype=np.int64)
    district[children["household"]] = children["district"]
    foreign = bilingual & (rng.random(households) < FOREIGN_NAME_SHARE)
    surname = np.where(foreign, pick(rng, names.SURNAMES_BILINGUAL, households), pick(rng, names.SURNAMES, households))
    first = np.where(rng.random(len(children)) < 0.487, pick(rng, names.GIRLS, len(children)), pick(rng, names.BOYS, len(children)))
    household = children["household"].to_numpy()
    child_names = pd.Series(first + " " + surname[household], index=children.index, dtype="string")

    guardians = []
    letters = np.where(foreign & (rng.random(households) < FOREIGN_LETTER_SHARE), pick(rng, names.LANGUAGES, households), "da")
    address = pick(rng, names.STREETS, households) + [f" {n}" for n in rng.integers(1, 180, households)]
    postcode = np.array([str(8000 + 10 * int(d) % 1990) for d in district], dtype=object)
    givens = _two_given_names(rng, foreign)
    single = rng.random(households) < SINGLE_SHARE
    for number, given in enumerate(givens):
        rows = np.flatnonzero(~single[household]) if number else np.arange(len(children))
        home = household[rows]
        guardians.append(pd.DataFrame({
            "child": rows,
            "name": given[home] + " " + surname[home],
            "address": address[home],
            "postcode": postcode[home],
            "language": letters[home],
            "custody": _custody(rng.random(households), number)[home],
        }))  # fmt: skip
    return child_names, pd.concat(guardians, ignore_index=True)


def _custody(draw: Floats, number: int) -> np.typing.NDArray[np.bool_]:
    """Everybody's first guardian has custody, and nearly every second one."""
    return draw >= (NO_CUSTODY_SHARE if number else 0.0)


def _two_given_names(rng: np.random.Generator, foreign: np.typing.NDArray[np.bool_]) -> list[np.typing.NDArray[np.object_]]:
    """Two different given names per household, so that the two guardians can be told apart."""
    result = []
    pair = [(rng.integers(0, len(pool), len(foreign)), rng.integers(1, len(pool), len(foreign)), np.array(pool, dtype=object))
            for pool in (names.ADULTS, names.ADULTS_BILINGUAL)]  # fmt: skip
    for second in (False, True):
        own, other = (pool[(index + step * second) % len(pool)] for index, step, pool in pair)
        result.append(np.where(foreign, other, own))
    return result
