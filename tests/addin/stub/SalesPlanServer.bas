Attribute VB_Name = "SalesPlanServer"
Option Explicit

' Stands in for Python: notes what it is asked, and answers by the first argument of a function.

Private noted As String

Public Function CallFunction(ByVal functionName As String, ByRef arguments As Variant) As Variant
    Dim answer(0 To 1, 0 To 1) As Variant, row(0 To 2) As Variant
    noted = noted & functionName & "(" & Shown(arguments) & ")" & vbLf
    Select Case functionName
        Case "GAP"
            CallFunction = 2.5
        Case "PACE"
            CallFunction = CLng(2036)
        Case "DECOMPOSE"
            row(0) = 1.5
            row(1) = CLng(2042)
            row(2) = "text"
            CallFunction = row
        Case "DENTON"
            answer(0, 0) = 1
            answer(0, 1) = CLng(2007)
            answer(1, 0) = CLng(2015)
            answer(1, 1) = 4.25
            CallFunction = answer
        Case "CHURN"
            Err.Raise 1000, , "no server"
        Case Else
            CallFunction = UBound(arguments) + 0.5
    End Select
End Function

Public Function CallAction(ByRef words As Variant) As String
    Dim position As Long
    For position = LBound(words) To UBound(words)
        noted = noted & words(position) & vbTab
    Next position
    noted = noted & vbLf
    If words(0) = "undo" Then Err.Raise 1000, , "no server"
    CallAction = "done " & words(0)
End Function

Public Sub Note(ByVal text As String)
    noted = noted & text & vbLf
End Sub

Public Function Noted_() As String
    Noted_ = noted
    noted = ""
End Function

Private Function Shown(ByVal value As Variant) As String
    Dim row As Long, column As Long
    If IsArray(value) Then
        On Error GoTo flat
        column = UBound(value, 2)
        On Error GoTo 0
        For row = LBound(value, 1) To UBound(value, 1)
            Shown = Shown & "["
            For column = LBound(value, 2) To UBound(value, 2)
                Shown = Shown & Shown(value(row, column)) & " "
            Next column
            Shown = Shown & "]"
        Next row
        Exit Function
    End If
    If IsEmpty(value) Then
        Shown = "blank"
    ElseIf IsMissing(value) Then
        Shown = "missing"
    ElseIf IsError(value) Then
        Shown = "error"
    Else
        Shown = CStr(value)
    End If
    Exit Function
flat:
    On Error GoTo 0
    For row = LBound(value) To UBound(value)
        Shown = Shown & Shown(value(row)) & ";"
    Next row
End Function
