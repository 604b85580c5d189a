"""Registration of the app with Django, of its mails and of its jobs."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from notices.kinds import register as register_notice
        from people import handlers, mails
        from toolkit.jobs.kinds import register as register_job

        for notice_kind in mails.KINDS:
            register_notice(notice_kind)
        for job_kind in handlers.KINDS:
            register_job(job_kind)
