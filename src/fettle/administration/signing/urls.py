"""Addresses of signing in and out. A link's secret stands in its address, so no page behind it loads anything foreign
and the referrer never leaves the site.
"""

from django.urls import path

from fettle.administration.signing import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/link/", views.ask_for_link, name="ask-for-link"),
    path("sign-in/reset/", views.ask_for_link, {"purpose": "reset"}, name="reset-password"),
    path("sign-in/link/<str:secret>/", views.by_link, name="sign-in-by-link"),
    path("sign-out/", views.sign_out, name="sign-out"),
]
