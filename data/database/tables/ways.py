"""Ways that were measured: those kept to be used again, and those that each round was run on."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from data.database.base import TEXT, Base, described
from data.database.tables.columns import PRIVATE


class KeptWays(Base):
    """The ways from one home by one method; only homes of the data last measured are kept."""

    __tablename__ = "kept_ways"
    __table_args__ = described("Ways from homes to facilities, kept so that they are measured once")

    method: Mapped[str] = mapped_column(TEXT, primary_key=True, comment="matrix, osrm or osm")
    mode: Mapped[str] = mapped_column(TEXT, primary_key=True, comment="foot, bicycle or car")
    easting: Mapped[float] = mapped_column(primary_key=True, info=PRIVATE, comment="Home, metres east, ETRS89 / UTM 32N")
    northing: Mapped[float] = mapped_column(primary_key=True, info=PRIVATE, comment="Home, metres north, ETRS89 / UTM 32N")
    source: Mapped[str] = mapped_column(comment="What they were measured in; other ways are of no use when it has changed")
    content: Mapped[bytes] = mapped_column(info=PRIVATE, comment="Facilities' coordinates, metres and seconds, compressed by zlib")


class RoundWays(Base):
    """The ways that a round was run on; none for straight lines."""

    __tablename__ = "round_ways"
    __table_args__ = described("Ways from homes to facilities that each round was run on")

    round_id: Mapped[int] = mapped_column(Integer, ForeignKey("rounds.id"), primary_key=True, comment="Round")
    content: Mapped[bytes] = mapped_column(info=PRIVATE, comment="Children, facilities, metres and seconds, compressed by zlib")
