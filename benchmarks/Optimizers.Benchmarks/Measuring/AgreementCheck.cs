using System.Globalization;

namespace Optimizers.Benchmarks.Measuring;

/// <summary>Runs all contestants from the same start and compares their results, since figures compare only for the same result.</summary>
/// <remarks>It also gets all code compiled in its final form before the first measurement.</remarks>
internal static class AgreementCheck
{
    private const int Steps = 40;

    /// <summary>How far apart two results may be, relative to 1 + |θ|: some rounding errors in each of the steps.</summary>
    private static double Tolerance(bool isDouble) => Steps * 32 * (isDouble ? Math.BitIncrement(1.0) - 1 : MathF.BitIncrement(1f) - 1);

    /// <summary>Compares the contestants of each rule, element type and number of threads among the cases.</summary>
    /// <exception cref="InvalidOperationException">Two arrive at different parameters.</exception>
    public static void Run(IEnumerable<StepCase> cases, CancellationToken cancellationToken)
    {
        // A length for each way through the code: short, and long enough for more than one thread; neither is a multiple of a vector's.
        foreach (var length in (int[])[1_001, 300_001])
        {
            var groups = cases.Where(c => c.IsStep).Select(c => c with { Length = length }).Distinct().GroupBy(c => (c.Subject, c.IsDouble));
            foreach (var group in groups)
            {
                StepCase? firstCase = null;
                double[] first = [];
                foreach (var stepCase in group)
                {
                    using var workload = WorkloadFactory.Create(stepCase);
                    for (var i = 0; i < Steps; i++)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        workload.Run();
                    }

                    var values = workload.Values();
                    if (firstCase is { } other)
                        Compare(other, first, stepCase, values);
                    else
                        (firstCase, first) = (stepCase, values);
                }
            }

            Thread.Sleep(200); // The runtime compiles what has run often in the background.
        }
    }

    private static void Compare(StepCase first, double[] expected, StepCase second, double[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(actual[i] - expected[i]) <= Tolerance(first.IsDouble) * (1 + Math.Abs(expected[i]))))
            {
                throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{first} and {second} do not compute the same: after {Steps} steps θ[{i}] is {expected[i]:r} for the one and "
                    + $"{actual[i]:r} for the other."));
            }
        }
    }
}
