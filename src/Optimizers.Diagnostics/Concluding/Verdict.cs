namespace Optimizers.Diagnostics;

/// <summary>The diagnosis in one word.</summary>
public enum Verdict
{
    /// <summary>Something is wrong, and the first finding says what.</summary>
    Fault,

    /// <summary>
    /// Something better than the run was found, and whether the run is good enough is not known: say it by
    /// <see cref="TrainingCase.SatisfactoryLoss"/>. The first finding says what is better.
    /// </summary>
    Improvable,

    /// <summary>Nothing is wrong, as far as was measured.</summary>
    Healthy,

    /// <summary>The case does not decide; <see cref="Diagnosis.NextMeasurement"/> says what would.</summary>
    NotEnoughEvidence,
}
