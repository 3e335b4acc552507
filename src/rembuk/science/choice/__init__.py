"""Who first under a quota."""
