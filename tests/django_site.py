"""Runs the pages' Django application in a process of its own, and prints what its clients get, as JSON."""

from __future__ import annotations

import json

import django
from django.conf import settings

settings.configure(
    ROOT_URLCONF="events.urls",
    INSTALLED_APPS=["events"],
    ALLOWED_HOSTS=["testserver"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()

from django.core.exceptions import ValidationError  # noqa: E402 - Django is set up first
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from events.models import Event  # noqa: E402

call_command("migrate", run_syncdb=True, verbosity=0)
first = Event.objects.create(title="Course on wells", dates="mid-November", listed_under="2026", country="KE")
Event.objects.create(title="Talks", dates="12 November", listed_under="2026", country="KE")
try:
    Event(title="Slip", dates="31 November", listed_under="2026").full_clean()
    refused = None
except ValidationError as error:
    refused = error.message_dict

client = Client()
before = client.get("/events.ics")
same = client.get("/events.ics", headers={"If-None-Match": before["ETag"]})
pairs = client.get("/overlaps.json").json()
first.dates = "13-15 November"
first.save()
after = client.get("/events.ics", headers={"If-None-Match": before["ETag"]})
print(  # noqa: T201 - for the test that runs it
    json.dumps(
        {
            "type": before["Content-Type"],
            "before": before.content.decode(),
            "head": [client.head("/events.ics").status_code, client.post("/events.ics").status_code],
            "same": [same.status_code, same.content.decode()],
            "after": [after.status_code, after.content.decode()],
            "elsewhere": client.get("/events.ics?country=TG").content.decode(),
            "pairs": pairs,
            "refused": refused,
        }
    )
)
