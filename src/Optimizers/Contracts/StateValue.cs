using System.Runtime.InteropServices;

namespace Optimizers;

/// <summary>A value that an optimizer remembers: its name and meaning, and a copy of its numbers.</summary>
public sealed class StateValue
{
    private readonly double[]? _doubles;
    private readonly float[]? _singles;

    /// <summary>A value of zeros.</summary>
    /// <param name="name">The name, as the rule describes it.</param>
    /// <param name="meaning">What it is.</param>
    /// <param name="form">How it lies beside its parameter.</param>
    /// <param name="kind">Double or single.</param>
    /// <param name="rows">The rows; the length of what is no matrix. At least 0.</param>
    /// <param name="columns">The columns, which lie one behind the other; 0 of what is no matrix.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The kind is a narrow one, or an extent is negative.</exception>
    public StateValue(string name, StateMeaning meaning, StateForm form, ElementKind kind, int rows, int columns = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        (Name, Meaning, Form, Kind, Rows, Columns) = (name, meaning, form, kind, rows, columns);
        var length = columns == 0 ? rows : checked(rows * columns);
        switch (kind)
        {
            case ElementKind.Double: _doubles = new double[length]; break;
            case ElementKind.Single: _singles = new float[length]; break;
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, $"A state value is Double or Single, not {kind}.");
        }
    }

    /// <summary>The name, as the rule describes it: "exp_avg".</summary>
    public string Name { get; }

    /// <summary>What it is.</summary>
    public StateMeaning Meaning { get; }

    /// <summary>How it lies beside its parameter.</summary>
    public StateForm Form { get; }

    /// <summary>Double or single.</summary>
    public ElementKind Kind { get; }

    /// <summary>The rows; the length of what is no matrix.</summary>
    public int Rows { get; }

    /// <summary>The columns, which lie one behind the other unless it <see cref="IsByRows"/>; 0 of what is no matrix.</summary>
    public int Columns { get; }

    /// <summary>True of a matrix whose rows lie one behind the other.</summary>
    public bool IsByRows { get; init; }

    /// <summary>How many numbers.</summary>
    public int Length => _doubles?.Length ?? _singles!.Length;

    /// <summary>The numbers in double precision.</summary>
    /// <exception cref="InvalidOperationException">They are singles.</exception>
    public Span<double> Doubles => _doubles ?? throw new InvalidOperationException($"{Name} is held in single precision.");

    /// <summary>The numbers in single precision.</summary>
    /// <exception cref="InvalidOperationException">They are doubles.</exception>
    public Span<float> Singles => _singles ?? throw new InvalidOperationException($"{Name} is held in double precision.");

    /// <summary>The numbers' bytes, in the byte order of the machine.</summary>
    public Span<byte> Bytes => _doubles is null ? MemoryMarshal.AsBytes(_singles.AsSpan()) : MemoryMarshal.AsBytes(_doubles.AsSpan());

    internal Array Numbers => (Array?)_doubles ?? _singles!;

    /// <summary>"exp_avg, GradientMean, 32×64 float".</summary>
    public override string ToString() => Describe(Name, Meaning, Kind, Rows, Columns);

    /// <summary>A copy with numbers of its own.</summary>
    public StateValue Copy()
    {
        var copy = new StateValue(Name, Meaning, Form, Kind, Rows, Columns) { IsByRows = IsByRows };
        Bytes.CopyTo(copy.Bytes);
        return copy;
    }

    /// <summary>True if the other one says the same of itself.</summary>
    internal bool IsLike(StateValue other) => other.IsByRows == IsByRows
        && IsLike(other.Name, other.Meaning, other.Form, other.Kind, other.Rows, other.Columns);

    /// <summary>True if it says this of itself.</summary>
    internal bool IsLike(string name, StateMeaning meaning, StateForm form, ElementKind kind, int rows, int columns) =>
        Name == name && Meaning == meaning && Form == form && Kind == kind && Rows == rows && Columns == columns;

    /// <summary>What <see cref="ToString"/> says of a value that is not there.</summary>
    internal static string Describe(string name, StateMeaning meaning, ElementKind kind, int rows, int columns) =>
        $"{name}, {meaning}, {(columns == 0 ? $"{rows}" : $"{rows}×{columns}")} {(kind == ElementKind.Double ? "double" : "float")}";
}
