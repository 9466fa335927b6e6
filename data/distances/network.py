"""Quickest ways on a road map, from every home to every facility.

Each home and facility joins the road at the nearest point of the nearest piece that is part of the network; what lies between is
walked in a straight line. One search for each facility, from it and against the roads' directions, finds its ways from all homes.
A step's cost is one whole number: milliseconds times 2^24 plus decimetres. Sums stay exact in a double, so that the quickest way and,
among equals, the shortest is found with its length in the same search, and always the same.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import KDTree

from data.distances.measure import NO_WAY, Whole
from data.distances.roadmap import RoadMap
from data.distances.sites import Floats

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: more decimetres than any way has (1,678 km)
_SHIFT = 2.0**24
_KMH = 1 / 3.6
#: a piece of road is felt every so many metres when the nearest is sought
_FEELER_M = 25.0
#: no road within so many metres of a home: there is no way from it
FARTHEST_ROAD_M = 1000.0
#: a part of the map with fewer of its points than this share of the largest part is no part of the network: a yard, a path in a park
LEAST_PART = 0.001
#: searches at once; each needs a number for every point of the map
_AT_ONCE = 16


class Network:
    """The roads of a map as a network to travel."""

    def __init__(self, roads: RoadMap, foot_kmh: float, answered: Callable[[float], None] | None = None) -> None:
        inside = connected(roads)
        self._points = roads.points
        self._begins, self._ends = roads.begins[inside], roads.ends[inside]
        self._along, self._against = roads.along[inside], roads.against[inside]
        self._length = np.hypot(*(self._points[self._ends] - self._points[self._begins]).T)
        self._foot_kmh = foot_kmh
        self._answered = answered or (lambda _share: None)
        count = np.maximum(np.ceil(self._length / _FEELER_M).astype(np.int64), 1)
        self._felt = np.repeat(np.arange(len(count)), count + 1)
        first = np.concatenate([[0], np.cumsum(count + 1)[:-1]])
        share = (np.arange(len(self._felt)) - first[self._felt]) / count[self._felt]
        self._feelers = KDTree(self._at(self._felt, share))

    def _at(self, piece: Ints, share: Floats) -> Floats:
        """[k] the point that divides the piece so."""
        begin, end = self._points[self._begins[piece]], self._points[self._ends[piece]]
        return np.asarray(begin + (end - begin) * share[:, None])

    def join(self, places: Floats) -> tuple[Ints, Floats, Floats]:
        """[place] the nearest piece, the share of it at which it is nearest, and how many metres away; piece -1 = none near enough."""
        near, _ = self._feelers.query(places)
        # the nearest piece has a feeler at most half a gap farther away than the piece itself is
        lists = self._feelers.query_ball_point(places, np.minimum(near, FARTHEST_ROAD_M) + _FEELER_M / 2 + 1e-6, return_sorted=True)
        place = np.repeat(np.arange(len(places)), [len(found) for found in lists])
        piece = self._felt[np.concatenate([np.zeros(0, dtype=np.int64), *lists]).astype(np.int64)]
        begin, end = self._points[self._begins[piece]], self._points[self._ends[piece]]
        square = np.maximum(((end - begin) ** 2).sum(axis=1), 1e-12)
        share = np.clip(((places[place] - begin) * (end - begin)).sum(axis=1) / square, 0.0, 1.0)
        away = np.hypot(*(places[place] - self._at(piece, share)).T)
        order = np.lexsort((piece, away, place))
        own, row = np.unique(place[order], return_index=True)
        best = order[row]
        best, own = best[away[best] <= FARTHEST_ROAD_M], own[away[best] <= FARTHEST_ROAD_M]
        pieces, shares, metres = np.full(len(places), -1), np.zeros(len(places)), np.zeros(len(places))
        pieces[own], shares[own], metres[own] = piece[best], share[best], away[best]
        return pieces, shares, metres

    def table(self, homes: Floats, facilities: Floats) -> tuple[Whole, Whole]:
        """As `Measurer`."""
        piece, share, away = self.join(np.concatenate([homes, facilities]))
        graph, point = self._graph(piece, share)
        leg_dm, leg_ms = away * 10, away / (self._foot_kmh * _KMH) * 1000
        metres = np.full((len(homes), len(facilities)), NO_WAY, dtype=np.int32)
        seconds = metres.copy()
        targets = np.flatnonzero(piece[len(homes) :] >= 0)
        starts = np.flatnonzero(piece[: len(homes)] >= 0)
        for low in range(0, len(targets), _AT_ONCE):
            chosen = targets[low : low + _AT_ONCE]
            cost = dijkstra(graph, indices=point[len(homes) + chosen])[:, point[starts]].T
            milliseconds, decimetres = np.divmod(np.where(np.isinf(cost), 0.0, cost), _SHIFT)
            legs = np.ix_(starts, chosen)
            decimetres += leg_dm[starts, None] + leg_dm[len(homes) + chosen]
            milliseconds += leg_ms[starts, None] + leg_ms[len(homes) + chosen]
            metres[legs] = np.where(np.isinf(cost), NO_WAY, np.floor(decimetres / 10 + 0.5))
            seconds[legs] = np.where(np.isinf(cost), NO_WAY, np.floor(milliseconds / 1000 + 0.5))
            self._answered((low + len(chosen)) / len(targets))
        same = (homes[:, None, :] == facilities[None, :, :]).all(axis=2)
        metres[same], seconds[same] = 0, 0
        return metres, seconds

    def _graph(self, piece: Ints, share: Floats) -> tuple[csr_matrix, Ints]:
        """The roads reversed, cut where places join them, and [place] the point of each (-1 = none)."""
        joined = np.flatnonzero(piece >= 0)
        order = joined[np.lexsort((share[joined], piece[joined]))]
        point = np.full(len(piece), -1)
        point[order] = len(self._points) + np.arange(len(order))
        cut = piece[order]
        whole = np.ones(len(self._begins), dtype=bool)
        whole[cut] = False
        kept = np.flatnonzero(whole)
        first = np.r_[True, cut[1:] != cut[:-1]] if len(cut) else np.zeros(0, dtype=bool)
        last = np.r_[first[1:], True] if len(cut) else first
        before = np.where(first, self._begins[cut], np.roll(point[order], 1))
        length = np.where(first, share[order], share[order] - np.roll(share[order], 1)) * self._length[cut]
        tail = (1 - share[order[last]]) * self._length[cut[last]]
        begins = np.concatenate([self._begins[kept], before, point[order[last]]])
        ends = np.concatenate([self._ends[kept], point[order], self._ends[cut[last]]])
        own = np.concatenate([kept, cut, cut[last]])
        metres = np.concatenate([self._length[kept], length, tail])
        return reversed_graph(begins, ends, metres, self._along[own], self._against[own], len(self._points) + len(order)), point


def reversed_graph(begins: Ints, ends: Ints, metres: Floats, along: Floats, against: Floats, points: int) -> csr_matrix:
    """[to, from] the least cost of each step, as one whole number."""
    there, back = along > 0, against > 0
    to = np.concatenate([ends[there], begins[back]])
    start = np.concatenate([begins[there], ends[back]])
    length = np.concatenate([metres[there], metres[back]])
    kmh = np.concatenate([along[there], against[back]])
    # a step costs at least a millisecond: a zero in a sparse matrix could be taken for no step
    cost = np.maximum(np.rint(length / (kmh * _KMH) * 1000), 1) * _SHIFT + np.rint(length * 10)
    order = np.lexsort((cost, start, to))
    to, start, cost = to[order], start[order], cost[order]
    first = np.r_[True, (to[1:] != to[:-1]) | (start[1:] != start[:-1])]
    return csr_matrix((cost[first], (to[first], start[first])), shape=(points, points))


def connected(roads: RoadMap) -> Bools:
    """[piece] whether it lies in a part of the map in which every point is reached from every other, and that is no mere yard."""
    there, back = roads.along > 0, roads.against > 0
    start = np.concatenate([roads.begins[there], roads.ends[back]])
    to = np.concatenate([roads.ends[there], roads.begins[back]])
    count = len(roads.points)
    steps = coo_matrix((np.ones(len(to)), (start, to)), shape=(count, count))
    parts, part = connected_components(steps.tocsr(), directed=True, connection="strong")
    size = np.bincount(part, minlength=parts)
    large = size >= max(2.0, LEAST_PART * size.max())
    return np.asarray(large[part[roads.begins]] & (part[roads.begins] == part[roads.ends]))
