"""A district in which a cycle of the audit can be played: offices, accounts, one stunted child.

Run as a program of its own (`python -m tests.browser.played_district`) with REMBUK_VAR and
DATABASE_URL, so that the district is made by the very database the server will use.
"""

from __future__ import annotations

import os


def make() -> None:
    """Fill a database that has its tables and no row."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.site.settings")
    import django

    django.setup()
    from tests.audit_cycle_rows import stunted
    from tests.factories import POSTS, district

    from rembuk.demo.accounts import make_accounts
    from rembuk.demo.offices import make_offices
    from rembuk.demo.places import settle
    from rembuk.demo.plan import make_plan
    from rembuk.office.places.services import load_areas

    plan = make_plan(scale="small", months=2)
    places = settle(plan)
    load_areas(plan.area)
    make_accounts(plan, places)
    make_offices(plan, places)
    district()
    stunted(POSTS[0][0], months=30)


if __name__ == "__main__":
    make()
