Attribute VB_Name = "SalesPlanTexts"
Option Explicit

' The texts people read lie on the sheet Texts: key, English, Chinese. Code is ASCII.

Private texts As Object
Private textsLanguage As String

' Returns a text in the language people read, or nothing where there is none of that key.
Public Function TextOf(ByVal key As String) As String
    On Error GoTo none
    If textsLanguage <> UiLanguage() Then ReadTexts UiLanguage()
    TextOf = texts.Item(key)
none:
End Function

Private Sub ReadTexts(ByVal language As String)
    Dim values As Variant, row As Long, column As Long, sheet As Object
    Set sheet = ThisWorkbook.Worksheets("Texts")
    values = sheet.Range("A1:C@TEXTS@").Value
    column = 2
    If language = "zh" Then column = 3
    Set texts = New Collection
    For row = LBound(values, 1) To UBound(values, 1)
        texts.Add CStr(values(row, column)), CStr(values(row, 1))
    Next row
    textsLanguage = language
End Sub
