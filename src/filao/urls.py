"""Addresses of the whole site."""

from django.urls import include, path

urlpatterns = [path("", include("filao.web.urls"))]
