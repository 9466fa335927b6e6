"""Equal optima are told apart by recorded draws (specification, section 8, level 10).

Formula: sum over subjects of  draw(i, u, s)  of the start (u, s) in the window (displaced children: of any start);
no start = 65536.

Symbols: draw - the number (0-65535) that the first four hexadecimal digits of SHA-256 of "seed:i:u:s" make; i - application id of its
first member; s - ISO date.

Applies to: every subject of the round; always the last level.

Example: two children of the same date want the last place in each of two houses, and all other levels are alike both ways. The draws
are 500 + 9,000 one way and 20,000 + 100 the other: the first is taken, on any computer and in any year.

Source: the same for every policy, so that the same input gives the same placement whoever computes it; draws tell equals apart, as in the
order of dagtilbudsloven § 27 stk. 1.

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007); the policy as published.

Solver half: `aims.by_subject.tie_break`.
"""

from __future__ import annotations

import hashlib

from optimizer.rounds.checking.case import Case

NAME = "tie_break"
UNIT = "draws"
DANISH = """
Lige gode fordelinger skilles ad ved lodder, der kan regnes efter.

Formel: summen over børn af  lod(i, u, s)  for starten (u, s) i runden (børn, hvis enhed lukker: enhver start);
ingen start = 65536.

Symboler: lod - tallet (0-65535) af de første fire hexadecimale cifre i SHA-256 af "frø:i:u:s"; i - ansøgningens id (tvillinger: den
førstes); u - enheden; s - datoen som 2027-02-01.

Gælder: alle runden afgør; altid det sidste niveau.

Eksempel: To børn med samme dato ønsker den sidste plads i hvert af to huse, og de andre mål er ens begge veje. Lodderne er 500 + 9.000
den ene vej og 20.000 + 100 den anden: den første vælges, på enhver maskine og i ethvert år.

Kilde: ens for alle politikker, så samme data giver samme fordeling, hvem der end regner; lodder skiller lige ad, som i rækkefølgen efter
dagtilbudsloven § 27 stk. 1.

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007); politikken som offentliggjort.
"""
NO_START = 65536


def value(case: Case) -> int:
    """The sum of the draws of all starts that the round decides."""
    total = 0
    for subject in case.basis.subjects.values():
        plan = case.decided_plan(subject)
        total += NO_START if plan is None else draw(case.basis.seed, subject.key, plan.unit_id, plan.start.isoformat())
    return total


def draw(seed: int, key: str, unit_id: str, start: str) -> int:
    """The recorded draw of a start."""
    return int(hashlib.sha256(f"{seed}:{key}:{unit_id}:{start}".encode()).hexdigest()[:4], 16)
