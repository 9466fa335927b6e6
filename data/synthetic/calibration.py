"""The figures a synthetic municipality is tuned to, each with its unit and its source.

"Reference" is the project's domain reference on Danish childcare (sections 2-5 and 11); "assumed" marks a modelling choice
that no published figure was found for.
"""

from __future__ import annotations

from typing import Final

#: Births a year that can be drawn: a small island to the whole country (57,000 births in 2023-24).
MIN_BIRTHS: Final = 50
MAX_BIRTHS: Final = 60_000

# --- population -----------------------------------------------------------------------------------------------------
#: Children per birth of the last year, by age in years: families move in, and older cohorts were larger.
#: Reference, section 11: 680 births, about 750 children per age 0-2 and 820 per age 3-5.
COHORT_FACTOR: Final = (1.00, 1.13, 1.18, 1.19, 1.21, 1.22, 1.22)
#: Share of deliveries that are twins (the brief's 1.6 % of births; 3.1 % of children are then twins).
TWIN_SHARE: Final = 0.016
#: Share of families that have a second child, and of those that have a third (assumed), before cohorts are thinned to size;
#: it leaves this share of children with a brother or sister below school age.
SECOND_CHILD_SHARE: Final = 0.85
THIRD_CHILD_SHARE: Final = 0.30
SIBLING_SHARE: Final = 0.46
#: Months between births: least, mean, and spread of the logarithm. Assumed from Danish birth spacing of about 3 years.
SPACING_LEAST_MONTHS: Final = 11.0
SPACING_MEAN_MONTHS: Final = 35.0
SPACING_LOG_SPREAD: Final = 0.35
#: Shares of children (reference, section 11).
VULNERABLE_SHARE: Final = 0.09
BILINGUAL_SHARE: Final = 0.18
#: Share of bilingual households inside a listed area. Assumed; the areas' own criterion is above 50 %.
BILINGUAL_IN_LISTED_AREA: Final = 0.60
WEIGHT_TWO_SHARE: Final = 0.06
WEIGHT_THREE_SHARE: Final = 0.01
#: Children counting one place who still need one support point. Assumed.
LIGHT_SUPPORT_SHARE: Final = 0.03
#: Households (assumed): both parents employed outside and inside listed areas, protected address, smoke, pets.
EMPLOYED_SHARE: Final = 0.72
EMPLOYED_IN_LISTED_AREA: Final = 0.45
PROTECTED_SHARE: Final = 0.01
SMOKE_FREE_SHARE: Final = 0.03
PETS_EXCLUDED_SHARE: Final = 0.04

# --- take-up --------------------------------------------------------------------------------------------------------
#: Age in whole months from which this share of children is enrolled (reference, section 4.2: 13.7 % of 0-year-olds).
TAKEUP: Final = (
    (6, 0.08), (7, 0.12), (8, 0.18), (9, 0.28), (10, 0.42), (11, 0.56), (12, 0.68), (13, 0.76), (14, 0.81),
    (15, 0.85), (18, 0.89), (24, 0.92), (33, 0.94), (36, 0.97),
)  # fmt: skip
#: Age of the move from 0-2 to 3-5, months (reference, section 11: 2y11m), and month of school start.
TRANSITION_MONTHS: Final = 35
SCHOOL_MONTH: Final = 8
#: Share of enrolled 0-2 children who are in dagpleje, by births a year. Reference: 43 % at 680 births (section 11), 31 % in
#: Randers, 27 % in the country; between the points on a logarithmic scale.
DAGPLEJE_SHARE: Final = ((680, 0.43), (4_000, 0.30), (10_000, 0.26))
#: Children turned away by full homes (infants, support points) go to a vuggestue; so many more are drawn to prefer dagpleje (measured).
DAGPLEJE_MARGIN: Final = 1.06
#: Dagpleje is likelier in villages than in towns. Assumed odds.
DAGPLEJE_IN_TOWN: Final = 0.8
DAGPLEJE_IN_VILLAGE: Final = 1.25

# --- supply ---------------------------------------------------------------------------------------------------------
#: Children over places, at the peak in June (reference, sections 4.1, 4.2 and 11), and its spread between units (assumed).
OCCUPANCY: Final = 0.95
OCCUPANCY_SPREAD: Final = 0.05
#: What clipping at full and least sizes of groups take from the mean (measured).
OCCUPANCY_MARGIN: Final = 0.006
PEAK_MONTH: Final = 6
#: Spread of the logarithm of houses' sizes: most have 40-120 children (reference, section 4.3).
HOUSE_SIZE_SPREAD: Final = 0.4
#: Children per house, and shares of houses by kind and operator (reference, section 11: 42 houses).
HOUSE_CHILDREN: Final = 76
BOERNEHAVE_SHARE: Final = 5 / 42
VUGGESTUE_SHARE: Final = 3 / 42
PRIVATE_SHARE: Final = 4 / 42
INDEPENDENT_SHARE: Final = 3 / 42
OUTSOURCED_SHARE: Final = 0.01
#: Homes by kind, of 172 (reference, section 11): 120 with 4 places, 45 with 3 and a guest, 5 for special needs, 2 large.
HOME_MIX: Final = {"four": 120 / 172, "three": 45 / 172, "resource": 5 / 172, "large": 2 / 172}
#: Homes per legestue (reference, section 11: groups of 5-9).
PLAYGROUP_HOMES: Final = 7
#: Children under one year per home, and per home with two adults (local rule, reference section 1.5).
MAX_INFANTS: Final = 2
MAX_INFANTS_LARGE: Final = 4
SMOKE_FREE_HOMES: Final = 0.95
HOMES_WITH_PETS: Final = 0.30
#: Dagplejere who leave and who are hired, share a year (reference, section 11), over the months ahead that are known.
LEAVING_SHARE: Final = 0.08
HIRED_SHARE: Final = 0.05
KNOWN_AHEAD_MONTHS: Final = 8
#: Boernehave units that shrink below those enrolled, and units that grow, share of all. Assumed.
SHRINKING_SHARE: Final = 0.03
GROWING_SHARE: Final = 0.02
#: Enrolled children whose leaving is already notified, share. Assumed from one month's notice.
NOTICE_SHARE: Final = 0.01
#: Children who use their family's house, and the share of siblings in houses who then share one. Assumed.
SAME_HOUSE_SHARE: Final = 0.94
SIBLINGS_TOGETHER_SHARE: Final = 0.68

