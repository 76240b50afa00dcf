"""How a case stands to the clauses of the protocol: met, met late, departed from, or still to come."""
