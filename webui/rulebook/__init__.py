"""The page of rules: what every round keeps and strives for, with law and source."""
