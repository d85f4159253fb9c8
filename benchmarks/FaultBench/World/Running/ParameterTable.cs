using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.FaultBench.World;

/// <summary>The parameters of a model side by side in θ. The model's first pass declares them.</summary>
internal sealed class ParameterTable
{
    private readonly List<Entry> _entries = [];
    private Func<string, string> _shown = name => name;

    /// <summary>In the order in which the model declares them.</summary>
    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>In the order in which they lie in θ, and are handed to a step.</summary>
    public IEnumerable<Entry> InTheta => _entries.OrderBy(entry => entry.Offset);

    public int Length => _entries.Sum(entry => entry.Length);

    /// <summary>True where the loop keeps all parameters in one vector.</summary>
    public bool IsPacked { get; private set; }

    /// <summary>The name by which the loop knows a parameter.</summary>
    public string Shown(Entry entry) => _shown(entry.Name);

    /// <summary>Where a parameter lies; it is declared if it is new.</summary>
    public Entry Find(string name, int inputs, int outputs, bool isBias, int fanIn, StartRule start)
    {
        foreach (var known in _entries)
        {
            if (known.Name == name)
                return known;
        }

        var entry = new Entry(name, inputs, outputs, isBias, fanIn, start, Length);
        _entries.Add(entry);
        return entry;
    }

    public double[] Start(Random random)
    {
        var theta = new double[Length];
        foreach (var entry in _entries)
            entry.Start(random, entry.FanIn, entry.Outputs, theta.AsSpan(entry.Offset, entry.Length));
        return theta;
    }

    /// <summary>
    /// A weight matrix of inputs × outputs, row after row, has the memory of one of outputs × inputs column by column: so the library sees it.
    /// </summary>
    public ParameterLayout ToLayout(Func<Entry, bool>? isWanted = null)
    {
        var layout = ParameterLayout.Empty;
        if (IsPacked)
            return layout.Add("theta", Length);
        foreach (var entry in InTheta.Where(isWanted ?? (_ => true)))
        {
            layout = entry.IsBias
                ? layout.Add(Shown(entry), entry.Length)
                : layout.Add(Shown(entry), Matrix<double>.Build.Dense(entry.Outputs, entry.Inputs));
        }

        return layout;
    }

    /// <summary>The loop has other names for the parameters.</summary>
    public void Rename(Func<string, string> shown) => _shown = shown;

    /// <summary>The last parameter comes first in θ.</summary>
    public void Reverse()
    {
        var offset = Length;
        for (var k = 0; k < _entries.Count; k++)
            _entries[k] = _entries[k] with { Offset = offset -= _entries[k].Length };
    }

    /// <summary>The loop keeps them in one vector without names.</summary>
    public void Pack() => IsPacked = true;

    /// <summary>A parameter's name, extents and place.</summary>
    internal sealed record Entry(string Name, int Inputs, int Outputs, bool IsBias, int FanIn, StartRule Start, int Offset)
    {
        public int Length => Inputs * Outputs;
    }
}
