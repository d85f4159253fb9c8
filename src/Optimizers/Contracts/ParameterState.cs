namespace Optimizers;

/// <summary>What an optimizer remembers of one parameter.</summary>
public sealed class ParameterState
{
    /// <summary>A state.</summary>
    /// <param name="name">The parameter's name; null if it has none.</param>
    /// <param name="kind">Its element type.</param>
    /// <param name="rows">Its rows; the length of a vector.</param>
    /// <param name="columns">Its columns; 0 of a vector.</param>
    /// <param name="group">The group in which it steps; 0 where there is one only, −1 of one that never steps.</param>
    /// <param name="values">What is remembered, in the order of the rule's description.</param>
    /// <exception cref="ArgumentNullException">There are no values.</exception>
    public ParameterState(string? name, ElementKind kind, int rows, int columns, int group, IReadOnlyList<StateValue> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        (Name, Kind, Rows, Columns, Group, Values) = (name, kind, rows, columns, group, values);
    }

    /// <summary>The parameter's name; null if it has none.</summary>
    public string? Name { get; internal set; }

    /// <summary>Its element type.</summary>
    public ElementKind Kind { get; }

    /// <summary>Its rows; the length of a vector.</summary>
    public int Rows { get; }

    /// <summary>Its columns; 0 of a vector.</summary>
    public int Columns { get; }

    /// <summary>True of a matrix whose rows lie one behind the other in memory: values of one number an element lie as it does.</summary>
    public bool IsByRows { get; init; }

    /// <summary>The group in which it steps; −1 of one that never steps.</summary>
    public int Group { get; }

    /// <summary>How many steps have changed it.</summary>
    public long Steps { get; set; }

    /// <summary>Its learning rate if that was the same in all its steps; else NaN.</summary>
    public double ConstantRate { get; set; } = double.NaN;

    /// <summary>What is remembered.</summary>
    public IReadOnlyList<StateValue> Values { get; }

    /// <summary>The value of a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public StateValue this[string name] =>
        Values.FirstOrDefault(each => each.Name == name)
        ?? throw new KeyNotFoundException($"The state has no value {name}; it has {string.Join(", ", Values.Select(each => each.Name))}.");

    internal Shape Shape => Columns == 0 ? new(Rows) : new(Rows, Columns, IsByRows);

    /// <summary>A copy with numbers of its own.</summary>
    public ParameterState Copy() =>
        new(Name, Kind, Rows, Columns, Group, [.. Values.Select(each => each.Copy())])
        {
            IsByRows = IsByRows,
            Steps = Steps,
            ConstantRate = ConstantRate,
        };

    internal bool IsLike(ParameterState other)
    {
        if (Kind != other.Kind || Shape != other.Shape || Group != other.Group || Values.Count != other.Values.Count)
            return false;
        for (var i = 0; i < Values.Count; i++)
        {
            if (!Values[i].IsLike(other.Values[i]))
                return false;
        }

        return true;
    }
}
