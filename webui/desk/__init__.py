"""The desk: which decisions need an officer, which are ready, approved, done with; and the steps of a round."""
