"""Every promise: owner, due date, money, proof, and a verifier who is not the owner."""
