"""Small towns in which one line of a policy decides. The round is 15 January 2027, the window February to April.

A and B ask for the one place in u unless said otherwise. Children are 3 years and 8 months and ask for 3-5 care from 1 February; B is
registered before A ("senior") or after, as the town says; nobody wants the guarantee unless the town says so.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from optimizer.domain.applications import Offer, Wish
from optimizer.domain.dates import add_months
from optimizer.domain.facilities import CapacityChange, District
from optimizer.domain.policy import Policy
from tests.optimizer.checking.build import APR, FEB, MAR, Build

D = date
EARLY, LATE = D(2026, 1, 1), D(2026, 6, 1)


def two(a: dict[str, Any] | None = None, b: dict[str, Any] | None = None, kind: str = "boernehave") -> Build:
    """One place in u; A and B with what is said of their applications, B registered last."""
    build = Build()
    build.unit("u", 1, kind)
    build.apply("A", **{"wishes": "u", "registered_date": EARLY, **(a or {})})
    build.apply("B", **{"wishes": "u", "registered_date": LATE, **(b or {})})
    return build


def small(born: date, registered: date, **more: Any) -> dict[str, Any]:
    """A 0-2 application."""
    return {"birth": born, "registered_date": registered, "care": "0-2", **more}


def first_or_both_pleased(policy: Policy) -> Build:
    """A, the senior, would take v as its second wish; then B could have u."""
    build = two({"wishes": "u v", "accepts_until": FEB}, {"accepts_until": FEB})
    build.unit("v", 1)
    return build


def needed_in_april(policy: Policy) -> Build:
    return two({"need_date": APR}, {"need_date": APR})


def due_in_july(policy: Policy) -> Build:
    """B's guarantee falls due in July; u is the only place there is."""
    return two(b={"need_date": D(2027, 7, 1), "guarantee_date": D(2027, 7, 1), "wants_guarantee": True})


def wanted_in_mid_february(policy: Policy) -> Build:
    """A, the senior, cannot wait for 1 March."""
    return two({"need_date": D(2027, 2, 10), "accepts_until": D(2027, 2, 20)}, {"need_date": MAR})


def of_the_age_in_march(policy: Policy) -> Build:
    """A, the senior, reaches the policy's age for boernehave on 1 March; u is only its second wish, and B's first."""
    build = Build()
    build.unit("u", 1)
    build.unit("full", 0)
    build.unit("v", 1, "vuggestue")
    build.child("a", add_months(MAR, -policy.transition_age_months))
    build.enrol("a", "v")
    build.apply("A", "full u", "transition", child="a", need_date=MAR, registered_date=EARLY)
    build.apply("B", "u", need_date=MAR, registered_date=LATE, accepts_until=MAR)
    return build


def somebody_turns_six(policy: Policy) -> Build:
    """The place in u is free when its child goes to school."""
    build = two()
    build.child("six", D(2021, 2, 1))
    build.enrol("six", "u")
    return build


def away(metres: int, east: str = "S") -> Build:
    """A's guarantee is due on 1 February; the only place lies that far away, in another guarantee district."""
    build = Build()
    build.districts["S"] = District("S", "Syd")
    build.facility("far", east=metres, district=east)
    build.unit("u", 1, facility="far")
    build.apply("A", wants_guarantee=True, guarantee_date=FEB, registered_date=EARLY)
    return build


def ten_kilometres_away(policy: Policy) -> Build:
    return away(10_000)


def three_kilometres_away(policy: Policy) -> Build:
    """3,000 m as the crow flies: 3,900 m with the detour of 30 percent."""
    return away(3_000)


def three_and_a_half_away(policy: Policy) -> Build:
    """3,500 m as the crow flies: 4,550 m with the detour of 30 percent."""
    return away(3_500)


def applied_two_months_before(policy: Policy) -> Build:
    """A asks on 1 January for 1 March and has wished nothing."""
    build = Build()
    build.unit("u", 1)
    build.apply("A", wants_guarantee=True, need_date=MAR, registered_date=D(2027, 1, 1))
    return build


def four_weeks_late(policy: Policy) -> Build:
    """A asks for 1 February 27 days after the months of the deadline, and has wished nothing: due on 28 February, a day more is 1 March."""
    build = Build()
    build.unit("u", 1)
    asked = add_months(FEB, -policy.deadline_months) + timedelta(days=27)
    build.apply("A", wants_guarantee=True, registered_date=asked)
    return build


