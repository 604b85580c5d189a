"""The Celery application. Messages are wake-ups that carry a job's id; the job itself is a row (toolkit.jobs)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trainingsite.settings.production")

app = Celery("trainingsite")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
