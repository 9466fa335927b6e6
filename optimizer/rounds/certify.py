"""The certificate of a round: prices for every level, written and re-checked in whole numbers from the data."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.engine.certificate import price_bound, whole_prices
from optimizer.engine.model import FREE, NamedRow, rows_matrix
from optimizer.rounds.alternatives import unwished_concerned, without
from optimizer.rounds.claims import make_claims
from optimizer.rounds.instance import Instance, make_instance
from optimizer.rounds.order import option_keys, option_tiers
from optimizer.rounds.order_rows import OrderRows
from optimizer.rounds.promises import with_promises, written
from optimizer.rounds.record import RoundRecord
from optimizer.rounds.solve import Hold, Part, load_with, plan_columns, with_holds_given_up
from optimizer.rounds.window import Window, make_window

Ints = NDArray[np.int64]
SCALE = 2**24
#: kinds of order rows (see order_rows): their names begin with the claim's option
ORDER = ("idle", "envy")


def fingerprint(window: Window) -> str:
    """SHA-256 of the model's rows and costs: the same data and rules give the same model."""
    model = window.model
    digest = hashlib.sha256()
    for array in (model.matrix.indptr, model.matrix.indices, model.matrix.data, model.lower, model.upper, *(a.cost for a in model.aims)):
        digest.update(np.ascontiguousarray(array, dtype=np.int64).tobytes())
    return digest.hexdigest()


def option_name(instance: Instance, option: int) -> list[str]:
    """An option in ids: subject, unit, start date."""
    table = instance.options
    return [
        instance.subjects[int(table.subject[option])].id,
        instance.places.ids[int(table.unit[option])],
        instance.grid.dates[int(table.start[option])].isoformat(),
    ]


def row_name(instance: Instance, row: NamedRow) -> list[Any]:
    """A row added on the way, in ids."""
    kind = row.name[0]
    if kind in ORDER:
        return [kind, option_name(instance, int(str(row.name[1]))), *row.name[2:]]
    return [str(kind), str(row.name[1]), row.upper]


def limits_of(window: Window, extra: list[NamedRow]) -> tuple[Ints, Ints]:
    """Lower and upper sides of all rows."""
    lower = np.concatenate([window.model.lower, np.array([r.lower for r in extra], dtype=np.int64)])
    upper = np.concatenate([window.model.upper, np.array([r.upper for r in extra], dtype=np.int64)])
    return lower, upper


def write_part(part: Part) -> tuple[dict[str, Any], list[int]]:
    """One part of the certificate, and the bound (without search) that it proves for each level, constants included."""
    window, levels, bounds = part.window, [], []
    lower, upper = limits_of(window, part.extra)
    for level, aim in zip(part.levels, window.model.aims, strict=True):
        full = np.zeros(len(lower))
        full[: len(level.prices)] = level.prices
        prices = whole_prices(full, lower, upper, SCALE)
        extra = rows_matrix(part.extra, window.model.columns).astype(np.int64) if part.extra else None
        bound = price_bound(window.model, extra, lower, upper, aim, prices, SCALE) + aim.constant
        own = len(window.model.lower)
        used = np.flatnonzero(prices[:own])
        bounds.append(min(bound, level.value))
        levels.append(
            {
                "name": level.name,
                "bound": bound,
                "rows": used.tolist(),
                "prices": prices[used].tolist(),
                "added": [[row_name(window.instance, r), int(p)] for r, p in zip(part.extra, prices[own:], strict=True) if p],
            }
        )
    return {"part": part.name, "model": fingerprint(window), "levels": levels}, bounds


def write_certificate(
    instance: Instance, parts: tuple[Part, ...], holds: list[Hold], given_up: tuple[int, ...] = ()
) -> tuple[dict[str, Any], list[list[int]]]:
    """The certificate as JSON-able data, and per part the bounds proven by prices."""
    proofs = [write_part(p) for p in parts]
    held = [[instance.subjects[i].id, instance.places.ids[u], instance.grid.dates[s].isoformat()] for i, u, s in holds]
    promised = written(instance.snapshot.promised)
    left = [option_name(instance, option) for option in given_up]
    stated = {"scale": SCALE, "held": held, "promised": promised, "given_up": left, "parts": [w for w, _ in proofs]}
    return stated, [b for _, b in proofs]


def option_names(instance: Instance) -> dict[tuple[str, ...], int]:
    """Every option by its ids."""
    return {tuple(option_name(instance, k)): k for k in range(len(instance.options))}


def read_prices(window: Window, level: dict[str, Any], rows: int) -> Ints:
    """[row] the prices that a level states: the model's rows, then the added ones."""
    prices = np.zeros(rows, dtype=np.int64)
    prices[level["rows"]] = level["prices"]
    prices[len(window.model.lower) :] = [p for _, p in level["added"]]
    return prices


def read_row(window: Window, order: OrderRows, options: dict[tuple[str, ...], int], name: list[Any]) -> NamedRow:
    """An added row rebuilt from its name and the data."""
    if name[0] in ORDER:
        return order.named((name[0], options[tuple(name[1])], *name[2:]))
    aim = next(a for a in window.model.aims if a.name == name[1])
    columns = np.flatnonzero(aim.cost)
    return NamedRow(("frozen", aim.name), tuple(columns.tolist()), tuple(aim.cost[columns].tolist()), -FREE, int(name[2]))


def aims_cost(window: Window, row: NamedRow) -> Ints:
    """The cost of the aim that a frozen row keeps."""
    return next(a.cost for a in window.model.aims if a.name == row.name[1])


