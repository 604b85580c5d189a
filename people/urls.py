"""Addresses of this app."""

from django.urls import path

from people.views import account, directory, invitation, person

app_name = "people"
urlpatterns = [
    path("account/", account.account, name="account"),
    path("accounts/invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("hr/people/", directory.directory, name="directory"),
    path("hr/people/new/", directory.add, name="add"),
    path("hr/people/<uuid:uuid>/", person.person, name="person"),
    path("hr/people/<uuid:uuid>/invite/", person.invite, name="invite"),
    path("hr/people/<uuid:uuid>/place/", person.place, name="place"),
    path("hr/people/<uuid:uuid>/depart/", person.depart, name="depart"),
]
