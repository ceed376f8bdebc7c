"""A reviewer at work in LibreOffice: a Basic macro that comments on a draft and changes it with tracked changes on, and saves
it as DOCX, ODT and DOC, each opened again and saved as DOCX. One run of the macro does it all.

A comment inside a footnote LibreOffice keeps in ODT alone and leaves out of DOCX and DOC: here it stands at the paragraph
that the footnote hangs on.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

_XLB = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false">
 <library:element library:name="Loop"/>
</library:library>
"""
_XBA = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Loop"
 script:language="StarBasic">{code}</script:module>
"""
_CODE = """
Dim doc As Object

Function Opt(name As String, value As Variant) As Object
  Dim p As New com.sun.star.beans.PropertyValue
  p.Name = name
  p.Value = value
  Opt = p
End Function

Function Opened(path As String) As Object
  Opened = StarDesktop.loadComponentFromURL(ConvertToURL(path), "_blank", 0, Array(Opt("Hidden", True)))
End Function

Sub Save(path As String, filter As String)
  doc.storeToURL(ConvertToURL(path), Array(Opt("FilterName", filter)))
End Sub

Function Whole(words As String) As Object
  Dim search As Object, found As Object, cursor As Object
  search = doc.createSearchDescriptor()
  search.SearchString = words
  search.SearchCaseSensitive = True
  found = doc.findFirst(search)
  Do While Not IsEmpty(found.TextSection) And Not IsNull(found.TextSection)  ' the table of contents
    found = doc.findNext(found.End, search)
  Loop
  cursor = found.Text.createTextCursorByRange(found.Start)
  cursor.gotoStartOfParagraph(False)
  cursor.gotoEndOfParagraph(True)
  Whole = cursor
End Function

Sub Remark(at As Object, words As String)
  Dim note As Object
  note = doc.createInstance("com.sun.star.text.textfield.Annotation")
  note.Content = words
  note.Author = "Somebody"
  at.Text.insertTextContent(at, note, True)
End Sub

Sub AddBehind(words As String, added As String)
  Dim cursor As Object
  cursor = Whole(words)
  cursor.gotoEndOfParagraph(False)
  cursor.Text.insertControlCharacter(cursor, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
  cursor.Text.insertString(cursor, added, False)
End Sub

Sub FootRemark(words As String, said As String, told As String)
  Dim note As Object, cursor As Object
  cursor = Whole(words)
  cursor.gotoEndOfParagraph(False)
  note = doc.createInstance("com.sun.star.text.Footnote")
  cursor.Text.insertTextContent(cursor, note, False)
  note.insertString(note.createTextCursor(), said, False)
  Remark(Whole(words), told)
End Sub

Sub Run
  On Error Goto Failed
  doc = Opened("@folder/draft.docx")
@acts
  Save("@folder/back-docx.docx", "MS Word 2007 XML")
  Save("@folder/back.odt", "writer8")
  Save("@folder/back.doc", "MS Word 97")
  doc.close(True)
  doc = Opened("@folder/back.odt")
  Save("@folder/back-odt.docx", "MS Word 2007 XML")
  doc.close(True)
  doc = Opened("@folder/back.doc")
  Save("@folder/back-doc.docx", "MS Word 2007 XML")
  doc.close(True)
  StarDesktop.terminate()
  Exit Sub
Failed:
  Open "@folder/failed.txt" For Output As #1
  Print #1, Error$ & " in line " & Erl
  Close #1
  StarDesktop.terminate()
End Sub
"""


@dataclass(frozen=True)
class Acts:
    """What the reviewer does, by words of the paragraphs it is done to."""

    remarks: dict[str, str]
    replaced: tuple[str, str]
    added: tuple[str, str]
    deleted: str
    moved: tuple[str, str, str]
    """Words of the paragraph, its whole text, words of the one behind which it goes."""
    footnote: tuple[str, str, str]

    def code(self) -> str:
        lines = [f"Remark(Whole({_quoted(at)}), {_quoted(text)})" for at, text in self.remarks.items()]
        words, text, behind = self.moved
        lines += [
            "doc.RecordChanges = True",
            f"FootRemark({', '.join(map(_quoted, self.footnote))})",
            f"Whole({_quoted(self.replaced[0])}).setString({_quoted(self.replaced[1])})",
            f"AddBehind({_quoted(self.added[0])}, {_quoted(self.added[1])})",
            f'Whole({_quoted(self.deleted)}).setString("")',
            f'Whole({_quoted(words)}).setString("")',
            f"AddBehind({_quoted(behind)}, {_quoted(text)})",
            "doc.RecordChanges = False",
        ]
        return "\n".join(f"  {line}" for line in lines)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def worked_on(data: bytes, acts: Acts, folder: Path) -> dict[str, bytes]:
    """What a draft is after a reviewer has worked on it and saved it, by the format it went through."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    assert program, "LibreOffice is needed to send drafts round: apt-get install libreoffice"
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    _run([*command, "--terminate_after_init"])  # makes the profile, in which the macro then lies
    library = folder / "profile" / "user" / "basic" / "Standard"
    library.mkdir(parents=True, exist_ok=True)
    code = _CODE.replace("@acts", acts.code()).replace("@folder", str(folder))
    (library / "Loop.xba").write_text(_XBA.format(code=escape(code)), encoding="utf-8")
    (library / "script.xlb").write_text(_XLB, encoding="utf-8")
    (folder / "draft.docx").write_bytes(data)
    _run([*command, "macro:///Standard.Loop.Run"])
    failed = folder / "failed.txt"
    assert not failed.exists(), failed.read_text()
    return {format: (folder / f"back-{format}.docx").read_bytes() for format in ("docx", "odt", "doc")}


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=300)
