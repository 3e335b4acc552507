"""The page of one child: figures, history, growth charts, what to do next."""
