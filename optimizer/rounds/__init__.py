"""An allocation round: options, rules, objectives, decision, check, explanation."""
