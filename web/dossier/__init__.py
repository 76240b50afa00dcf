"""The dossier of a case: one file for somebody outside, which shows by itself whether it was altered."""
