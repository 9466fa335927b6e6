"""Who may travel which OpenStreetMap way, in which direction and how fast (https://wiki.openstreetmap.org/wiki/Key:access).

Not read: turn restrictions, traffic lights, times of day, weather, ferries.
"""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.domain.policy import TravelMode

Tags = Mapping[str, str]

#: the tags that say who may pass, the narrowest first
ACCESS: dict[TravelMode, tuple[str, ...]] = {
    "foot": ("foot", "access"),
    "bicycle": ("bicycle", "vehicle", "access"),
    "car": ("motorcar", "motor_vehicle", "vehicle", "access"),
}
CLOSED = frozenset({"no", "private", "agricultural", "forestry", "military", "delivery", "emergency", "psv", "bus"})
#: km/h by car where no limit is signed, stops at junctions counted; what is missing is no road for cars
CAR_KMH = {
    "motorway": 110, "motorway_link": 60, "trunk": 85, "trunk_link": 50, "primary": 70, "primary_link": 40, "secondary": 65,
    "secondary_link": 40, "tertiary": 60, "tertiary_link": 40, "unclassified": 50, "road": 35, "residential": 35,
    "living_street": 15, "service": 15,
}  # fmt: skip
#: of a signed limit a car drives so much on the average
OF_THE_LIMIT = 0.85
LIMITS = {"DK:urban": 50, "DK:rural": 80, "DK:trunk": 80, "DK:motorway": 130, "walk": 5}
MOTORWAYS = frozenset({"motorway", "motorway_link"})
#: share of the speed on a road
FOOT_SHARE = {**dict.fromkeys(CAR_KMH, 1.0), **dict.fromkeys(("footway", "path", "pedestrian", "track", "cycleway", "bridleway"), 1.0)}
FOOT_SHARE["steps"] = 0.5
BICYCLE_SHARE = {**dict.fromkeys(CAR_KMH, 1.0), "cycleway": 1.0, "path": 0.75, "track": 0.75}
#: ways on which a bicycle is welcome only where a sign says so
SIGNED_BICYCLE = {"footway": 0.75, "pedestrian": 0.75, "bridleway": 0.75}
WELCOME = frozenset({"yes", "designated", "permissive", "official"})
#: things that stop a car unless a tag lets it pass; others let all pass unless a tag stops them
CAR_STOPPERS = frozenset({"bollard", "block", "cycle_barrier", "chain", "log", "jersey_barrier", "debris", "planter"})


def speeds(tags: Tags, mode: TravelMode, foot_kmh: float, bicycle_kmh: float) -> tuple[float, float]:
    """km/h along the way and against it; 0 = closed."""
    kmh = speed(tags, mode, foot_kmh, bicycle_kmh)
    along, against = directions(tags, mode)
    return kmh * along, kmh * against


def speed(tags: Tags, mode: TravelMode, foot_kmh: float, bicycle_kmh: float) -> float:
    """km/h; 0 = closed."""
    kind, said = tags.get("highway", ""), permission(tags, mode)
    if said in CLOSED:
        return 0.0
    if mode == "car":
        limit = signed_limit(tags.get("maxspeed", ""))
        return float(CAR_KMH.get(kind, 0)) if limit is None or kind not in CAR_KMH else limit * OF_THE_LIMIT
    if kind in MOTORWAYS or tags.get("motorroad") == "yes" or said == "use_sidepath":
        return 0.0
    if mode == "foot" or said == "dismount":
        return foot_kmh * FOOT_SHARE.get(kind, 0.0)
    signed = SIGNED_BICYCLE.get(kind, 0.0) if tags.get("bicycle") in WELCOME else 0.0
    return bicycle_kmh * BICYCLE_SHARE.get(kind, signed)


def permission(tags: Tags, mode: TravelMode) -> str:
    """What the narrowest tag says of who may pass; "" when none says anything."""
    return next((tags[name] for name in ACCESS[mode] if name in tags), "")


def signed_limit(text: str) -> float | None:
    """The limit in km/h; None for none, and for what this cannot read."""
    if text in LIMITS:
        return float(LIMITS[text])
    return float(text) if text.isascii() and text.isdigit() and 5 <= int(text) <= 130 else None


def directions(tags: Tags, mode: TravelMode) -> tuple[bool, bool]:
    """Whether one may travel along the way, and against it."""
    if mode == "foot":
        return True, True
    oneway = tags.get("oneway", "")
    if not oneway and (tags.get("junction") in ("roundabout", "circular") or tags.get("highway") == "motorway"):
        oneway = "yes"
    if mode == "bicycle":
        free = tags.get("oneway:bicycle") == "no" or any(
            tags.get(name, "").startswith("opposite") for name in ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both")
        )
        oneway = "" if free else oneway
    if oneway in ("yes", "true", "1"):
        return True, False
    if oneway in ("-1", "reverse"):
        return False, True
    return (False, False) if oneway in ("reversible", "alternating") and mode == "car" else (True, True)


def stops(tags: Tags, mode: TravelMode) -> bool:
    """Whether a node stops the traveller: a barrier that is not open to the mode. What a sign says of a crossing is no barrier."""
    if "barrier" not in tags:
        return False
    said = permission(tags, mode)
    if said:
        return said in CLOSED
    return mode == "car" and tags["barrier"] in CAR_STOPPERS
