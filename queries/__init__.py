"""Questions to answers: matching, attribution, status and the stored queries."""
