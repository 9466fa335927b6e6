"""The reasons in English, for the office; the same codes, facts and care for privacy as the Danish ones."""

from __future__ import annotations

from datetime import date

from optimizer.rounds.explain.language import Language

_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
_FULL = (
    "[[ {others:# place was|# places were} filled before the child can start.]]"
    "[[ That holds for {homes:the one suitable home|all # suitable homes}.]]"
)
_POOL = "[[ There {homes:is # suitable home|are # suitable homes}, of which {full:# is|# are} full.]]"
_GIVEN = "{places:The one place|All # places} {place:at} {starts:starts} went to {children:a child|children}"
_DATED = "with {order:words} seniority date[[ (last admitted: {last_seniority:date})]]"
_GROUP = "in a higher group ({higher:groups})"
_AREA = (
    "The area has {units:one suitable unit|# suitable units}, with {free:no free places|# free place|# free places}; "
    "{given:no places were|# place was|# places were} given on this round[[, {before:none of them to children|# of them to a child|"
    "# of them to children} with a guarantee, before this child in the order]]."
)
_SHORT = (
    "[[ No allocation can keep the guarantee: {none_can:the one suitable place|the # suitable places} cannot take the child in time, "
    "whoever moves.]]"
    "[[ No allocation can keep all the guarantees here: by {short_day:date} {short_children:# child|# children} with a guarantee must have "
    "started {short_units:in one place|in # places}]][[ ({short_names:names})]]"
    "[[, with {short_places:no room|room for one child|room for # children} once all who can move have moved.]]"
    "[[ {short_full:The one other suitable place is full|The # other suitable places are full}.]]"
)
_REFUSED = "[[ The family refused a place from {refused:date}; therefore {refusal:words}.]]"
_LATE = (
    "The child has a right to a place by {due:date}. The first place that it can get is from {start:date}, {days_late:# day|# days} later."
)

