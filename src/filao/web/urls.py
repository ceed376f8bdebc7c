"""Addresses of the app: short, stable, the workspace first."""

from django.urls import URLPattern, path

from filao.web.views import (
    comments,
    desk,
    documents,
    editing,
    engagement,
    findings,
    group,
    home,
    importing,
    journal,
    network,
    organisations,
    pathways,
    questions,
    records,
    sheets,
    site,
    vault,
    workspaces,
)

urlpatterns: list[URLPattern] = [
    path("", site.listing, name="workspaces"),
    path("language", site.language, name="language"),
    path("<slug:slug>/", home.home, name="home"),
    path("<slug:slug>/search", home.search, name="search"),
    # register
    path("<slug:slug>/organisations", organisations.listing, name="organisations"),
    path("<slug:slug>/organisations/<str:id>", organisations.organisation, name="organisation"),
    *(path(f"<slug:slug>/{name}", records.listing, {"name": name}, name=name) for name in records.LISTS),
    path("<slug:slug>/records/<str:kind>/<str:id>", records.record, name="record"),
    path("<slug:slug>/records/<str:kind>/<str:id>/edit/<str:field>", editing.edit, name="edit"),
    path("<slug:slug>/statements/<str:claim>/withdraw", editing.withdraw, name="withdraw"),
    path("<slug:slug>/statements/<str:claim>/erase", editing.erase, name="erase"),
    path("<slug:slug>/to-decide", editing.proposals, name="proposals"),
    path("<slug:slug>/alike", editing.duplicates, name="duplicates"),
    path("<slug:slug>/import", importing.upload, name="import"),
    path("<slug:slug>/import/<str:id>", importing.review, name="import-review"),
    path("<slug:slug>/export/<str:format>", importing.download, name="export"),
    path("<slug:slug>/history", importing.history, name="history"),
    # network, pathways, group
    path("<slug:slug>/network", network.network, name="network"),
    path("<slug:slug>/network/drawing", network.drawing, name="network-drawing"),
    path("<slug:slug>/network/analyst", network.analyst, name="network-analyst"),
    path("<slug:slug>/pathways", pathways.pathways, name="pathways"),
    path("<slug:slug>/pathways/expected", pathways.expected, name="expected-links"),
    path("<slug:slug>/coverage", pathways.coverage, name="coverage"),
    path("<slug:slug>/group", group.group, name="group"),
    path("<slug:slug>/group/analyst", group.analyst, name="group-analyst"),
    # ask
    path("<slug:slug>/questions", questions.listing, name="questions"),
    path("<slug:slug>/questions/<path:id>", questions.question, name="question"),
    path("<slug:slug>/meetings", desk.listing, name="desk"),
    path("<slug:slug>/meetings/new", desk.new, name="interview-new"),
    path("<slug:slug>/meetings/<str:code>", desk.interview, name="interview"),
    path("<slug:slug>/meetings/<str:code>/edit", desk.edit, name="interview-edit"),
    path("<slug:slug>/contacts", desk.contacts, name="contacts"),
    path("<slug:slug>/sheets", sheets.listing, name="sheets"),
    path("<slug:slug>/sheets.<str:format>", sheets.bundle, name="sheets-file"),
    path("<slug:slug>/sheets/<str:id>/return", sheets.returned, name="sheet-return"),
    path("<slug:slug>/sheets/<str:id>.<str:format>", sheets.download, name="body-sheet"),
    path("<slug:slug>/letters/<str:kind>.<str:format>", sheets.letters, name="letters"),
    # documents
    path("<slug:slug>/documents", documents.listing, name="documents"),
    path("<slug:slug>/documents/<slug:kind>", documents.document, name="document"),
    path("<slug:slug>/documents/<slug:kind>/build", documents.build, name="build"),
    path("<slug:slug>/documents/<slug:kind>/comments", comments.matrix, name="comments"),
    path("<slug:slug>/documents/<slug:kind>/comments/<int:number>", comments.comment, name="comment"),
    path("<slug:slug>/documents/<slug:kind>/drawings/<str:block>.png", documents.drawing, name="drawing"),
    path("<slug:slug>/documents/<slug:kind>/sections/<slug:section>", documents.section, name="section"),
    path("<slug:slug>/files/<str:id>", documents.file, name="file"),
    path("<slug:slug>/files/<str:id>/<int:number>.png", documents.picture, name="page-picture"),
    path("<slug:slug>/findings", findings.listing, name="findings"),
    path("<slug:slug>/findings/<str:id>", findings.finding, name="finding"),
    # work
    path("<slug:slug>/engagements", engagement.listing, name="work"),
    path("<slug:slug>/engagements/<slug:engagement>", engagement.engagement, name="engagement"),
    path("<slug:slug>/engagements/<slug:engagement>.ics", engagement.calendar, name="calendar"),
    path("<slug:slug>/engagements/<slug:engagement>/then-and-now", engagement.then_and_now, name="then-and-now"),
    path(
        "<slug:slug>/engagements/<slug:engagement>/deliverables/<slug:code>", engagement.deliverable, name="deliverable"
    ),
    path(
        "<slug:slug>/engagements/<slug:engagement>/instalments/<int:number>", engagement.instalment, name="instalment"
    ),
    path("<slug:slug>/data-date", workspaces.data_date, name="data-date"),
    path("<slug:slug>/journal", journal.journal, name="journal"),
    path("<slug:slug>/words", vault.vault_page, name="vault"),
]
