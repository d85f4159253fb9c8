using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;
using Real = Optimizers.Curvature.Functions.Dual<Optimizers.Curvature.Functions.Real>;

namespace Optimizers.Tests.Curvature.Minimizers.Nist;

/// <summary>
/// A problem of nonlinear regression of NIST's Statistical Reference Datasets (public domain), with its two starts and its certified values. The data
/// are in strd.json, written by strd.py beside it; the models stand here.
/// </summary>
internal sealed class NistProblem
{
    private static readonly Dictionary<string, Func<Real[], double[], Real>> Models = new()
    {
        ["Bennett5"] = (b, x) => b[0] * Power(b[1] + x[0], -1 / b[2]),
        ["BoxBOD"] = (b, x) => b[0] * (1 - Real.Exp(-b[1] * x[0])),
        ["Chwirut1"] = (b, x) => Real.Exp(-b[0] * x[0]) / (b[1] + (b[2] * x[0])),
        ["Chwirut2"] = (b, x) => Real.Exp(-b[0] * x[0]) / (b[1] + (b[2] * x[0])),
        ["DanWood"] = (b, x) => b[0] * Power(x[0], b[1]),
        ["Eckerle4"] = (b, x) => b[0] / b[1] * Real.Exp(-0.5 * Real.Pow((x[0] - b[2]) / b[1], 2)),
        ["ENSO"] = (b, x) => b[0] + Wave(b[1], b[2], 12, x[0]) + Wave(b[4], b[5], b[3], x[0]) + Wave(b[7], b[8], b[6], x[0]),
        ["Gauss1"] = Peaks,
        ["Gauss2"] = Peaks,
        ["Gauss3"] = Peaks,
        ["Hahn1"] = Cubics,
        ["Kirby2"] = (b, x) => (b[0] + (x[0] * (b[1] + (x[0] * b[2])))) / (1 + (x[0] * (b[3] + (x[0] * b[4])))),
        ["Lanczos1"] = Exponentials,
        ["Lanczos2"] = Exponentials,
        ["Lanczos3"] = Exponentials,
        ["MGH09"] = (b, x) => b[0] * ((x[0] * x[0]) + (x[0] * b[1])) / ((x[0] * x[0]) + (x[0] * b[2]) + b[3]),
        ["MGH10"] = (b, x) => b[0] * Real.Exp(b[1] / (x[0] + b[2])),
        ["MGH17"] = (b, x) => b[0] + (b[1] * Real.Exp(-x[0] * b[3])) + (b[2] * Real.Exp(-x[0] * b[4])),
        ["Misra1a"] = (b, x) => b[0] * (1 - Real.Exp(-b[1] * x[0])),
        ["Misra1b"] = (b, x) => b[0] * (1 - (1 / Real.Pow(1 + (b[1] * x[0] / 2), 2))),
        ["Misra1c"] = (b, x) => b[0] * (1 - (1 / Real.Sqrt(1 + (2 * b[1] * x[0])))),
        ["Misra1d"] = (b, x) => b[0] * b[1] * x[0] / (1 + (b[1] * x[0])),
        ["Nelson"] = (b, x) => b[0] - (b[1] * x[0] * Real.Exp(-b[2] * x[1])),
        ["Rat42"] = (b, x) => b[0] / (1 + Real.Exp(b[1] - (b[2] * x[0]))),
        ["Rat43"] = (b, x) => b[0] / Power(1 + Real.Exp(b[1] - (b[2] * x[0])), 1 / b[3]),
        ["Roszman1"] = (b, x) => b[0] - (b[1] * x[0]) - (Arctangent(b[2] / (x[0] - b[3])) / Math.PI),
        ["Thurber"] = Cubics,
    };

    private readonly Func<Real[], double[], Real> _model;
    private readonly double[] _y;
    private readonly double[][] _x;