def applied_on_5_january(policy: Policy) -> Build:
    """A asks for 1 February on 5 January, far too late, and has wished nothing."""
    build = Build()
    build.unit("u", 1)
    build.apply("A", wants_guarantee=True, registered_date=D(2027, 1, 5))
    return build


def refused_elsewhere(policy: Policy) -> Build:
    """On 10 December A's family said no to a place from 1 January. The guarantee was due on 1 February; A has wished nothing."""
    build = Build()
    build.unit("u", 1)
    build.unit("full", 0)
    build.apply("A", wants_guarantee=True, guarantee_date=FEB, registered_date=EARLY)
    build.offers = [Offer("A", "full", D(2027, 1, 1), D(2026, 12, 1), D(2026, 12, 10), accepted=False)]
    return build


def refused_here(policy: Policy) -> Build:
    """A, the senior, has said no to u once."""
    build = two()
    build.offers = [Offer("A", "u", D(2027, 1, 1), D(2026, 12, 1), D(2026, 12, 10), accepted=False)]
    return build


def sooner_or_older(policy: Policy) -> Build:
    """A is registered first, B is the older."""
    return two(small(D(2025, 6, 1), EARLY), small(D(2025, 1, 1), LATE), "vuggestue")


def sooner_or_older_35(policy: Policy) -> Build:
    """The same for boernehave: both were registered late."""
    return two({"birth": D(2023, 6, 1)}, {"birth": D(2023, 1, 1)})


def registered_at_ten_weeks(policy: Policy) -> Build:
    """A is registered at ten weeks, two weeks after B, who is half a year older and was registered at six months."""
    return two(small(D(2025, 6, 1), D(2025, 8, 15)), small(D(2025, 1, 1), D(2025, 7, 1)), "vuggestue")


def registered_before_four_months(policy: Policy) -> Build:
    """Both before four months of age; A is the older, B was registered first."""
    return two(small(D(2025, 2, 1), D(2025, 4, 1)), small(D(2025, 3, 1), D(2025, 3, 15)), "vuggestue")


def registered_on_the_day_of_the_age(policy: Policy) -> Build:
    """A on the very day on which it reaches the policy's months, B (much older) a month before."""
    day = add_months(D(2025, 6, 1), policy.seniority_months)
    return two(small(D(2025, 6, 1), day), small(D(2025, 1, 1), add_months(day, -1)), "vuggestue")


def registered_a_fortnight_after_the_age(policy: Policy) -> Build:
    """A counts from four months of age, 1 June; B was registered on 15 June."""
    return two(small(D(2025, 2, 1), D(2025, 2, 10)), small(D(2024, 10, 1), D(2025, 6, 15)), "vuggestue")


def registered_before_two_years(policy: Policy) -> Build:
    """Both before they were two; A is the older, B was registered first. They ask for boernehave."""
    return two({"birth": D(2023, 3, 1), "registered_date": D(2025, 2, 1)}, {"birth": D(2023, 6, 1), "registered_date": D(2024, 1, 1)})


def registered_at_a_year_and_a_half(policy: Policy) -> Build:
    """B at 19 months; A a month sooner, but at 30 months."""
    return two({"birth": D(2022, 6, 1), "registered_date": D(2024, 12, 1)}, {"birth": D(2023, 6, 1), "registered_date": D(2025, 1, 1)})


def _sibling(sibling_in: str, **enrolment: Any) -> Build:
    """A, the junior, has a sibling in the unit; u and v are in one house."""
    build = Build()
    build.facility("H")
    build.unit("u", 1 + (sibling_in == "u"), facility="H")
    build.unit("v", 9, facility="H")
    build.child("a", household_id="h")
    build.child("s", D(2022, 6, 1), household_id="h")
    build.enrol("s", sibling_in, **enrolment)
    build.apply("A", "u", child="a", registered_date=LATE)
    build.apply("B", "u", registered_date=EARLY)
    return build


def sibling_next_door(policy: Policy) -> Build:
    """A, the junior, has a sibling in another unit of the house."""
    return _sibling("v")


def sibling_until_mid_march(policy: Policy) -> Build:
    """A, the junior, has a sibling in u, who leaves the house on 15 March: both want u on 1 February and not later."""
    build = _sibling("v", end=D(2027, 3, 15))
    for name in "AB":
        build.applications[name] = build.applications[name].__class__(**{**_plain(build.applications[name]), "accepts_until": FEB})
    return build


