"""Registration of the app with Django, of its mails, jobs and receivers."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in
        from django.db.models.signals import post_migrate

        from notices.kinds import register as register_notice
        from people import handlers, mails, receivers
        from toolkit.jobs.kinds import register as register_job

        for notice_kind in mails.KINDS:
            register_notice(notice_kind)
        user_logged_in.connect(receivers.remember_time_zone, dispatch_uid="people.remember_time_zone")
        for job_kind in handlers.KINDS:
            register_job(job_kind)
        post_migrate.connect(receivers.make_role_groups, sender=self, dispatch_uid="people.make_role_groups")
