"""Health: for machines, and the page for administrators."""

import socket
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client, override_settings
from django.utils import timezone

from people.models import Employee
from tests.support.brokers import private_broker
from tests.support.jobs import make_job
from toolkit import heartbeats
from toolkit.models import Job
from trainingsite import health
from trainingsite.health import State

TOKEN = "a-token-for-tests"
WITH_TOKEN = {"Authorization": f"Bearer {TOKEN}"}


def states() -> dict[str, State]:
    return {check.name: check.state for check in health.everything(now=timezone.now())}


def test_live_says_ok_without_a_database(client: Client) -> None:
    response = client.get("/health/live")
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.django_db
@override_settings(HEALTH_TOKEN=TOKEN)
def test_ready_tells_details_only_to_who_has_the_token(client: Client) -> None:
    assert client.get("/health/ready").content == b"ready"
    assert client.get("/health/ready", headers={"Authorization": "Bearer wrong"}).content == b"ready"
    details = client.get("/health/ready", headers=WITH_TOKEN).json()
    assert details["ready"] is True
    assert set(details["checks"]) == {"database", "cache", "broker", "keeper", "worker"}


@pytest.mark.django_db
@override_settings(HEALTH_TOKEN="")
def test_without_a_token_set_nobody_sees_details(client: Client) -> None:
    assert client.get("/health/ready", headers={"Authorization": "Bearer "}).content == b"ready"


@pytest.mark.django_db
@override_settings(HEALTH_TOKEN=TOKEN)
def test_without_the_database_it_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise DatabaseError("the server closed the connection")

    monkeypatch.setattr(connection, "cursor", broken)
    response = client.get("/health/ready", headers=WITH_TOKEN)
    assert response.status_code == 503
    assert response.json()["checks"]["database"]["state"] == "bad"
    assert client.get("/health/ready").content == b"not ready"


@pytest.mark.django_db
@override_settings(HEALTH_TOKEN=TOKEN, REDIS_URL="redis+socket:///nowhere/broker.sock")
def test_without_the_broker_it_is_ready_and_says_what_is_wrong(client: Client) -> None:
    response = client.get("/health/ready", headers=WITH_TOKEN)
    assert response.status_code == 200
    assert response.json()["checks"]["broker"]["state"] == "bad"


@pytest.mark.django_db
def test_a_broker_that_answers_is_good() -> None:
    with private_broker() as broker, override_settings(REDIS_URL=broker.url):
        assert states()["broker"] is State.GOOD


@pytest.mark.django_db
def test_the_keeper_is_missed_after_half_a_minute() -> None:
    assert states()["keeper"] is State.BAD
    heartbeats.beat(heartbeats.KEEPER, now=timezone.now() - timedelta(seconds=20))
    assert states()["keeper"] is State.GOOD
    heartbeats.beat(heartbeats.KEEPER, now=timezone.now() - timedelta(seconds=31))
    assert states()["keeper"] is State.BAD


@pytest.mark.django_db
def test_the_worker_counts_by_what_it_did_and_not_by_being_there() -> None:
    assert states()["worker"] is State.NOTE
    with override_settings(REDIS_URL="redis+socket:///nowhere/broker.sock"):
        assert states()["worker"] is State.BAD
        heartbeats.beat(heartbeats.WORKER, now=timezone.now())
        assert states()["worker"] is State.GOOD


@pytest.mark.django_db
@pytest.mark.usefixtures("effects")
def test_jobs_that_wait_too_long_or_were_given_up_need_attention() -> None:
    assert states()["jobs"] is State.GOOD
    job = make_job()
    Job.objects.update(not_before=timezone.now() - timedelta(minutes=3))
    assert states()["jobs"] is State.BAD
    Job.objects.filter(pk=job.pk).update(not_before=timezone.now(), dead_at=timezone.now())
    assert states()["jobs"] is State.BAD


@pytest.mark.django_db
def test_the_mail_server_is_asked_whether_it_is_there() -> None:
    assert states()["mail"] is State.NOTE
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        host, port = server.getsockname()
        with override_settings(EMAIL_URL="smtp://", EMAIL_HOST=host, EMAIL_PORT=port):
            assert states()["mail"] is State.BAD
            server.listen()
            assert states()["mail"] is State.GOOD


@pytest.mark.django_db
def test_missing_libraries_are_named_in_a_line_to_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "missing_pdf_libraries", lambda: ["libpango-1.0.so.0"])
    check = next(check for check in health.everything(now=timezone.now()) if check.name == "pdf")
    assert check.state is State.BAD
    assert "apt-get install" in check.detail


@pytest.mark.usefixtures("effects")
def test_the_page_shows_a_job_that_was_given_up_and_tries_it_again(client: Client, root: Employee) -> None:
    job = make_job(key="<b>odd</b>")
    Job.objects.update(dead_at=timezone.now(), last_error="OSError: no route", attempts=8)
    client.force_login(root)
    page = client.get("/health/")
    assert page.status_code == 200
    assert "OSError: no route" in page.text
    assert "&lt;b&gt;odd&lt;/b&gt;" in page.text
    answer = client.post(f"/health/jobs/{job.pk}/retry/", follow=True)
    assert "gets all its tries again" in answer.text
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("waiting", 0)
    again = client.post(f"/health/jobs/{job.pk}/retry/", follow=True)
    assert "not waiting for anybody" in again.text


def test_a_job_that_does_not_exist_is_not_found(client: Client, root: Employee) -> None:
    client.force_login(root)
    assert client.post("/health/jobs/4711/retry/").status_code == 404


@pytest.mark.usefixtures("effects")
def test_only_administrators_may_look_or_retry(client: Client, ada: Employee, hana: Employee, cleo: Employee) -> None:
    job = make_job()
    Job.objects.update(dead_at=timezone.now())
    for person in (ada, hana, cleo):
        client.force_login(person)
        assert client.get("/health/").status_code == 403
        assert client.post(f"/health/jobs/{job.pk}/retry/").status_code == 403
    job.refresh_from_db()
    assert job.state == "dead"


@pytest.mark.usefixtures("effects")
def test_jobs_stand_in_the_admin_to_look_at_and_to_try_again(client: Client, root: Employee) -> None:
    root.is_superuser = True
    root.save()
    job = make_job(payload={"secret": "hush"})
    Job.objects.update(dead_at=timezone.now())
    client.force_login(root)
    assert client.get("/admin/toolkit/job/").status_code == 200
    shown = client.get(f"/admin/toolkit/job/{job.pk}/change/")
    assert shown.status_code == 200
    assert "hush" not in shown.text
    client.post("/admin/toolkit/job/", {"action": "try_again", "_selected_action": [job.pk]})
    job.refresh_from_db()
    assert job.state == "waiting"