# --- absence of dagplejere ------------------------------------------------------------------------------------------
#: Working days a year (reference, sections 3 and 11): 8 % of 225 sick, spells of mean 4 days, 33 planned days.
SICK_DAYS: Final = 18.0
SICK_SPELL_DAYS: Final = 4.0
PLANNED_DAYS: Final = 33.0
HOLIDAY_SPELL_DAYS: Final = 5.0
COURSE_DAYS: Final = 3.0
#: Weight of each month, January first, and what it makes of February and November against a mean month. Peaks: reference; size assumed.
ABSENCE_BY_MONTH: Final = (1.0, 1.8, 1.0, 0.9, 0.9, 0.8, 1.0, 0.8, 0.9, 1.0, 1.8, 0.9)
ABSENCE_PEAK: Final = 1.5

# --- demand ---------------------------------------------------------------------------------------------------------
#: Months ahead for which families have applied.
DEMAND_MONTHS: Final = 14
#: Days from birth to registration, mean (assumed; registration is possible from birth).
REGISTRATION_DAYS: Final = 45.0
#: Families who have just moved in and have no place yet, share of those enrolled. Assumed: 3.4 % a year.
MOVER_SHARE: Final = 0.01
#: Children due in the last months who still wait, share. Assumed.
WAITING_SHARE: Final = 0.04
WAITING_MONTHS: Final = 4
TRANSFER_SHARE: Final = 0.05
WANTS_GUARANTEE_SHARE: Final = 0.90
WRITTEN_GUARANTEE_SHARE: Final = 0.45
PRIORITY_SHARE: Final = 0.015
ACCEPTS_UNTIL_SHARE: Final = 0.03

# --- history --------------------------------------------------------------------------------------------------------
# The truth behind population, births, housing and take-up (all assumed, save what `COHORT_FACTOR` gives): a forecast can be held to it.
#: Yearly counts, the last on 1 January of the round's year; children up to this age, adults of these ages.
COUNT_YEARS: Final = 15
OLDEST_COUNTED: Final = 9
ADULT_AGES: Final = (18, 49)
#: Births a year fell by this share of the present number until the oldest drawn cohort was born, and by this at most.
BIRTHS_FALL: Final = 0.01
BIRTHS_MOST_ABOVE: Final = 0.12
#: Spread between districts of the logarithm by which a cohort grows a year, and of children per adult.
DISTRICT_GROWTH_SPREAD: Final = 0.01
DISTRICT_FERTILITY_SPREAD: Final = 0.10
#: Share of children who live in the same district a year later.
STAY_SHARE: Final = 0.93
#: Births a year per adult of the ages of parents, each age weighing exp(-((age - 31) / 5)^2 / 2).
BIRTHS_PER_ADULT: Final = 0.07
PARENT_AGE: Final = 31.0
PARENT_AGE_SPREAD: Final = 5.0
#: Dwellings moved into a year, per birth a year, over this share of the districts; kinds with their shares.
DWELLINGS_PER_BIRTH: Final = 0.3
BUILDING_SHARE: Final = 0.3
DWELLING_KINDS: Final = {"parcelhus": 0.3, "rækkehus": 0.4, "etagebolig": 0.3}
#: Children by age 0 ... 9 who live in a new dwelling on the 1 January after its first year.
CHILDREN_PER_DWELLING: Final = {
    "parcelhus": (0.07, 0.09, 0.09, 0.08, 0.08, 0.07, 0.06, 0.05, 0.05, 0.05),
    "rækkehus": (0.05, 0.06, 0.06, 0.05, 0.05, 0.04, 0.03, 0.03, 0.02, 0.02),
    "etagebolig": (0.03, 0.03, 0.02, 0.02, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01),
}
#: Years of building that the plan covers, and how likely each is, from the year of the round.
PLAN_CHANCE: Final = (1.0, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.5, 0.4, 0.4)
#: Yearly change of the logit of take-up and of dagpleje's share, and the spread of a year's own shift.
TAKEUP_DRIFT: Final = 0.02
DAGPLEJE_DRIFT: Final = -0.05
TAKEUP_YEAR_SPREAD: Final = 0.02

# --- wishes ---------------------------------------------------------------------------------------------------------
#: Shares of applications with 1, 2, ... 5 wishes; three is what most municipalities allow (reference, sections 2.1 and 11).
WISH_COUNT_SHARES: Final = (0.16, 0.22, 0.50, 0.07, 0.05)
#: Taste, in units of the random part: per km, for a popular house, for the kind of care preferred. Assumed.
TASTE_PER_KM: Final = 1.5
TASTE_POPULAR: Final = 1.2
TASTE_KIND: Final = 2.0
#: Wishes for a home that name the district's dagpleje, wishes for a house's unit that name the house. Assumed.
POOLED_DAGPLEJE_SHARE: Final = 0.45
POOLED_HOUSE_SHARE: Final = 0.15
SIBLING_FIRST_SHARE: Final = 0.80
OWN_HOUSE_FIRST_SHARE: Final = 0.75
