"""Composition: settings, addresses, processes, home, health, the look. It imports all apps; nothing imports it."""

from trainingsite.celery import app as celery_app

__all__ = ["celery_app"]
