"""Addresses of the portal, one line each."""

from django.urls import path

from fettle.portal.views import (
    agreements,
    announced,
    complaining,
    following,
    home,
    knowledge,
    listing,
    ordering,
    searching,
    sending,
)

NUMBER = "requests/<str:number>/"
urlpatterns = [
    path("", home.home, name="portal"),
    path("search", searching.search, name="portal-search"),
    path("services/", listing.services, name="portal-services"),
    path("services/<str:number>", listing.service, name="portal-service"),
    path("news/", announced.listing, name="portal-news"),
    path("news/<str:number>", announced.one, name="portal-announcement"),
    path("news/<str:number>/me-too", announced.me_too, name="portal-me-too"),
    path("news/<str:number>/no-longer", announced.not_affected, name="portal-not-affected"),
    path("new", sending.new, name="portal-new"),
    path("order/<str:code>", ordering.new, name="portal-order"),
    path("knowledge/<str:number>", knowledge.article, name="portal-article"),
    path("knowledge/<str:number>/thanks", knowledge.thanks, name="portal-thanks"),
    path("knowledge/<str:number>/helped", knowledge.helped, name="portal-helped"),
    path("knowledge/<str:number>/not-helped", knowledge.did_not_help, name="portal-not-helped"),
    path("agreements/<str:number>/reply", agreements.reply, name="portal-agreement-reply"),
    path("complaints/", complaining.listing, name="portal-complaints"),
    path("complaints/new", complaining.new, name="portal-complain"),
    path("complaints/<str:number>", complaining.follow, name="portal-complaint"),
    path("complaints/<str:number>/reply", complaining.reply, name="portal-complaint-reply"),
    path("complaints/<str:number>/withdraw", complaining.withdraw, name="portal-complaint-withdraw"),
    path("agreements/", agreements.listing, name="portal-agreements"),
    path("agreements/<str:number>", agreements.one, name="portal-agreement"),
    path("agreements/<str:number>/evaluation", agreements.kept, name="portal-agreement-kept"),
    path("requests/", listing.requests, name="portal-requests"),
    path("requests/<str:number>", following.follow, name="portal-request"),
    path(f"{NUMBER}sent", sending.sent, name="portal-sent"),
    path(f"{NUMBER}reply", following.reply, name="portal-reply"),
    path(f"{NUMBER}solved", following.confirm, name="portal-confirm"),
    path(f"{NUMBER}not-solved", following.reopen, name="portal-reopen"),
    path(f"{NUMBER}withdraw", following.withdraw, name="portal-withdraw"),
    path(f"{NUMBER}again", following.again, name="portal-again"),
    path(f"{NUMBER}watch", following.watch, name="portal-watch"),
]
