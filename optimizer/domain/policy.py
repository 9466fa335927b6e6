"""A municipality's published guidelines as a dated, ordered value: what is printed is what is solved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from optimizer.domain.facilities import Care

Mode = Literal["legal", "points"]
GuaranteeArea = Literal["district", "radius", "municipality", "travel_time"]
DistanceMethod = Literal["straight", "matrix", "osrm", "osm"]
TravelMode = Literal["foot", "bicycle", "car"]
SeniorityBasis = Literal["registered", "birth", "birth_if_registered_early", "registered_from_age"]
SiblingScope = Literal["unit", "facility"]
SiblingDefinition = Literal["household", "guardian", "either"]
KeptWishRanksAs = Literal["transfer", "unplaced"]
TransitionCounted = Literal["day", "month", "next_month"]
RefusedGuarantee = Literal["kept", "postponed", "lapses"]
CountedFrom = Literal["offer_start", "answer", "answer_month"]
RefusedWish = Literal["kept", "deleted"]
AlternativeOffer = Literal["all", "unwished"]
OutsidersList = Literal["open", "closed_above_share"]
MeasuredPer = Literal["all", "care", "kind", "district", "facility"]
Tier = Literal[
    "special_need",  # a documented special need (application.priority)
    "learning_offer",  # obliged to the statutory learning offer (§ 44 a) on the start date
    "learning_offer_house",  # the same, and enrolled in the house already
    "sibling",  # a sibling enrolled in the same unit or house for at least the overlap after the start
    "own_house",  # a transition to the boernehave of the house where the child already is
    "guarantee_home_district",  # unplaced, wants the guarantee, and the house lies in the very district of the home
    "guarantee_own_area",  # unplaced, wants the guarantee, and the unit lies in the child's guarantee area
    "unplaced_own_district",  # no place now, and the unit lies in the child's own (guarantee) district
    "guarantee",  # unplaced and wants the guarantee
    "unplaced",  # no place now (transition counts as unplaced: its place in the 0-2 unit ends)
    "transfer_from_outside",  # a transfer of a child whose present place lies outside its own (guarantee) district
    "own_district",  # the unit lies in the child's own (guarantee) district
]
TIERS: tuple[str, ...] = get_args(Tier)
ObjectiveName = Literal["breaches", "wishes", "siblings", "distance", "guest_slack", "few_moves", "even_load", "group_mix"]
OBJECTIVES: tuple[str, ...] = get_args(ObjectiveName)
#: one level after the other; those of an inner tuple are one level, weighed against each other
Objectives = tuple[ObjectiveName | tuple[ObjectiveName, ...], ...]
EvenLoadArea = Literal["district", "municipality"]
#: joins the names of objectives that are one level
TOGETHER = "+"


@dataclass(frozen=True, slots=True)
class Policy:
    """One dated version of a municipality's rules of allocation. Field comments give meaning and unit."""

    name: str
    #: name of the municipality whose published rules these are; empty for the default
    municipality: str = ""
    valid_from: date = date(2026, 1, 1)
    mode: Mode = "legal"
    #: the round date when the user gives none; None = today
    round_date: date | None = None

    # the round
    #: months whose starts are decided
    window_months: int = 3
    #: months looked ahead, the window included
    horizon_months: int = 18
    #: days of the month on which a stay may start: (1,) or (1, 16)
    start_days: tuple[int, ...] = (1,)
    #: hold places now for guarantees that fall due later in the horizon
    reserve: bool = True

    # ages
    #: whole months of age at which a child moves from 0-2 to 3-5
    transition_age_months: int = 35
    #: counted from the day on which the child has that age, from the first of its month, or from the first of the next month
    transition_counted: TransitionCounted = "day"
    #: month (1-12) of the year of the sixth birthday in which a child leaves boernehave for school or foerskole
    school_start_month: int = 8

    # the guarantee (§ 23)
    guarantee_area: GuaranteeArea = "district"
    #: metres from home, measured as `distance_method` says; used when `guarantee_area` is "radius"
    guarantee_radius_m: int = 4000
    #: minutes from home by `travel_mode`; used when `guarantee_area` is "travel_time"
    travel_minutes: int = 30
    #: months before the need date by which a family must have applied
    deadline_months: int = 3
    #: days more than these months
    deadline_days: int = 0
    #: months after the application beyond which a missed deadline never postpones the guarantee (the law's limit is 3)
    months_after_application: int = 3

    # a refused offer
    #: what a refusal does to the guarantee
    refused_guarantee: RefusedGuarantee = "kept"
    #: "postponed": not before this many months after the day that `refused_counted_from` names
    refused_months: int = 3
    #: the declined start; the day of the answer (the last day to answer, else the day of sending); or the first day of the next month
    refused_counted_from: CountedFrom = "offer_start"
    #: whether the wishes that name the refused unit stay on the list
    refused_wish: RefusedWish = "kept"

    # the order (§ 27)
    tiers: tuple[Tier, ...] = ("special_need", "learning_offer", "sibling", "own_house", "unplaced_own_district", "unplaced")
    seniority: SeniorityBasis = "registered"
    #: "birth_if_registered_early": months after birth within which registration gives the birth date;
    #: "registered_from_age": months of age before which registration gives no seniority
    seniority_months: int = 3
    #: days added to the months; -1 = before the day on which the child reaches the months, not on it
    seniority_days: int = 0
    #: the same two for 3-5 care; None = as for 0-2
    seniority_35: SeniorityBasis | None = None
    seniority_months_35: int | None = None
    sibling_scope: SiblingScope = "facility"
    #: months that the sibling must still be there after the start
    sibling_overlap_months: int = 3
    #: who are siblings: children of one household, with a guardian in common (half-siblings in two homes too), or either
    sibling_definition: SiblingDefinition = "household"
    #: a sibling that asks for the same place in this round counts like one that is there
    sibling_applies_together: bool = False
    #: care in which whoever has wished a place stands before all who have not, whatever their tier
    list_first: tuple[Care, ...] = ()
    #: how a kept wish of a child with a place stands (§ 27 c stk. 3): as one who moves, or as a child without a place
    kept_wish_ranks_as: KeptWishRanksAs = "transfer"
    #: a child placed now may still claim a better wish at a later date of the same window
    wait_for_wish: bool = False

    # children of other municipalities (§ 28)
    #: "closed_above_share": closed to them where more than the share of own enrolled children are on the list
    outsiders_list: OutsidersList = "open"
    #: percent of the own children enrolled, rounded up to whole children
    outsiders_share_percent: int = 1
    #: in what that is measured: all units, those of a care, a kind of unit, a district or a facility
    outsiders_measured_per: MeasuredPer = "all"
    #: the municipality's own code: a child with this residence, or none, lives here
    outsiders_own_code: str = ""

    # the aims
    objectives: Objectives = ("breaches", "wishes", "siblings", "distance", "guest_slack", "few_moves")
    #: what one unit of an objective weighs in a level of several; 1 where none is given
    objective_weights: Mapping[str, int] = field(default_factory=dict)
    #: points per rank; the last figure holds for all further ranks; an unwished place or waiting gives 0
    wish_points: tuple[int, ...] = (10, 7, 5, 3, 2, 1)
    #: wishes that count, the first ones by rank, by care and for transfers of either care; None = all
    counted_wishes_02: int | None = None
    counted_wishes_35: int | None = None
    counted_wishes_transfer: int | None = None
    #: how the way from home is measured: straight line times the detour, a file, a routing service, or a road map (OpenStreetMap)
    distance_method: DistanceMethod = "straight"
    #: by what the way is travelled
    travel_mode: TravelMode = "bicycle"
    #: straight-line distance is multiplied by this to estimate the way (percent)
    detour_percent: int = 130
    #: speeds in km/h: of an estimated way, and on foot and bicycle of a way on the road map
    foot_kmh: int = 5
    bicycle_kmh: int = 15
    car_kmh: int = 40

    #: among which units of one kind the children are to be spread evenly
    even_load_area: EvenLoadArea = "district"
    #: share of bilingual children in a unit above which `group_mix` counts them (percent); None = not counted
    bilingual_percent: int | None = None
    #: children of one half-year of birth in a dagpleje home above which `group_mix` counts them; None = not counted
    same_half_year: int | None = None

    # homes
    #: infants (under one year) a home may have when the unit's own limit is empty; None = no limit
    max_infants: int | None = None

    # listed areas (§ 26 a-c, § 23 stk. 4)
    #: percent of a year's intake in a house, and in each unit, that may live in a listed area; 100 = no limit
    composition_share: int = 30
    #: children whose parents work or study (declared) do not count (§ 26 b)
    composition_skips_employed: bool = False
    #: years for which the rule is kept after an area has left the list (§ 26 c: at most 3)
    composition_years: int = 0
    #: which offers of a place in a house in a listed area come with one outside (§ 23 stk. 4): all, or those of an unwished place
    alternative_offer: AlternativeOffer = "all"

    #: for each setting its source (law, published page, council decision, modelling choice)
    sources: Mapping[str, str] = field(default_factory=dict)
    #: SHA-256 of the file's canonical content
    hash: str = ""

    @property
    def kmh(self) -> int:
        """The speed of the mode of travel, km/h."""
        return {"foot": self.foot_kmh, "bicycle": self.bicycle_kmh, "car": self.car_kmh}[self.travel_mode]

    @property
    def levels(self) -> dict[str, tuple[str, ...]]:
        """The objectives of each level by the level's name, in order."""
        groups = [(part,) if isinstance(part, str) else part for part in self.objectives]
        return {TOGETHER.join(group): group for group in groups}

    def weight(self, objective: str) -> int:
        """What one unit of an objective weighs in its level: 1 where it stands alone."""
        alone = objective not in {name for part in self.objectives if not isinstance(part, str) for name in part}
        return 1 if alone else self.objective_weights.get(objective, 1)
