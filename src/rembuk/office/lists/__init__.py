"""Agency lists of families and persons, by edition: what each list says, compared and corrected."""
