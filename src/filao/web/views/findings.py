from django.http import HttpRequest, HttpResponse

from filao.core.problems import Problem
from filao.web.shown import Shown
from filao.web.views.base import in_workspace


@in_workspace
def listing(request: HttpRequest, shown: Shown, **rest: str) -> HttpResponse:
    raise Problem("no_such_page")


@in_workspace
def finding(request: HttpRequest, shown: Shown, **rest: str) -> HttpResponse:
    raise Problem("no_such_page")
