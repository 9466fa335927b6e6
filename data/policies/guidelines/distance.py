"""How the way from home is measured."""

from __future__ import annotations

from data.faults import Phrase
from data.policies.guidelines.grammar import TRAVEL, guideline
from optimizer.domain.policy import Policy

_METHODS: dict[str, Phrase] = {
    "straight": Phrase("som fugleflugtslinjen gange omvejen nedenfor", "as the straight line times the detour below"),
    "matrix": Phrase("som kommunens egen tabel over veje siger", "as the municipality's own table of ways says"),
    "osrm": Phrase("ad vej, af en rutetjeneste", "by road, by a routing service"),
    "osm": Phrase("ad vej, efter OpenStreetMap", "by road, on OpenStreetMap"),
}


@guideline(
    "distance.method",
    "`straight`, `matrix`, `osrm`, `osm`",
    "Hvordan vejen måles: fugleflugt gange omvej, filen `distances.csv`, en OSRM-tjeneste eller et udtræk af OpenStreetMap "
    "([afstande](distances.md))",
)
def _method(policy: Policy) -> Phrase:
    how = _METHODS[policy.distance_method]
    return Phrase(f"Vejen fra hjemmet måles {how}.", f"The way from home is measured {how.en}.")


@guideline("distance.mode", "`foot`, `bicycle`, `car`", "Til fods, på cykel eller i bil")
def _mode(policy: Policy) -> Phrase:
    how = TRAVEL[policy.travel_mode]
    return Phrase(f"Vejen regnes {how}, ens for alle familier.", f"The way is counted {how.en}, alike for all families.")


@guideline("distance.detour_percent", "100-300", "Vejens længde i procent af fugleflugtslinjen; også hvor der ikke findes en vej")
def _detour(policy: Policy) -> Phrase:
    return Phrase(
        f"En vej, der anslås, regnes som {policy.detour_percent} % af fugleflugtslinjen.",
        f"A way that is estimated is taken as {policy.detour_percent} % of the straight line.",
    )


@guideline("distance.foot_kmh", "1-10", "Fart til fods, km/t: anslåede veje, og stier og veje i OpenStreetMap")
def _foot(policy: Policy) -> Phrase:
    return Phrase(f"Farten til fods er {policy.foot_kmh} km/t.", f"The speed on foot is {policy.foot_kmh} km/h.")


@guideline("distance.bicycle_kmh", "5-45", "Fart på cykel, km/t: det samme")
def _bicycle(policy: Policy) -> Phrase:
    return Phrase(f"Farten på cykel er {policy.bicycle_kmh} km/t.", f"The speed by bicycle is {policy.bicycle_kmh} km/h.")


@guideline("distance.car_kmh", "10-130", "Fart i bil, km/t: kun anslåede veje; i OpenStreetMap gælder vejens egen")
def _car(policy: Policy) -> Phrase:
    return Phrase(
        f"Farten i bil er {policy.car_kmh} km/t, hvor vejens egen fart ikke kendes.",
        f"The speed by car is {policy.car_kmh} km/h, where the road's own is not known.",
    )
