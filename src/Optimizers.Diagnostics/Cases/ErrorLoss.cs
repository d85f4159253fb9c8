using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>A convex function of the error z − y of each output; the mean over the outputs.</summary>
internal sealed class ErrorLoss(string name, Func<double, double> ofError, bool isSquare = false) : NamedLoss(name)
{
    // Thirds of the range that are left out: 2/3 to the power of 80 is 1e-14.
    private const int Thirds = 80;

    internal override IEnumerable<double> Conventions(int outputs) => isSquare ? [1, 0.5, outputs, 0.5 * outputs] : [1, outputs];

    internal override bool Accepts(int label, int outputs) => outputs == 1 || (label >= 0 && label < outputs);

    internal override double Of(ReadOnlySpan<double> output, ReadOnlySpan<double> target)
    {
        var sum = 0.0;
        for (var k = 0; k < output.Length; k++)
            sum += ofError(output[k] - target[k]);
        return sum / output.Length;
    }

    internal override double BestConstant(Matrix<double> targets) => targets.EnumerateRows().Average(row => OfBestConstant([.. row]));

    internal override bool IsImpossible(ReadOnlySpan<double> target)
    {
        foreach (var y in target)
        {
            if (!double.IsFinite(y))
                return true;
        }

        return false;
    }

    internal override void Wrong(ReadOnlySpan<double> target, Span<double> other)
    {
        for (var k = 0; k < target.Length; k++)
            other[k] = target[k] + Math.Max(1, Math.Abs(target[k]));
    }

    internal override void Right(ReadOnlySpan<double> target, double sureness, Span<double> output) => target.CopyTo(output);

    private double OfBestConstant(double[] y)
    {
        if (isSquare)
        {
            var mean = y.Average();
            return y.Average(each => ofError(each - mean));
        }

        var (low, high) = (y.Min(), y.Max());
        for (var k = 0; k < Thirds; k++)
        {
            var (left, right) = (low + ((high - low) / 3), high - ((high - low) / 3));
            if (At(left) <= At(right))
                high = right;
            else
                low = left;
        }

        return At(0.5 * (low + high));

        double At(double constant) => y.Average(each => ofError(constant - each));
    }
}
