using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using static System.FormattableString;

namespace WhyItFails;

/// <summary>Part 2: a network that starts at zero stays there; its Hessian says why, and shows the way out.</summary>
/// <param name="Point">The classified point.</param>
/// <param name="Spectrum">The eigenvalues of its Hessian.</param>
/// <param name="Starts">The same training from a good start, from the saddle, and after the escape.</param>
internal sealed record SaddleStory(CriticalPoint Point, IReadOnlyList<SpectralLine> Spectrum, IReadOnlyList<TrainingRun> Starts)
{
    /// <summary>Tells it.</summary>
    public static SaddleStory Run(
        Network goodStart, TrainingRun goodRun, Digits digits, int seed, Display display, CancellationToken cancellationToken)
    {
        display.Heading("2. A network that does not train: it starts with all its weights zero");
        var zero = new Network(goodStart.W1.ColumnCount, goodStart.W1.RowCount, goodStart.W2.RowCount);
        var plateau = display.Work(
            "Plain descent on all images",
            progress => ZeroStart.Descend(zero, digits.Train, progress, cancellationToken),
            at => Invariant($"‖g‖ = {Tables.Number(at.Gradient.L2Norm())} after {ZeroStart.Iterations} iterations"));
        display.Show(Tables.Norms(plateau));
        display.Line(
            $"  The output bias has learned the class frequencies, to "
            + $"{Tables.Number(plateau.FrequencyError(digits.Train))}; nothing else has moved.");
        display.Work(
            "Every optimizer from zero, on mini-batches",
            _ => Contender.All.Max(contender => ZeroStart.LargestWeight(zero, contender.NewOptimizer(), digits, seed, cancellationToken)),
            largest => Invariant($"the largest weight after {ZeroStart.ShortIterations} iterations is {largest}"));

        var hessian = display.Work(
            "Exact Hessian",
            _ => ExactHessian.Compute(plateau.Network, digits.Train, cancellationToken),
            h => Invariant($"{h.RowCount:N0} × {h.ColumnCount:N0}"));
        var options = new CriticalPointOptions { HessianError = ExactHessian.RoundingOf(plateau.Network, digits.Train) };
        var point = display.Work("Its eigenvalues", _ => CriticalPoint.Classify(hessian, plateau.Gradient, options), p => $"{p.Kind}");
        display.Line($"  {point.ToString().ReplaceLineEndings("\n  ")}");
        var spectrum = SpectralLine.Of(point.Eigenvalues.ToArray(), point.Tolerance);
        var theory = SpectralLine.Of(plateau.TheoreticalEigenvalues(digits.Train), point.Tolerance);
        display.Show(Tables.Spectrum(spectrum.Where(line => line.Value < -point.Tolerance), theory));
        display.Line("  By theory: minus each singular value of the mean of δxᵀ (δ = p − y), once for every hidden unit.");

        if (!point.TryEscape(Loss(plateau.Network, digits.Train), plateau.Network.ToVector(), new EscapeOptions { Seed = seed }, out var step))
            throw new InvalidOperationException($"There is no escape from this point. {point}");
        display.Line($"  Escape: {step}");
        var escaped = plateau.Network.Copy();
        escaped.Assign(step.Point);

        var sgd = Contender.All[0];
        TrainingRun Train(string name, Network network) => display.Work(
            $"{sgd.Name}, {name}",
            progress => Training.Run(name, network, digits, sgd.NewOptimizer(), seed, progress, cancellationToken),
            Tables.Summary);
        TrainingRun[] starts = [
            goodRun with { Name = "random start" },
            Train("zero start, stuck", plateau.Network.Copy()),
            Train("zero start, escaped", escaped)];
        display.Show(Tables.Runs(sgd.Name, starts));
        return new SaddleStory(point, spectrum, starts);
    }

    // The loss as a function of all parameters.
    private static Func<Vector<double>, double> Loss(Network shape, Examples examples)
    {
        var network = shape.Copy();
        var pass = new Backpropagation(network, examples.Count);
        return theta =>
        {
            network.Assign(theta);
            return pass.Loss(examples);
        };
    }
}
