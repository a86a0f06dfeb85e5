Attribute VB_Name = "SalesPlanHelp"
Option Explicit

' The help of Excel's function wizard: what each function gives and what each argument means.

Private Const MOST_TRIES As Long = 60
Private tries As Long

' A hidden workbook cannot give its functions help while Excel starts: it is done as soon as Excel is at rest
' and a workbook is open.
Public Sub ScheduleHelp()
    tries = 0
    Application.OnTime Now, Macro("RegisterHelp")
End Sub

Public Sub RegisterHelp()
    Dim names() As String, position As Long
    If ActiveWorkbook Is Nothing Then
        tries = tries + 1
        If tries < MOST_TRIES Then Application.OnTime Now + TimeSerial(0, 0, 2), Macro("RegisterHelp")
        Exit Sub
    End If
    names = Split(FunctionNames(), ";")
    For position = LBound(names) To UBound(names)
        RegisterFunction names(position)
    Next position
End Sub

Private Sub RegisterFunction(ByVal functionName As String)
    Dim meanings() As String, count As Long
    On Error Resume Next
    Do While TextOf("help:" & functionName & ":" & (count + 1)) <> ""
        ReDim Preserve meanings(0 To count)
        meanings(count) = TextOf("help:" & functionName & ":" & (count + 1))
        count = count + 1
    Loop
    Application.MacroOptions Macro:=Macro(functionName), Description:=TextOf("help:" & functionName), _
        Category:=TextOf("category:" & functionName), ArgumentDescriptions:=meanings
End Sub

Private Function Macro(ByVal name As String) As String
    Macro = "'" & ThisWorkbook.Name & "'!" & name
End Function
