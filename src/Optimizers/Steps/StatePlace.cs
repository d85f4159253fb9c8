namespace Optimizers.Steps;

/// <summary>What a program remembers of a parameter, without the numbers.</summary>
internal readonly record struct StatePlace(
    string Name, StateMeaning Meaning, StateForm Form, ElementKind Kind, int Rows, int Columns = 0, bool IsByRows = false)
{
    /// <summary>True of a value that belongs here.</summary>
    public bool IsOf(StateValue value) => value.IsByRows == IsByRows && value.IsLike(Name, Meaning, Form, Kind, Rows, Columns);

    /// <summary>A value of zeros for this place.</summary>
    public StateValue NewValue() => new(Name, Meaning, Form, Kind, Rows, Columns) { IsByRows = IsByRows };

    /// <summary>As <see cref="StateValue.ToString"/>.</summary>
    public override string ToString() => StateValue.Describe(Name, Meaning, Kind, Rows, Columns);
}