#: what a child needs by decision
_DECIDED = (
    "[[ This follows from a time-limited decision, which holds to {decided_until:date}.]]"
    "[[ This follows from a decision of {decided_from:date}.]]"
)
TEMPLATES: dict[str, tuple[str, ...]] = {
    "got": ("The child gets a place {place:at} from {start:date}.",),
    "got_with_twin": ("The child gets a place {place:at} from {start:date} together with {with:words}, whose wish it was.",),
    "provisional_from": (
        "As it looks today, the child can start {place:at} on {start:date}. That is decided in a later round.",
    ),
    "wish_not_counted": ("Only {limit:the first wish counts|the first # wishes count}, so the wish for {place:place} is left out.",),
    "better_wish_met": ("The child gets a place {got:at} from {start:date}, and that wish is higher on the list.",),
    "started_elsewhere_earlier": (
        "The child starts {got:at} on {start:date}; {place:at} it could not have started before {possible:date}.",
    ),
    "already_there": ("{who:words} already has its place {place:at}.",),
    "not_open": (
        "{homes:No home|#|#} {place:at} takes children from the municipality's waiting list.",
        "{place:place} takes no children from the municipality's waiting list.",
    ),
    "private": ("{place:place} is private and admits children itself; the municipality cannot give its places.",),
    "list_closed_to_outsiders": (
        "The list {place:at} is closed to children of other municipalities: {listed:# child|# children} of other municipalities "
        "{listed:is|are} on it, and there may be {most} ({share} % of {own:# child|# children} of this municipality, "
        "enrolled {per:words}).",
    ),
    "other_care": ("{place:place} has no places for children aged {care:words}.",),
    "not_suitable_age": (
        "The child is under {weeks} weeks on {day:date} and cannot start {place:at} so early.",
        "{place:place} takes children from {min_age:# month|# months} to under {max_age:# month|# months}, "
        "and the child is {age:# month|# months} on {day:date}.",
        "{place:place} takes children from {min_age:# month|# months}, and the child is {age:# month|# months} on {day:date}.",
    ),
    "too_early": ("The child is not old enough for {place:place} until {earliest:date}, after the round's last start date ({last:date}).",),
    "not_due_yet": ("The child is not to start until {earliest:date}, after the round's last start date ({last:date}).",),
    "after_latest_start": ("The family wants a start on {latest:date} at the latest, but the child cannot start before {earliest:date}.",),
    "stay_would_end": ("The child moves on to {next:words} on {end:date} and cannot start {place:at} before that.",),
    "wish_refused": ("The family refused a place {place:at} from {start:date}; therefore the wish is deleted.",),
    "home_conditions": ("The child needs {needs:words}, which cannot be offered {place:at}.",),
    "other_place": ("The child has another place or an offer at the same time, so it cannot start {place:at}.",),
    "full_by_order": (
        f"{_GIVEN} {_DATED} or {_GROUP}.{_FULL}",
        f"{_GIVEN} {_DATED}.{_FULL}",
        f"{_GIVEN} {_GROUP}.{_FULL}",
    ),
    "full_before_start": (
        "{places:The free place|The # free places} {place:at} {places:was|were} filled {starts:starts}, "
        "before the child can start ({earliest:date}).",
    ),
    "full_no_free_place": (
        "There is no free place {place:at}: all places are taken by children who already have one there."
        "[[ As it looks today, there is room from {first_room:date} at the earliest.]]"
        "[[ That holds for {homes:the one suitable home|all # suitable homes}.]]",
    ),
    "no_places": ("{place:place} has no places to give on the round's start dates: it is closed.",),
    "reserved_places": (
        "{free:The free place|The # free places} {place:at} {free:is|are} reserved for {kinds:words}."
        "[[ On this round {given:# place|# places} there went to children who stand before in the order.]]" + _POOL,
        "The place {place:at} went to a child for whom it is reserved."
        "[[ On this round {given:# place|# places} there went to children who stand before in the order.]]" + _POOL,
    ),
    "reserved_later": ("The place {place:at} can be used only until {day:date}; then it is reserved for {kinds:words}." + _POOL,),
    "held_for_guarantee": (
        "The place {place:at} can be used only until {month:date}; then it is held for {held:a child|# children} with a guarantee." + _POOL,
    ),
    "taken_later": ("The place {place:at} can be used only until {day:date}; then it is given to another child." + _POOL,),
    "fewer_places": ("The place {place:at} can be used only until {day:date}; then there are fewer places." + _POOL,),
    "room_short_weight": (
        "The child counts for {need:# place|# places}, but {place:at} only {free:# place is|# places are} free on {day:date}."
        + _DECIDED
        + _POOL,
    ),
    "twins_need_two": (
        "{group:words} get places together and need {need:# place|# places}, but {place:at} only {free:# place is|# places are} free "
        "on {day:date}." + _DECIDED + _POOL,
    ),
    "room_short_support": (
        "The child needs {need:# support point|# support points}, but {place:at} {free:# is|# are} left of {cap} on {day:date}; "
        "{missing:# is|# are} missing." + _DECIDED + _POOL,
    ),
    "room_short_infants": (
        "{place:place} may have {cap:# child|# children} under one year at a time, and that is reached on {day:date}." + _POOL,
    ),
    "room_short_house": (
        "{place:place} may have {cap:# place unit|# place units} in the whole house (children aged 0-2 count 2, children aged 3-5 "
        "count 1); {missing:# is|# are} missing on {day:date}." + _POOL,
    ),
    "listed_share": (
        "At most {share} % of the children admitted {place:at} in {year} may live in a listed area (udsat boligområde, "
        "dagtilbudsloven § 26 a); with the child it would be {listed} of {admitted}." + _POOL,
    ),
    "present_place_taken": (
        "To start {place:at} the child would have to stay longer in its present place, which is given to another child." + _POOL,
    ),
    "passed_over": (
        "The child could have had a place {place:at} from {start:date} instead of a child after it in the order; {cause:words}. "
        "The case is counted in the round's result.",
    ),
    "idle_place": (
        "There is a free place {place:at} from {start:date} that the child could have had; {cause:words}. "
        "The case is counted in the round's result.",
    ),
    "alternative_offer": (
        "The child is also offered a place {place:at} from {start:date}, outside the listed areas (dagtilbudsloven § 23 stk. 4). "
        "The family chooses one of the two; the place is held until it has answered.",
    ),
    "alternative_short": (
        "The child must also be offered a place outside the listed areas (dagtilbudsloven § 23 stk. 4), but no suitable place is free.",
    ),
    "offer_pending": (
        "The family has been offered a place {place:at} from {start:date}[[ or {other:at}]]; "
        "the answer is awaited[[ by {answer_by:date}]].",
    ),
    "displaced_new_place": ("The child's place {old:at} ends on {end:date}. The child gets a new place {place:at} from {start:date}.",),
    "displaced_no_place": ("The child's place {old:at} ends on {end:date}, and no free equal place was found for it {area:words}.",),
    "displaced_instead": (
        "The child's place {old:at} ends on {end:date}, so the child gets a new place {got:at} from {start:date}. "
        "The application is dealt with together with it.",
        "The child's place {old:at} ends on {end:date}, and the application is dealt with together with the new place that it needs.",
    ),
    "other_application_first": (
        "The child also has an application for a {care:words} place, registered {registered:date}, which goes first. "
        "A child has one place at a time, so this application waits.",
        "The child's place {old:at} ends on {end:date}, and the new place that the child must have instead goes first. "
        "A child has one place at a time, so this application waits.",
    ),
    "after_younger_care": (
        "The child also has or asks for a 0-2 place. It ends when the child is old enough to move up, "
        "so a 3-5 place can be given from {day:date} at the earliest.",
    ),
    "twins_apart": ("The child and its twin do not get a place together on this round, because {parted:words}.",),
    "kept_present_place": ("The child keeps its place {place:at}.",),
    "kept_wish": (
        "The application is a wish that the child has kept since it got a place {place:at}; in the order it stands {stands:words}, "
        "and it keeps the place until the wish is met.",
    ),
    "no_wish": (
        "The application has no wishes that can give a place on this round.[[ The guarantee holds from {guarantee_date:date}.]]"
        + _REFUSED,
    ),
    "waiting": (
        "{wishes:The wish could not be met|None of the # wishes could be met} on this round, so the child stays on the waiting list."
        "[[ The guarantee holds from {guarantee_date:date}.]]" + _REFUSED,
    ),
    "guarantee_place": (
        "The child gets a place {place:at} from {start:date} because the guarantee date is {guarantee_date:date}. The place was not "
        "wished, but lies {area:words}.[[ {nearer_full:The nearer suitable place is full|The # nearer suitable places are full}.]]"
        + _REFUSED,
    ),
    "breach_no_place_in_area": (
        f"The child has a right to a place by {{due:date}}, but no free place was found for it {{area:words}}. {_AREA}{_SHORT}{_REFUSED}",
        "The child has a right to a place by {due:date}, but there is no suitable place {area:words} on the round's start dates."
        + _REFUSED,
    ),
    "breach_late": (f"{_LATE} {_AREA}{_SHORT}{_REFUSED}", f"{_LATE}{_SHORT}{_REFUSED}"),
    "breach_earliest_start": (
        "The child has a right to a place by {due:date}, but cannot start before {earliest:date}, {days_late:# day|# days} later."
        + _REFUSED,
    ),
}  # fmt: skip

