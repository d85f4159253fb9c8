using MathNet.Numerics.LinearAlgebra;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>A point θ₀ that is to be left: its loss, and what counts as lower.</summary>
internal sealed class Departure
{
    private readonly EvaluationCounts _before;
    private readonly LossResolution _resolution;

    public Departure(Objective objective, double[] theta, EscapeOptions options)
    {
        Objective = objective;
        Theta = theta;
        Options = options;
        _before = objective.Evaluations;
        _resolution = LossResolution.Of(objective, options.LossError);
        Loss = objective.LossOrNotFinite(theta);
        Scale = theta.Aggregate(1.0, (largest, entry) => Math.Max(largest, Math.Abs(entry)));
    }

    public Objective Objective { get; }

    public VectorWork Work { get; } = new();

    /// <summary>θ₀.</summary>
    public double[] Theta { get; }

    public EscapeOptions Options { get; }

    /// <summary>L(θ₀).</summary>
    public double Loss { get; }

    /// <summary>max(1, ‖θ₀‖∞).</summary>
    public double Scale { get; }

    /// <summary>How far a descent without end is followed, as far as the line search along negative curvature goes.</summary>
    public double LongestWay => 102.4 * Scale;

    /// <summary>The noise of the loss at θ₀.</summary>
    public double Noise => _resolution.Noise(Loss);

    public LossResolution Resolution => _resolution;

    public bool IsLower(double loss) => _resolution.IsLower(loss, Loss);

    /// <summary>θ₀ + αu, a new vector, rounded if the loss is in single precision.</summary>
    public double[] PointAt(double alpha, double[] u)
    {
        var point = (double[])Theta.Clone();
        Work.AddScaled(alpha, u, point);
        Round(point);
        return point;
    }

    /// <summary>L at a point, which is rounded first if the loss is in single precision.</summary>
    public double LossAt(double[] point)
    {
        Options.CancellationToken.ThrowIfCancellationRequested();
        Round(point);
        return Objective.LossOrNotFinite(point);
    }

    private void Round(double[] point)
    {
        if (!Objective.Options.SinglePrecision)
            return;
        foreach (ref var entry in point.AsSpan())
            entry = (float)entry;
    }

    public double DistanceTo(double[] point) => Work.Distance(point, Theta);

    /// <summary>The step to a point whose loss has been evaluated.</summary>
    public EscapeStep StepTo(double[] point, double loss)
    {
        var length = DistanceTo(point);
        var u = (double[])point.Clone();
        Work.AddScaled(-1, Theta, u);
        Work.Scale(1 / length, u, u);
        var gradient = new double[u.Length];
        var product = new double[u.Length];
        Objective.Gradient(Theta, gradient);
        Objective.Product(Theta, u, product);
        return StepTo(point, loss, u, length, Work.Dot(gradient, u), Work.Dot(u, product));
    }

    /// <inheritdoc cref="StepTo(double[], double)"/>
    public EscapeStep StepTo(double[] point, double loss, double[] direction, double stepSize, double slope, double curvature)
    {
        var cost = Objective.Evaluations - _before;
        return new EscapeStep
        {
            Point = Vector<double>.Build.Dense(point),
            Direction = Vector<double>.Build.Dense(direction),
            StepSize = stepSize,
            Curvature = curvature,
            Slope = slope,
            LossBefore = Loss,
            LossAfter = loss,
            Evaluations = (int)Math.Min(cost.Losses, int.MaxValue),
            Cost = cost,
        };
    }
}
