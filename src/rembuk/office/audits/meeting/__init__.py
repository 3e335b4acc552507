"""Dissemination: meetings, their papers, and recommendations that become promises."""
