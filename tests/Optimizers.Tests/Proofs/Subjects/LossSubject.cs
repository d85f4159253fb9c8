using System.Globalization;
using Optimizers.Curvature;
using Optimizers.Curvature.Functions;

namespace Optimizers.Tests.Proofs;

/// <summary>
/// That the loss itself has a critical point near θ: by <see cref="KrawczykTest"/>, by <see cref="MinimizerCertificate"/>, and as a classification
/// says it, read from the very words of its claim.
/// </summary>
internal sealed class LossSubject : IProofSubject<LossCase>
{
    public const string Title = "critical points of a loss (Krawczyk's test, curvature on a ball, and what a classification says)";

    public string Name => Title;

    public void Examine(LossCase example, Tally tally)
    {
        Add(KrawczykTest.TryProve(example.Objective, example.Theta, LossCases.Radius), example.OwesPoint);
        Add(MinimizerCertificate.TryProve(example.Objective, example.Theta, LossCases.Radius), example.OwesMinimizer);

        var theta = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(example.Theta);
        var point = CriticalPoint.Classify(example.Objective, theta,
            new() { Radius = LossCases.Radius, ParameterScale = [.. theta.Select(_ => 1.0)] });
        var claim = point.Claims.SingleOrDefault(claim => claim is { Subject: ClaimSubject.Loss, Certainty: Certainty.Proven });
        tally.Add(claim is not null, () => Holds(claim!.Statement), () => example.OwesPoint);

        void Add(LossCertificate? proof, bool isOwed) => tally.Add(
            proof is not null,
            () => example.Holds(proof!.Kind, proof.Distance, proof.UniqueWithin)
                && example.Critical.Single(each => each.IsWithin(proof.Distance, example.Theta)).Negative == proof.NegativeCount,
            () => isOwed);

        // "L has a saddle within 1e-15 of θ, and no other critical point within 2e-15".
        bool Holds(string statement)
        {
            var words = statement.Split(' ');
            var kind = statement.Contains("minimum", StringComparison.Ordinal) ? CriticalPointKind.LocalMinimum
                : statement.Contains("maximum", StringComparison.Ordinal) ? CriticalPointKind.LocalMaximum
                : CriticalPointKind.Saddle;
            var distance = double.Parse(words[Array.IndexOf(words, "within") + 1], CultureInfo.InvariantCulture);
            return example.Holds(kind, distance, double.Parse(words[^1], CultureInfo.InvariantCulture));
        }
    }
}
