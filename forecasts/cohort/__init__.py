"""The annual model of children by area and single year of age."""

from forecasts.cohort.model import CohortModel, fit
from forecasts.cohort.settings import Settings

__all__ = ["CohortModel", "Settings", "fit"]
