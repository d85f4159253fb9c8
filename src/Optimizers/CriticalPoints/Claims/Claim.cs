using System.Globalization;

namespace Optimizers.Curvature;

/// <summary>One statement of a certificate: what is claimed, about what, how sure that is, and the numbers it rests on.</summary>
public sealed class Claim
{
    private Claim(ClaimSubject subject, Certainty certainty, double probability, string statement, string evidence)
    {
        Subject = subject;
        Certainty = certainty;
        Probability = probability;
        Statement = statement;
        Evidence = evidence;
    }

    /// <summary>What the claim is about: this matrix, the true Hessian, or the loss.</summary>
    public ClaimSubject Subject { get; }

    /// <summary>How sure it is.</summary>
    public Certainty Certainty { get; }

    /// <summary>
    /// The probability with which the claim is true, at least: 1 where it is proven, in (0, 1) where it is probable, NaN where it is estimated.
    /// </summary>
    public double Probability { get; }

    /// <summary>What is claimed, in words and numbers: "H is positive definite: λmin > 0.0123".</summary>
    public string Statement { get; }

    /// <summary>What it rests on: the method, its bound in numbers, and the source.</summary>
    public string Evidence { get; }

    /// <summary>A claim that is a theorem.</summary>
    internal static Claim Proven(ClaimSubject subject, string statement, string evidence) =>
        new(subject, Certainty.Proven, 1, statement, evidence);

    /// <summary>A claim that holds with a probability that a theorem bounds from below.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in (0, 1).</exception>
    internal static Claim Probable(ClaimSubject subject, double probability, string statement, string evidence) => probability is > 0 and < 1
        ? new(subject, Certainty.Probable, probability, statement, evidence)
        : throw new ArgumentOutOfRangeException(nameof(probability), probability, "The probability of a probable claim is in (0, 1).");

    /// <summary>A claim without a guarantee.</summary>
    internal static Claim Estimated(ClaimSubject subject, string statement, string evidence) =>
        new(subject, Certainty.Estimated, double.NaN, statement, evidence);

    /// <summary>"proven, about the true Hessian: …; by …".</summary>
    public override string ToString()
    {
        var sure = Certainty switch
        {
            Certainty.Proven => "proven",
            Certainty.Probable => string.Create(CultureInfo.InvariantCulture, $"probable (wrong in less than {1 - Probability:G2} of the runs)"),
            _ => "estimated",
        };
        var about = Subject switch
        {
            ClaimSubject.Matrix => "this matrix",
            ClaimSubject.Hessian => "the true Hessian",
            _ => "the loss",
        };
        return $"{sure}, about {about}: {Statement}; by {Evidence}";
    }
}
