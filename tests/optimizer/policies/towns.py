"""Small towns in which one line of a policy decides. The round is 15 January 2027, the window February to April.

A and B ask for the one place in u unless said otherwise. Children are 3 years and 8 months and ask for 3-5 care from 1 February; B is
registered before A ("senior") or after, as the town says; nobody wants the guarantee unless the town says so.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from optimizer.domain.applications import Offer, Wish
from optimizer.domain.dates import add_months
from optimizer.domain.facilities import District
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


def of_the_age_in_mid_march(policy: Policy) -> Build:
    """The same, but A reaches the age on 15 March."""
    build = of_the_age_in_march(policy)
    build.child("a", add_months(MAR, -policy.transition_age_months) + timedelta(days=14))
    return build


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
