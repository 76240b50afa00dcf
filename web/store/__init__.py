"""Where it is kept: tables, encryption, the audit chain and the migrations."""
