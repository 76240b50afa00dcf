"""Reading a case for its dossier, and keeping and recording the dossier that was made of it."""