def _plain(application: Any) -> dict[str, Any]:
    return {name: getattr(application, name) for name in application.__slots__}


def siblings_apply_together(policy: Policy) -> Build:
    """A, the junior, and its sibling S ask for the same house; nobody of the family is there."""
    build = Build()
    build.facility("H")
    build.unit("u", 1, facility="H")
    build.unit("v", 9, "vuggestue", facility="H")
    build.child("a", household_id="h")
    build.child("s", D(2025, 9, 1), household_id="h")
    build.apply("A", "u", child="a", registered_date=LATE)
    build.apply("S", "v", child="s", care="0-2", registered_date=LATE)
    build.apply("B", "u", registered_date=EARLY)
    return build


def kept_wish_or_transfer(policy: Policy) -> Build:
    """A, the junior, was written up as new and has taken a place in v; B, the senior, has asked to move from there."""
    build = two(b={"kind": "transfer", "registered_date": EARLY}, a={"registered_date": LATE})
    build.unit("v", 2)
    build.enrol("cA", "v")
    build.enrol("cB", "v")
    return build


def guarantee_or_list(policy: Policy) -> Build:
    """A, the junior, has wished u; B's guarantee is due on 1 February and it has wished nothing."""
    return two(
        small(D(2025, 9, 1), LATE),
        small(D(2025, 6, 1), EARLY, wishes="", wants_guarantee=True, guarantee_date=FEB, accepts_until=FEB),
        "vuggestue",
    )


def better_wish_in_march(policy: Policy) -> Build:
    """A, the senior, can start in v in February; its first wish u is free in March, when B wants it."""
    build = two({"wishes": "u v"}, {"need_date": MAR})
    build.unit("v", 1)
    build.child("c")
    build.enrol("c", "u", end=MAR)
    return build


def lives_elsewhere(policy: Policy) -> Build:
    """A, the senior, lives in another municipality."""
    build = two()
    build.child("cA", residence="999")
    return build


def own_code(policy: Policy) -> Build:
    """A's residence is written with the municipality's code, its guarantee is due, and it has wished nothing."""
    build = Build()
    build.unit("u", 1)
    build.child("cA", residence=policy.outsiders_own_code or "999")
    build.apply("A", wants_guarantee=True, guarantee_date=FEB, registered_date=EARLY)
    return build


def from_a_listed_area(policy: Policy) -> Build:
    """A, the senior, lives in a listed area; nobody else has come to u this year."""
    build = two()
    build.child("cA", vulnerable_area=True)
    return build


def from_a_listed_area_at_work(policy: Policy) -> Build:
    """A's parents have declared to be at work."""
    build = two()
    build.child("cA", vulnerable_area=True, employed_parents=True)
    return build


def area_off_the_list(policy: Policy) -> Build:
    """A's district left the list a year ago."""
    build = two()
    build.districts["D"] = District("D", "By", vulnerable_area=True, listed_from=D(2020, 12, 1), listed_to=D(2026, 1, 1))
    build.child("cB", vulnerable_area=False)
    return build


def _displaced(*wishes: str) -> Build:
    """Children x, y, ... of the unit "old", which closes on 1 March; each has a transfer application with wishes."""
    build = Build()
    build.unit("old", 2)
    build.changes = [CapacityChange("old", MAR, 0)]
    for child, wished in zip("xy", wishes, strict=False):
        build.child(child)
        build.enrol(child, "old")
        build.apply("T" + child, wished, "transfer", child=child, registered_date=EARLY)
    return build


def by_the_sibling_or_near(policy: Policy, until: date | None = None) -> Build:
    """x loses its place; u lies beside the unit of its sibling, in one house, 2 km away, and v is next door."""
    build = _displaced("")
    build.facility("H", east=2000)
    build.unit("u", 1, facility="H")
    build.unit("w", 1, facility="H")
    build.unit("v", 1)
    build.child("x", household_id="h")
    build.child("s", D(2022, 9, 1), household_id="h")
    build.enrol("s", "w", end=until)
    return build


def by_the_sibling_until_mid_may(policy: Policy) -> Build:
    return by_the_sibling_or_near(policy, D(2027, 5, 15))


