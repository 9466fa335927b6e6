"""Ages and the guarantee."""

from __future__ import annotations

from data.faults import Phrase
from data.policies.guidelines.grammar import TRAVEL, age_words, count, guideline, month_words, months
from optimizer.domain.policy import Policy


@guideline("ages.transition_age_months", "24-48", "Alder i hele måneder, hvor barnet går fra 0-2 til 3-5")
def _transition(policy: Policy) -> Phrase:
    age = age_words(policy.transition_age_months)
    return Phrase(
        f"Børn går i børnehave fra den første startdag, når de er {age}.",
        f"Children move on to boernehave on the first start date on which they are {age.en} old.",
    )


@guideline(
    "ages.transition_counted",
    "`day`, `month`, `next_month`",
    "Hvorfra alderen regnes: dagen, hvor barnet når den; den 1. i den måned; den 1. i måneden efter",
)
def _transition_counted(policy: Policy) -> Phrase:
    day = {
        "day": Phrase("på den dag, barnet når den", "on the day on which the child reaches it"),
        "month": Phrase("den 1. i den måned, barnet når den", "on the first of the month in which the child reaches it"),
        "next_month": Phrase(
            "den 1. i måneden efter, at barnet har nået den", "on the first of the month after the one in which the child reaches it"
        ),
    }[policy.transition_counted]
    return Phrase(f"Alderen til børnehave regnes som nået {day}.", f"The age for boernehave counts as reached {day.en}.")


@guideline("ages.school_start_month", "1-12", "Måned i det år, barnet fylder 6, hvor børnehaven slutter")
def _school(policy: Policy) -> Phrase:
    month = month_words(policy.school_start_month)
    return Phrase(
        f"Børn forlader børnehaven den 1. {month} i det år, de fylder 6.",
        f"Children leave boernehave on 1 {month.en} of the year in which they turn 6.",
    )


@guideline(
    "guarantee.area",
    "`district`, `radius`, `municipality`",
    "Hvor en garantiplads kan ligge; `district` er det overordnede distrikt (`parent_id`)",
)
def _area(policy: Policy) -> Phrase:
    if policy.guarantee_area == "municipality":
        return Phrase("En garantiplads kan ligge overalt i kommunen.", "A guaranteed place may lie anywhere in the municipality.")
    if policy.guarantee_area == "district":
        return Phrase("En garantiplads ligger i barnets garantidistrikt.", "A guaranteed place lies in the child's guarantee district.")
    if policy.guarantee_area == "travel_time":
        return Phrase(
            "En garantiplads ligger højst en fast rejsetid fra barnets hjem.",
            "A guaranteed place lies at most a set time of travel from the child's home.",
        )
    return Phrase(
        "En garantiplads ligger højst en fast afstand fra barnets hjem.",
        "A guaranteed place lies at most a set distance from the child's home.",
    )


@guideline("guarantee.radius_m", "100-100000", "Meter fra hjemmet, målt som `distance.method` siger; bruges ved `radius`")
def _radius(policy: Policy) -> Phrase:
    if policy.guarantee_area != "radius":
        return Phrase(
            "Garantien har ingen afstandsgrænse: området ovenfor gælder.", "The guarantee has no distance limit: the area above holds."
        )
    km = f"{policy.guarantee_radius_m / 1000:g}"
    return Phrase(f"Der er højst {km.replace('.', ',')} km til en garantiplads.", f"A guaranteed place is at most {km} km away.")


@guideline("guarantee.travel_minutes", "5-240", "Minutter fra hjemmet med `distance.mode`; bruges ved `travel_time`")
def _minutes(policy: Policy) -> Phrase:
    if policy.guarantee_area != "travel_time":
        return Phrase(
            "Garantien har ingen grænse for rejsetid: området ovenfor gælder.",
            "The guarantee has no limit of travel time: the area above holds.",
        )
    how = TRAVEL[policy.travel_mode]
    return Phrase(
        f"Der er højst {policy.travel_minutes} minutter {how} til en garantiplads.",
        f"A guaranteed place is at most {policy.travel_minutes} minutes away {how.en}.",
    )


@guideline("guarantee.deadline_months", "0-12", "Måneder før behovsdatoen, familien skal have søgt")
def _deadline(policy: Policy) -> Phrase:
    if not policy.deadline_months:
        return Phrase(
            "Der er ingen frist for at søge: garantien gælder fra den dag, pladsen er ønsket.",
            "There is no deadline for applying: the guarantee holds from the day on which the place is wanted.",
        )
    before = months(policy.deadline_months)
    return Phrase(
        f"Familien skal søge mindst {before}, før pladsen skal bruges. Søges der senere, udskydes garantien lige så meget.",
        f"The family must apply at least {before.en} before the place is needed. A later application postpones the guarantee by as much.",
    )


@guideline("guarantee.deadline_days", "0-31", "Dage oveni månederne: »2 måneder og 1 dag« er 2 og 1")
def _deadline_days(policy: Policy) -> Phrase:
    if not policy.deadline_days:
        return Phrase("Fristen er hele måneder.", "The deadline is whole months.")
    days = count(policy.deadline_days, ("dag", "dage"), ("day", "days"))
    return Phrase(f"Fristen er {days} længere end månederne.", f"The deadline is {days.en} longer than the months.")


@guideline(
    "guarantee.months_after_application",
    "0-3",
    "En overskredet frist udsætter aldrig garantien længere end så mange måneder efter ansøgningen (lovens loft er 3)",
)
def _months_after(policy: Policy) -> Phrase:
    most = months(policy.months_after_application)
    return Phrase(
        f"En overskredet frist udskyder højst garantien til {most} efter ansøgningen.",
        f"A missed deadline postpones the guarantee until {most.en} after applying at most.",
    )
