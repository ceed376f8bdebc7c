"""Addresses of the whole site."""

from django.urls import include, path

urlpatterns = [path("", include("filao.web.urls"))]

handler404 = "filao.web.views.site.lost"
handler500 = "filao.web.views.site.broken"