def one_more_bilingual(policy: Policy) -> Build:
    """x, who is bilingual, loses its place; next door, in v, one of two is bilingual, and in u, 2 km away, one child is not."""
    build = _displaced("")
    build.facility("far", east=2000)
    build.unit("u", 2, facility="far")
    build.unit("v", 3)
    build.child("x", bilingual=True)
    build.child("y", bilingual=True)
    for name, unit in (("y", "v"), ("k", "v"), ("z", "u")):
        build.enrol(name, unit)
    return build


def a_third_of_one_half_year(policy: Policy) -> Build:
    """x loses its home; in the home next door, v, are two born in its half-year, and u, 2 km away, is empty."""
    build = Build()
    build.unit("old", 1, "dagpleje")
    build.changes = [CapacityChange("old", MAR, 0)]
    build.facility("far", "dagpleje", east=2000)
    build.unit("u", 3, "dagpleje", facility="far")
    build.unit("v", 3, "dagpleje")
    for name, unit in (("x", "old"), ("y", "v"), ("z", "v")):
        build.child(name, D(2025, 9, 1))
        build.enrol(name, unit)
    return build


def emptier_than_its_neighbour(policy: Policy) -> Build:
    """x loses its place and may go to u or v, all at one spot. Taken of places in March: in the north u 1 of 2 and q 1 of 1, in the south
    v 1 of 3 and r (for the oldest) 0 of 3. In v it would be one over its share of the south; in u one over its share of the whole.
    """
    build = _displaced("")
    build.districts |= {"N": District("N", "Nord"), "S": District("S", "Syd")}
    for name, district, places, taken in (("u", "N", 2, 1), ("q", "N", 1, 1), ("v", "S", 3, 1), ("r", "S", 3, 0)):
        build.facility("F" + name, district=district)
        build.unit(name, places, facility="F" + name, min_age_months=60 if name == "r" else 30)
        if taken:
            build.enrol("in" + name, name)
    build.child("x", district_id=None)
    return build


def wished_or_near(policy: Policy) -> Build:
    """x loses its place; it has wished u, 2 km away, and v is next door."""
    build = _displaced("u")
    build.facility("far", east=2000)
    build.unit("u", 1, facility="far")
    build.unit("v", 1)
    return build


def soon_far_away_or_later_near(policy: Policy) -> Build:
    """A may have v, 2 km away, in February, and B u in March; or A its first wish u, near by, in March, and B nothing."""
    build = better_wish_in_march(policy)
    build.facility("far", east=2000)
    build.unit("v", 1, facility="far")
    return build


def wishes_after_full_ones(count: int, care: str = "3-5", kind: str = "new") -> Build:
    """A, the senior, has wished so many full units before u."""
    unit = "vuggestue" if care == "0-2" else "boernehave"
    build = Build()
    build.unit("u", 1, unit)
    full = [f"full{n}" for n in range(count)]
    for name in full:
        build.unit(name, 0, unit)
    born = D(2025, 9, 1) if care == "0-2" else D(2023, 6, 1)
    listed = tuple(Wish(n, "unit", name) for n, name in enumerate([*full, "u"], start=1))
    for name in ("A", "B"):
        build.child(name.lower(), born)
        if kind == "transfer":
            build.unit("now" + name, 1, unit)
            build.enrol(name.lower(), "now" + name)
    build.apply("A", kind=kind, care=care, child="a", registered_date=EARLY, listed=listed)
    build.apply("B", "u", kind=kind, care=care, child="b", registered_date=LATE)
    return build


def one_wish_too_many_02(policy: Policy) -> Build:
    """u is the wish after the last that counts; where all count, the second."""
    return wishes_after_full_ones(policy.counted_wishes_02 or 1, "0-2")


def one_wish_too_many_35(policy: Policy) -> Build:
    return wishes_after_full_ones(policy.counted_wishes_35 or 1)


def one_wish_too_many_in_a_transfer(policy: Policy) -> Build:
    return wishes_after_full_ones(policy.counted_wishes_transfer or 1, kind="transfer")


def an_infant_is_there(policy: Policy) -> Build:
    """The home u has an infant and one place; A, the senior, is an infant too, B is not."""
    build = two(small(D(2026, 5, 1), D(2026, 6, 1)), small(D(2025, 3, 1), D(2026, 12, 1)), "dagpleje")
    build.unit("u", 2, "dagpleje")
    build.child("i", D(2026, 7, 1))
    build.enrol("i", "u", D(2027, 1, 10))
    return build
