"""Pages about forecasts: where and when places run short, how sure that is, and on what it rests."""
