"""What reached whom, with proof and a judge; what was spent."""