WORDS = {
    "sibling": "siblings",
    "own_house": "own house",
    "guarantee_home_district": "guarantee in own allocation district",
    "guarantee_own_area": "guarantee in own area",
    "unplaced_own_district": "without a place, own district",
    "guarantee": "guarantee",
    "unplaced": "without a place",
    "transfer_from_outside": "transfer from another district",
    "own_district": "own district",
    "displaced": "children whose place ends",
    "precedence": "a group with precedence",
    "earlier": "an earlier",
    "earlier_or_same": "an earlier or the same",
    "area_district": "in the guarantee district",
    "area_radius": "within the guarantee's distance from home (as the crow flies, with an addition for detours)",
    "area_radius_foot": "within the guarantee's distance from home by road on foot",
    "area_radius_bicycle": "within the guarantee's distance from home by road by bicycle",
    "area_radius_car": "within the guarantee's distance from home by road by car",
    "area_travel_time_foot": "within the guarantee's travel time from home on foot",
    "area_travel_time_bicycle": "within the guarantee's travel time from home by bicycle",
    "area_travel_time_car": "within the guarantee's travel time from home by car",
    "area_municipality": "in the municipality",
    "care_0_2": "0-2",
    "care_3_5": "3-5",
    "smoke_free": "a home without smoke",
    "no_pets": "a home without pets",
    "boernehave": "børnehave",
    "school": "school",
    "per_all": "in all",
    "per_care": "in the same age group",
    "per_kind": "in the same kind of care",
    "per_district": "in the district",
    "per_facility": "at the place",
    "for_learning_offer": "children in the statutory learning offer",
    "for_newcomer": "newcomers to the municipality",
    "for_guarantee": "children whose guarantee falls due",
    "guarantee_postponed": "the guarantee date has been moved",
    "kept_wish_transfer": "with the children who would move",
    "kept_wish_unplaced": "with children without a place",
    "guarantee_lapsed": "the guarantee has lapsed",
    "child": "The child",
    "twin": "The child's twin",
    "triplet": "A child of the same birth",
    "with_twin": "its twin",
    "with_triplets": "its siblings of the same birth",
    "twins": "Twins",
    "triplets": "Triplets or more of one birth",
    "parted_care": "they apply for different ages",
    "parted_kind": "one applies for a new place and the other to move or to go on",
    "parted_home": "only one of the children lives in another municipality",
    "parted_offer": "one of the children has an offer that is not answered",
    "parted_displaced": "the place of one ends, and that child gets a new one before all others",
    "cause_rules": "the rules on places and order cannot all be kept at once",
    "cause_points": "the municipality's guidelines put points before the order",
}


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _starts(first: date, last: date) -> str:
    if first == last:
        return f"from {_day(first)}"
    begin = _day(first) if first.year != last.year else f"{first.day} {_MONTHS[first.month - 1]}"
    return f"with a start between {begin} and {_day(last)}"


def _place(kind: str, name: str) -> str:
    return f"family day care in {name}" if kind == "district_dagpleje" else name


def _at(kind: str, name: str) -> str:
    return f"in {_place(kind, name)}" if kind == "district_dagpleje" else f"at {name}"


ENGLISH = Language(TEMPLATES, WORDS, "and", _day, _starts, _place, _at)
