using System.Diagnostics;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Providers.LinearAlgebra;
using Optimizers.Benchmarks.Reporting;
using Optimizers.Curvature;

namespace Optimizers.Benchmarks.Algebra;

/// <summary>Times the classification of a critical point by its Hessian, with and without proofs, and with all eigenvectors asked for.</summary>
internal static class Classifications
{
    private const int Rounds = 5;

    public static void Measure(int[] dimensions)
    {
        (LinearAlgebraControl.Provider, Control.MaxDegreeOfParallelism) = (new SimdLinearAlgebraProvider(), Environment.ProcessorCount);
        var table = new MarkdownTable(["n", "Hessian", "without proofs, ms", "proven, ms", "proven, and all eigenvectors, ms"], 2);
        foreach (var n in dimensions)
        {
            var x = Matrix<double>.Build.Random(n, n, seed: 1);
            Add("positive definite", Symmetric((x.TransposeAndMultiply(x) / n) + (0.1 * Matrix<double>.Build.DenseIdentity(n))));
            Add("of both signs", Symmetric(x));

            void Add(string name, Matrix<double> hessian)
            {
                var gradient = Vector<double>.Build.Dense(n, 1e-12);
                table.Add([
                    $"{n}", name, Median(() => CriticalPoint.Classify(hessian, gradient, new() { Certify = false })),
                    Median(() => CriticalPoint.Classify(hessian, gradient)),
                    Median(() => _ = CriticalPoint.Classify(hessian, gradient).Eigenvectors)]);
            }
        }

        Console.WriteLine(table);
    }

    private static string Median(Action action)
    {
        action();
        var times = Enumerable.Range(0, Rounds).Select(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            action();
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });
        return $"{times.Order().ElementAt(Rounds / 2):G3}";
    }

    private static Matrix<double> Symmetric(Matrix<double> x) => (x + x.Transpose()) / 2;
}
