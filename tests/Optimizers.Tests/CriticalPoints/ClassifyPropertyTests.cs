using CsCheck;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature;

public class ClassifyPropertyTests
{
    private static readonly Gen<double> Eigenvalue =
        Gen.Select(Gen.Int[-1, 1], Gen.Double[-3, 2], (sign, digits) => sign * Math.Pow(10, digits));

    // θ₀ at half or twice the radius from the critical point of a quadratic of known spectrum, in a random direction without flat part.
    private static readonly Gen<Case> Cases =
        from spectrum in Eigenvalue.Array[1, 8]
        from direction in Gen.Double[0.5, 1].Array[spectrum.Length]
        from near in Gen.Bool
        from seed in Gen.Int[0, 1_000_000]
        select Case.Of(spectrum, direction, near, seed);

    private sealed record Case(double[] Spectrum, bool Near, int Seed, Matrix<double> H, Vector<double> G)
    {
        public static Case Of(double[] spectrum, double[] direction, bool near, int seed)
        {
            var d = Vector<double>.Build.Dense(spectrum.Length, i => spectrum[i] == 0 ? 0 : direction[i]);
            d *= d.L2Norm() == 0 ? 0 : (near ? 0.5e-3 : 2e-3) / d.L2Norm();
            var q = Tests.Spectrum.RandomOrthogonal(spectrum.Length, seed);
            var h = Tests.Spectrum.Rotated(spectrum, q);
            return new(spectrum, near || d.L2Norm() == 0, seed, h, h * (q * d));
        }

        // The products that made H cost some roundings each; eigenvalues here are 0, or beyond ±1e-3.
        public static CriticalPointOptions Options(double factor = 1) => new() { HessianError = 1e-11 * factor, GradientError = 1e-15 * factor };

        public CriticalPoint Classify() => CriticalPoint.Classify(H, G, Options());

        public CriticalPointKind Expected()
        {
            var (negative, positive) = (Spectrum.Count(value => value < 0), Spectrum.Count(value => value > 0));
            return !Near ? CriticalPointKind.NotCritical
                : negative > 0 && positive > 0 ? CriticalPointKind.Saddle
                : positive == Spectrum.Length ? CriticalPointKind.LocalMinimum
                : negative == Spectrum.Length ? CriticalPointKind.LocalMaximum
                : CriticalPointKind.Degenerate;
        }
    }

    [Fact]
    public void The_inertia_and_the_kind_are_the_prescribed_ones() => Cases.Sample(
        c =>
        {
            var point = c.Classify();

            point.NegativeCount.Should().Be(c.Spectrum.Count(value => value < 0));
            point.ZeroCount.Should().Be(c.Spectrum.Count(value => value == 0));
            point.PositiveCount.Should().Be(c.Spectrum.Count(value => value > 0));
            point.Kind.Should().Be(c.Expected());
        },
        iter: 500);

    [Fact]
    public void The_kind_is_invariant_under_rotation() => Cases.Sample(
        c =>
        {
            var q = Tests.Spectrum.RandomOrthogonal(c.Spectrum.Length, c.Seed + 1);

            var rotated = CriticalPoint.Classify(Spectrum.Symmetric(q * c.H * q.Transpose()), q * c.G, Case.Options());

            rotated.Kind.Should().Be(c.Classify().Kind);
        },
        iter: 500);

    [Fact]
    public void The_kind_is_invariant_under_positive_scaling() => Gen.Select(Cases, Gen.Double[-200, 200]).Sample(
        (c, digits) =>
        {
            var factor = Math.Pow(10, digits);

            var scaled = CriticalPoint.Classify(c.H * factor, c.G * factor, Case.Options(factor));

            scaled.Kind.Should().Be(c.Classify().Kind);
        },
        iter: 500);

    [Fact]
    public void The_kind_flips_under_minus_H() => Cases.Sample(
        c =>
        {
            var (point, mirrored) = (c.Classify(), CriticalPoint.Classify(-c.H, -c.G, Case.Options()));

            mirrored.Kind.Should().Be(Mirror(point.Kind));
            mirrored.PossibleKinds.Should().BeEquivalentTo(point.PossibleKinds.Select(Mirror));
            (mirrored.NegativeCount, mirrored.PositiveCount).Should().Be((point.PositiveCount, point.NegativeCount));
        },
        iter: 500);

    [Fact]
    public void Negative_curvature_is_escaped_with_a_verified_lower_loss_and_without_it_there_is_none() => Cases.Sample(
        c =>
        {
            var point = c.Classify();
            double Loss(Vector<double> d) => c.G * d + 0.5 * (d * c.H * d);

            var escaped = point.TryEscape(Loss, Vector<double>.Build.Dense(c.Spectrum.Length), out var step);

            escaped.Should().Be(c.Spectrum.Any(value => value < 0));
            if (step is null)
                return;
            step.LossAfter.Should().Be(Loss(step.Point)).And.BeLessThan(0);
            step.AchievedChange.Should().BeApproximately(step.PredictedChange, 1e-9 * Math.Abs(step.PredictedChange));
            step.Direction.L2Norm().Should().BeApproximately(1, 1e-14);
        },
        iter: 500);

    private static CriticalPointKind Mirror(CriticalPointKind kind) => kind switch
    {
        CriticalPointKind.LocalMinimum => CriticalPointKind.LocalMaximum,
        CriticalPointKind.LocalMaximum => CriticalPointKind.LocalMinimum,
        _ => kind,
    };
}
