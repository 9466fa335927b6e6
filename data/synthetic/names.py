"""Invented names: short lists of common Danish first names, surnames, streets and house names. No person is meant."""

from __future__ import annotations

from typing import Final

GIRLS: Final = (
    "Agnes", "Alma", "Anna", "Astrid", "Clara", "Ella", "Emma", "Esther", "Freja", "Frida", "Ida", "Isabella", "Josefine",
    "Karla", "Laura", "Liva", "Luna", "Maja", "Marie", "Mathilde", "Nora", "Olivia", "Sofia", "Vigga", "Ellie", "Leyla", "Amina",
)  # fmt: skip
BOYS: Final = (
    "Aksel", "Alfred", "Anton", "Arthur", "August", "Carl", "Elias", "Emil", "Felix", "Frederik", "Lauge", "Lucas", "Magnus",
    "Malthe", "Noah", "Oliver", "Oscar", "Otto", "Storm", "Theo", "Valdemar", "Viggo", "Villads", "William", "Øjvind", "Yusuf",
    "Adam",
)  # fmt: skip
ADULTS: Final = (
    "Anders", "Anne", "Birgitte", "Camilla", "Christian", "Dorte", "Hanne", "Henrik", "Inger", "Jesper", "Jonas", "Kirsten",
    "Lars", "Lene", "Louise", "Mads", "Maria", "Mette", "Mikkel", "Morten", "Pernille", "Rasmus", "Sanne", "Søren", "Thomas",
    "Trine", "Åse",
)  # fmt: skip
ADULTS_BILINGUAL: Final = (
    "Ahmed", "Aisha", "Aleksandra", "Ali", "Anna", "Fatima", "Hassan", "Ioana", "Kateryna", "Maryam", "Mehmet", "Oleksandr",
    "Piotr", "Samira", "Yasmin", "Zeynep",
)  # fmt: skip
SURNAMES: Final = (
    "Andersen", "Bach", "Bech", "Bjerregaard", "Christensen", "Dahl", "Frandsen", "Friis", "Hansen", "Holm", "Jensen", "Jepsen",
    "Johansen", "Kjær", "Knudsen", "Krogh", "Larsen", "Lund", "Madsen", "Mikkelsen", "Møller", "Mortensen", "Nielsen", "Nørgaard",
    "Olsen", "Østergaard", "Pedersen", "Petersen", "Poulsen", "Rasmussen", "Schmidt", "Skov", "Sørensen", "Thomsen",
    "Vestergaard",
)  # fmt: skip
SURNAMES_BILINGUAL: Final = (
    "Abdi", "Ahmad", "Hassan", "Hussein", "Kaya", "Kovalenko", "Kowalski", "Mohammed", "Nguyen", "Popescu", "Yildiz",
)  # fmt: skip
LANGUAGES: Final = (
    "ar", "en", "pl", "ro", "so", "tr", "uk",
)  # fmt: skip
HOUSES: Final = (
    "Andedammen", "Birkehuset", "Bøgely", "Egebo", "Fuglebo", "Galaxen", "Humlebien", "Kastanjen", "Krudtuglen", "Lærkereden",
    "Mariehønen", "Mælkevejen", "Myretuen", "Mejsebo", "Nøddebo", "Regnbuen", "Skovbrynet", "Skovtrolden", "Solsikken", "Spiren",
    "Stjernehuset", "Svalereden", "Troldhøj", "Vandpytten", "Vejrmøllen", "Æblehaven", "Ørnereden", "Åkanden",
)  # fmt: skip
STREETS: Final = (
    "Agerbakken", "Bakkevej", "Birkevej", "Bøgevænget", "Dalgasvej", "Elmevej", "Engvej", "Fasanvej", "Granvej", "Hasselvej",
    "Højvangen", "Jernbanegade", "Kirkevej", "Kløvervej", "Lærkevej", "Møllevej", "Nørregade", "Ringvej", "Rosenvænget",
    "Skolegade", "Skovvej", "Søndergade", "Tjørnevej", "Vestergade", "Violvej", "Æblevej", "Østergade", "Åvej",
)  # fmt: skip
TOWNS_FIRST: Final = (
    "Ager", "Birke", "Bjerg", "Bøge", "Dal", "Ege", "Elle", "Fugl", "Gran", "Hav", "Hjort", "Høj", "Klint", "Lyng", "Mose", "Nør",
    "Rug", "Sand", "Skov", "Solbjerg", "Sten", "Søn", "Vester", "Ørn", "Øster", "Ålø",
)  # fmt: skip
TOWNS_LAST: Final = (
    "balle", "borg", "by", "gård", "holt", "høj", "lund", "rup", "slev", "sted", "strup", "sø", "torp", "um", "vad", "ved",
)  # fmt: skip