    private NistProblem(JsonElement json)
    {
        Name = json.GetProperty("name").GetString()!;
        Level = json.GetProperty("level").GetString()!;
        Starts = json.GetProperty("starts").Deserialize<double[][]>()!;
        Certified = json.GetProperty("certified").Deserialize<double[]>()!;
        SumOfSquares = json.GetProperty("rss").GetDouble();
        _model = Models[Name];
        _x = json.GetProperty("x").Deserialize<double[][]>()!;
        _y = json.GetProperty("y").Deserialize<double[]>()!;

        // The response of Nelson's model is the logarithm.
        if (Name == "Nelson")
            _y = Array.ConvertAll(_y, Math.Log);
    }

    public static IReadOnlyList<NistProblem> All { get; } = Read();

    public string Name { get; }

    /// <summary>Lower, Average or Higher.</summary>
    public string Level { get; }

    public double[][] Starts { get; }

    public double[] Certified { get; }

    public double SumOfSquares { get; }

    public int Observations => _y.Length;

    public static NistProblem Named(string name) => All.Single(problem => problem.Name == name);

    public Vector<double> Start(int number) => Vector<double>.Build.Dense([.. Starts[number - 1]]);

    public Vector<double> Residuals(Vector<double> theta)
    {
        var b = Numbers(theta, -1);
        return Vector<double>.Build.Dense(_y.Length, i => _model(b, _x[i]).Value.Value - _y[i]);
    }

    public Matrix<double> Jacobian(Vector<double> theta)
    {
        var columns = Enumerable.Range(0, theta.Count).Select(j =>
        {
            var b = Numbers(theta, j);
            return Array.ConvertAll(_x, x => _model(b, x).Slope.Value);
        });
        return Matrix<double>.Build.DenseOfColumnArrays(columns);
    }

    /// <summary>−log₁₀ of the relative error of the worst parameter; between 0 and 11, as 11 digits are certified.</summary>
    public double Digits(Vector<double> theta)
    {
        var worst = theta.Zip(Certified, (value, certified) => Math.Abs(value - certified) / Math.Abs(certified)).Max();
        return worst < 1e-11 ? 11 : double.IsNaN(worst) ? 0 : Math.Max(0, -Math.Log10(worst));
    }

    private static Real[] Numbers(Vector<double> theta, int direction) =>
        [.. theta.Select((each, i) => new Real(each, i == direction ? 1 : 0))];

    private static Real Peaks(Real[] b, double[] x) => (b[0] * Real.Exp(-b[1] * x[0])) + Peak(b[2], b[3], b[4], x[0]) + Peak(b[5], b[6], b[7], x[0]);

    private static Real Peak(Real height, Real middle, Real width, double x) => height * Real.Exp(-Real.Pow((x - middle) / width, 2));

    private static Real Cubics(Real[] b, double[] x) =>
        (b[0] + (x[0] * (b[1] + (x[0] * (b[2] + (x[0] * b[3])))))) / (1 + (x[0] * (b[4] + (x[0] * (b[5] + (x[0] * b[6]))))));

    private static Real Exponentials(Real[] b, double[] x) =>
        (b[0] * Real.Exp(-b[1] * x[0])) + (b[2] * Real.Exp(-b[3] * x[0])) + (b[4] * Real.Exp(-b[5] * x[0]));

    private static Real Wave(Real cosine, Real sine, Real period, double x)
    {
        var phase = 2 * Math.PI * x / period;
        return (cosine * Real.Cos(phase)) + (sine * Real.Sin(phase));
    }

    private static Real Power(Real a, Real b) => Real.Exp(b * Real.Log(a));

    private static Real Arctangent(Real x) => new(Math.Atan(x.Value.Value), x.Slope / (1 + (x.Value * x.Value)));

    private static NistProblem[] Read()
    {
        using var stream = typeof(NistProblem).Assembly.GetManifestResourceStream("strd.json")!;
        return [.. JsonDocument.Parse(stream).RootElement.EnumerateArray().Select(each => new NistProblem(each))];
    }
}
