namespace Optimizers.Curvature;

/// <summary>Why the Hessian is flat along n₀ directions: what declared symmetries explain, and how many directions are left.</summary>
public sealed class FlatDirections
{
    internal FlatDirections(int count, IReadOnlyList<FlatPart> parts)
    {
        Count = count;
        Parts = parts;
    }

    /// <summary>n₀, the flat directions.</summary>
    public int Count { get; }

    /// <summary>What each declared symmetry explains, in the order of declaration. A direction that two explain counts for the first.</summary>
    public IReadOnlyList<FlatPart> Parts { get; }

    /// <summary>The flat directions that no declared symmetry explains.</summary>
    public int Unexplained => Count - Parts.Sum(part => part.Explained);

    /// <summary>"443: 8 by scaling of the units of w1, 31 by shift of the softmax over w2, 404 unexplained".</summary>
    public override string ToString() => $"{Count}: {string.Join(", ", Parts.Select(part => part.ToString()).Append($"{Unexplained} unexplained"))}";
}

/// <summary>What one declared symmetry explains.</summary>
public sealed class FlatPart
{
    internal FlatPart(string name, int explained, int broken)
    {
        (Name, Explained, Broken) = (name, explained, broken);
    }

    /// <summary>The symmetry.</summary>
    public string Name { get; }

    /// <summary>The independent flat directions that are its tangents and those of none before it.</summary>
    public int Explained { get; }

    /// <summary>
    /// Its tangents t that are not flat, ‖Ht‖₂ above the tolerance: the gradient is not zero there, or something (such as weight decay) breaks the
    /// symmetry.
    /// </summary>
    public int Broken { get; }

    /// <summary>"8 by scaling of the units of w1 (2 broken)".</summary>
    public override string ToString() => $"{Explained} by {Name}{(Broken > 0 ? $" ({Broken} tangents broken)" : "")}";
}
