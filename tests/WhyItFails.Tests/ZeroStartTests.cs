using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace WhyItFails.Tests;

public sealed class ZeroStartTests
{
    private const int Hidden = 3;

    private static readonly Digits Digits = Digits.Load(seed: 0);
    private static readonly Plateau Plateau = ZeroStart.Descend(Zero(), Digits.Train, new Progress<double>(), CancellationToken.None);

    [Fact]
    public void Plain_descent_moves_the_output_bias_to_the_class_frequencies_and_nothing_else()
    {
        Plateau.Before.Parameters.Should().Equal(0, 0, 0, 0);
        Plateau.Before.Gradients[..3].Should().Equal(0, 0, 0);
        Plateau.Before.Gradients[3].Should().BeGreaterThan(1e-3);
        Plateau.After.Parameters[..3].Should().Equal(0, 0, 0);
        Plateau.After.Parameters[3].Should().BeGreaterThan(0.01);
        Plateau.After.Gradients[..3].Should().Equal(0, 0, 0);
        Plateau.After.Gradients[3].Should().BeLessThan(1e-14);
        Plateau.FrequencyError(Digits.Train).Should().BeLessThan(1e-14);
    }

    [Fact]
    public void No_optimizer_leaves_zero()
    {
        foreach (var contender in Contender.All)
            ZeroStart.LargestWeight(Zero(), contender.NewOptimizer(), Digits, seed: 0, CancellationToken.None).Should().Be(0, contender.Name);
    }

    [Fact]
    public void A_weight_that_is_not_zero_is_seen_to_grow()
    {
        var almostZero = Zero();
        almostZero.W1[0, 10] = 1e-3;

        ZeroStart.LargestWeight(almostZero, Contender.All[0].NewOptimizer(), Digits, seed: 0, CancellationToken.None).Should().BeGreaterThan(0.1);
    }

    [Fact]
    public void The_plateau_is_a_saddle_whose_eigenvalues_are_those_of_the_theory()
    {
        var point = Classified();
        var theory = Plateau.TheoreticalEigenvalues(Digits.Train);

        point.Kind.Should().Be(CriticalPointKind.Saddle);
        (point.NegativeCount, point.PositiveCount).Should().Be((9 * Hidden, (9 * Hidden) + 9));
        var nonZero = point.Eigenvalues.Where(value => Math.Abs(value) > point.Tolerance).ToArray();
        nonZero.Should().HaveSameCount(theory);
        nonZero.Zip(theory, (measured, expected) => Math.Abs(measured - expected)).Max().Should().BeLessThan(1e-13);
    }

    [Fact]
    public void The_escape_lowers_the_loss_and_makes_the_hidden_units_unlike()
    {
        var point = Classified();
        var network = Plateau.Network.Copy();
        var pass = new Backpropagation(network, Digits.Train.Count);
        double Loss(Vector<double> theta)
        {
            network.Assign(theta);
            return pass.Loss(Digits.Train);
        }
        var before = Loss(Plateau.Network.ToVector());

        var escaped = point.Escape(Loss, Plateau.Network.ToVector());

        Loss(escaped).Should().BeLessThan(before - 0.3);
        network.W1.EnumerateRows().Select(row => row.L2Norm()).Should().OnlyHaveUniqueItems().And.OnlyContain(norm => norm > 1e-3);
    }

    private static Network Zero() => new(Digits.Pixels, Hidden, Digits.Classes);

    private static CriticalPoint Classified() => CriticalPoint.Classify(
        ExactHessian.Compute(Plateau.Network, Digits.Train),
        Plateau.Gradient,
        new CriticalPointOptions { HessianError = ExactHessian.RoundingOf(Plateau.Network, Digits.Train) });
}
