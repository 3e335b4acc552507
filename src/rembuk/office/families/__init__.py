"""Families in view: who lives there, at what risk, how poor, in what house, on which lists.

Nothing here is written by hand but what an officer saw: visits on the ground, meeting minutes, and
published figures of the district. The rest is derived from people, lists and posyandu.
"""
