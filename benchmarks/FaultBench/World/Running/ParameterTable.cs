using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.FaultBench.World;

/// <summary>The parameters of a model side by side in θ. The model's first pass declares them.</summary>
internal sealed class ParameterTable
{
    private readonly List<Entry> _entries = [];

    public IReadOnlyList<Entry> Entries => _entries;

    public int Length => _entries is [] ? 0 : _entries[^1].Offset + _entries[^1].Length;

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
        foreach (var entry in _entries.Where(isWanted ?? (_ => true)))
        {
            layout = entry.IsBias
                ? layout.Add(entry.Name, entry.Length)
                : layout.Add(entry.Name, Matrix<double>.Build.Dense(entry.Outputs, entry.Inputs));
        }

        return layout;
    }

    /// <summary>A parameter's name, extents and place.</summary>
    internal sealed record Entry(string Name, int Inputs, int Outputs, bool IsBias, int FanIn, StartRule Start, int Offset)
    {
        public int Length => Inputs * Outputs;
    }
}
