"""A quiz with a time limit in the states that stay; those that pass are in test_time_limit.py."""

from tests.journeys.place import Place
from tests.journeys.timed_stage import TIMED

CHECK = f"/courses/{TIMED}/only/check/"
TIMED_PLACES = (
    Place("timed-open", "hurried", CHECK, "courses:step"),
    Place("timed-over", "late", CHECK, "courses:step"),
    Place("timed-question", "hurried", f"{CHECK}2/1/", "courses:question"),
    Place("timed-check", "hurried", f"{CHECK}2/check/", "courses:quiz-check"),
    Place("time-over", "late", f"{CHECK}1/check/", "courses:quiz-check"),
    Place("timed-result", "hurried", f"{CHECK}1/", "courses:quiz-result"),
)
