namespace Optimizers.Diagnostics;

/// <summary>
/// A training as it would be on standardized inputs or targets, without the data: a change of variables θ = Aθ′ + c of the first or of the last
/// layer, under which the model on the data as they are is the model of θ′ on standardized ones. The same numbers θ′ = θ₀ are its start.
/// </summary>
internal abstract class Standardization
{
    /// <summary>θ of the model from θ′; both n entries.</summary>
    public void ToModel(double[] standardized, double[] theta)
    {
        standardized.CopyTo(theta, 0);
        Change(theta);
    }

    /// <summary>The gradient in θ′ from that in θ, in place.</summary>
    public abstract void PullBack(double[] gradient);

    /// <summary>θ from θ′, in place.</summary>
    protected abstract void Change(double[] theta);

    /// <summary>Where each parameter lies in θ.</summary>
    /// <param name="parts">The parameters in the order of a step.</param>
    protected static List<Place> Places(IReadOnlyList<(string Name, int Rows, int Columns)> parts)
    {
        var (all, start) = (new List<Place>(), 0);
        foreach (var (_, rows, columns) in parts)
        {
            all.Add(new(start, rows, columns));
            start += rows * columns;
        }

        return all;
    }

    /// <summary>A parameter in θ, column by column.</summary>
    protected readonly record struct Place(int Start, int Rows, int Columns)
    {
        public int Length => Rows * Columns;

        public bool IsVector => Math.Min(Rows, Columns) == 1;
    }
}
