from django.http import HttpRequest, HttpResponse

from filao.core.problems import Problem
from filao.web.shown import Shown
from filao.web.views.base import in_workspace


@in_workspace
def listing(request: HttpRequest, shown: Shown, **rest: str) -> HttpResponse:
    raise Problem("no_such_page")


@in_workspace
def document(request: HttpRequest, shown: Shown, **rest: str) -> HttpResponse:
    raise Problem("no_such_page")


@in_workspace
def section(request: HttpRequest, shown: Shown, **rest: str) -> HttpResponse:
    raise Problem("no_such_page")


@in_workspace
def build(request: HttpRequest, shown: Shown, **rest: str) -> HttpResponse:
    raise Problem("no_such_page")


@in_workspace
def file(request: HttpRequest, shown: Shown, **rest: str) -> HttpResponse:
    raise Problem("no_such_page")


@in_workspace
def picture(request: HttpRequest, shown: Shown, **rest: str) -> HttpResponse:
    raise Problem("no_such_page")
