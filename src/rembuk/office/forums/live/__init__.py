"""A meeting that runs: ops of several hands, fields, verdicts, objections."""
