"""How near the forecast comes to what happened, on published series."""