def decided_options(instance: Instance, record: RoundRecord, displaced: bool) -> Ints:
    """The record's decision as options of the displaced, or of everybody else."""
    table = instance.options
    moves = {r.application_id: (r.unit_id, r.start_date) for r in record.allocation if r.unit_id is not None}
    choice = np.full(len(instance.subjects), -1, dtype=np.int64)
    for i, subject in enumerate(instance.subjects):
        move = moves.get(subject.applications[0].id)
        if (subject.kind == "displaced") != displaced or move is None:
            continue
        for option in range(int(table.first[i]), int(table.first[i + 1])):
            if (instance.places.ids[int(table.unit[option])], instance.grid.dates[int(table.start[option])]) == move:
                choice[i] = option
    return choice


def given_up(instance: Instance, record: RoundRecord) -> tuple[int, ...]:
    """The options that the round gave up for want of a second offer (§ 23 stk. 4); KeyError or ValueError where the data have no such."""
    subjects = {s.id: i for i, s in enumerate(instance.subjects)}
    table, found = instance.options, []
    for subject, unit, day in record.certificate.get("given_up", []):
        i, step = subjects[subject], instance.grid.dates.index(date.fromisoformat(day))
        rows = np.arange(table.first[i], table.first[i + 1])
        (option,) = rows[(table.unit[rows] == instance.places.index[unit]) & (table.start[rows] == step)].tolist()
        if not unwished_concerned(instance, option):
            raise ValueError(f"{subject} need not give up {unit}")
        found.append(option)
    return tuple(found)


def rebuild(instance: Instance, record: RoundRecord, part: str) -> Window:
    """The model of one part, from the data and the record's decision alone."""
    keys = option_keys(instance, option_tiers(instance))
    displaced = np.array([s.kind == "displaced" for s in instance.subjects], dtype=bool)
    if part == "displaced":
        return make_window(instance, instance.base, keys, displaced, np.full(len(displaced), -1, dtype=np.int64))
    subjects = {s.id: i for i, s in enumerate(instance.subjects)}
    dates = {d.isoformat(): k for k, d in enumerate(instance.grid.dates)}
    holds = [(subjects[a], instance.places.index[u], dates[d]) for a, u, d in record.certificate.get("held", [])]
    instance = without(instance, given_up(instance, record)) if record.certificate.get("given_up") else instance
    served = decided_options(instance, record, True)
    return make_window(with_holds_given_up(instance, holds), load_with(instance, served, holds), keys, ~displaced, served)


def recheck(snapshot: Snapshot, policy: Policy, round_date: date, record: RoundRecord) -> list[tuple[str, str]]:
    """(code, Danish sentence) of all that does not hold in the record's certificate; no solver is used."""
    instance = make_instance(with_promises(snapshot, record), policy, round_date, int(record.summary["seed"]))
    certificate, found = record.certificate, []
    totals: dict[str, int] = {}
    names = option_names(instance) if policy.mode == "legal" else {}
    try:
        given_up(instance, record)
    except (KeyError, ValueError):
        return [("certificate_given_up", "Beviset opgiver pladser, som reglen om et andet tilbud (§ 23 stk. 4) ikke rammer.")]
    for part in certificate.get("parts", []):
        window = rebuild(instance, record, part["part"])
        if fingerprint(window) != part["model"]:
            found.append(("certificate_model", f"Beviset ({part['part']}) hører til en anden model end den, data og regler giver."))
            continue
        order = OrderRows(make_claims(window))
        constants = {a.name: a for a in window.model.aims}
        reached = plan_columns(window, decided_options(instance, record, part["part"] == "displaced"))
        for level in part["levels"]:
            try:
                extra = [read_row(window, order, names, name) for name, _ in level["added"]]
            except (KeyError, ValueError, StopIteration):
                found.append(("certificate_rows", f"Beviset for {level['name']} bruger en række, som data ikke giver."))
                continue
            lower, upper = limits_of(window, extra)
            prices = read_prices(window, level, len(lower))
            if ((prices > 0) & (lower <= -FREE)).any() or ((prices < 0) & (upper >= FREE)).any():
                found.append(("certificate_sign", f"Beviset for {level['name']} bruger en pris med forkert fortegn."))
                continue
            rows = rows_matrix(extra, window.model.columns).astype(np.int64) if extra else None
            aim = constants[level["name"]]
            if reached is None or any(int(aims_cost(window, r) @ reached) > r.upper for r in extra if r.name[0] == "frozen"):
                found.append(("certificate_frozen", f"Beviset for {level['name']} forudsætter mere af de tidligere mål, end der er nået."))
            bound = price_bound(window.model, rows, lower, upper, aim, prices, int(certificate["scale"])) + aim.constant
            if bound != level["bound"]:
                found.append(("certificate_bound", f"Priserne beviser {bound} for {level['name']}, ikke {level['bound']}."))
            # the displaced children's own part takes off what they may lack of their best
            before = 0 if part["part"] == "window" or reached is None else int(aim.cost @ reached) + aim.constant
            totals[level["name"]] = totals.get(level["name"], 0) + bound - before
    for level in record.summary.get("levels", []):
        name, stated = level["name"], level["price_bound"]
        # the order's bound, no case at all, needs no prices
        proven = 0 if name == "order" else totals.get(name)
        if proven is None or stated is None:
            found.append(("certificate_missing", f"Beviset mangler for {name}."))
        elif stated > proven:
            found.append(("price_bound", f"Priserne beviser {proven} for {name}, men der står {stated}."))
        elif level["proven_by"] == "prices" and level["bound"] > stated:
            found.append(("price_bound", f"Grænsen {level['bound']} for {name} skulle være bevist ved priser, men de beviser {stated}."))
    return found
