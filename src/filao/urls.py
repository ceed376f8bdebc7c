"""Addresses of the whole site."""

from django.urls import include, path

urlpatterns = [path("", include("filao.web.views.accounts")), path("", include("filao.web.urls"))]

handler429 = "filao.web.views.site.too_often"
handler404 = "filao.web.views.site.lost"
handler500 = "filao.web.views.site.broken"
