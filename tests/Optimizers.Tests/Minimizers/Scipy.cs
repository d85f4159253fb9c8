using System.Text.Json;

namespace Optimizers.Tests.Curvature.Minimizers;

/// <summary>What scipy 1.10.1 does, written by scipy_minimizers.py beside this file.</summary>
internal static class Scipy
{
    private static readonly JsonElement All = Read();

    /// <summary>The points at which MINPACK's lmder asks for residuals.</summary>
    public static double[][] Trials(string problem) => All.GetProperty("leastsq").GetProperty(problem).Deserialize<double[][]>()!;

    /// <summary>Where each iteration of trust-ncg ends, for Rosenbrock's function in so many dimensions.</summary>
    public static double[][] NewtonCg(int dimension) => All.GetProperty("trust-ncg").GetProperty($"{dimension}").Deserialize<double[][]>()!;

    /// <summary>Where L-BFGS-B ends, and after how many losses.</summary>
    public static (double[] Point, double Value, int Evaluations) Lbfgs(string problem)
    {
        var end = All.GetProperty("L-BFGS-B").GetProperty(problem);
        return (end.GetProperty("point").Deserialize<double[]>()!, end.GetProperty("value").GetDouble(), end.GetProperty("evaluations").GetInt32());
    }

    private static JsonElement Read()
    {
        using var stream = typeof(Scipy).Assembly.GetManifestResourceStream("scipy.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
