"""The WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.site.settings")
application = get_wsgi_application()

from rembuk.site.warm import warm  # noqa: E402  (needs the settings)

warm()
