Attribute VB_Name = "SalesPlanCells"
Option Explicit

' Between a cell and Python: ranges become values in one piece each, integers that come back become errors.

' Answers the function of that name for the calling cell.
Public Function Answer(ByVal functionName As String, ByVal given As Variant) As Variant
    Dim arguments() As Variant, whole As String, position As Long
    On Error GoTo failed
    If InWizard() Then Exit Function
    ReDim arguments(0 To UBound(given) + 2)
    For position = 0 To UBound(given)
        If IsObject(given(position)) Then
            arguments(position + 2) = RangeValues(given(position), position, whole)
        Else
            arguments(position + 2) = given(position)
        End If
    Next position
    arguments(0) = CallingCell()
    arguments(1) = Mid$(whole, 2)
    Answer = WithErrors(CallFunction(functionName, arguments))
    Exit Function
failed:
    Answer = CVErr(2015)
End Function

' Returns the values of a range. A whole column is taken as far as its sheet is in use, and noted as "c" with
' its position; a whole row as "r".
Private Function RangeValues(ByVal area As Object, ByVal position As Long, ByRef whole As String) As Variant
    Dim used As Object
    If area.Areas.Count > 1 Then
        RangeValues = CVErr(2015)
        Exit Function
    End If
    Set used = area.Worksheet.UsedRange
    If area.Rows.Count = area.Worksheet.Rows.Count Then
        whole = whole & ",c" & position
        Set area = area.Resize(used.Row + used.Rows.Count - 1)
    ElseIf area.Columns.Count = area.Worksheet.Columns.Count Then
        whole = whole & ",r" & position
        Set area = area.Resize(, used.Column + used.Columns.Count - 1)
    End If
    RangeValues = ExactValues(area)
End Function

' Returns values with dates as dates; money formats would be cut to four decimals, so these are read plainly.
Private Function ExactValues(ByVal area As Object) As Variant
    Dim values As Variant, plain As Variant, row As Long, column As Long
    values = area.Value
    If Not IsArray(values) Then
        If VarType(values) = vbCurrency Then values = area.Value2
    Else
        For row = LBound(values, 1) To UBound(values, 1)
            For column = LBound(values, 2) To UBound(values, 2)
                If VarType(values(row, column)) = vbCurrency Then
                    If IsEmpty(plain) Then plain = area.Value2
                    values(row, column) = plain(row, column)
                End If
            Next column
        Next row
    End If
    ExactValues = values
End Function

' Returns an answer of Python with its integers made the errors of that number; no other number is an integer.
Public Function WithErrors(ByVal found As Variant) As Variant
    Dim row As Long, column As Long
    If Not IsArray(found) Then
        If VarType(found) = vbLong Then found = CVErr(found)
    ElseIf Dimensions(found) = 1 Then
        For row = LBound(found) To UBound(found)
            If VarType(found(row)) = vbLong Then found(row) = CVErr(found(row))
        Next row
    Else
        For row = LBound(found, 1) To UBound(found, 1)
            For column = LBound(found, 2) To UBound(found, 2)
                If VarType(found(row, column)) = vbLong Then found(row, column) = CVErr(found(row, column))
            Next column
        Next row
    End If
    WithErrors = found
End Function

Private Function Dimensions(ByRef found As Variant) As Long
    Dim bound As Long
    Dimensions = 1
    On Error GoTo done
    bound = UBound(found, 2)
    Dimensions = 2
done:
End Function
