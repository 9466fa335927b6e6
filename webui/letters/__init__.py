"""Letters to families: made of the office's texts and the decision's own reasons, as PDF/UA, kept as they were sent."""
