namespace Optimizers.Diagnostics;

/// <summary>A loss by its name against what the caller's code computes.</summary>
/// <param name="Name">The name.</param>
/// <param name="Present">The caller's mean loss of the present outputs.</param>
/// <param name="Right">The caller's lowest mean loss of right answers, of several degrees of sureness.</param>
/// <param name="Wrong">The caller's mean loss of wrong answers, as sure.</param>
/// <param name="NamedRight">The same as <paramref name="Right"/> by the named formula.</param>
/// <param name="NamedWrong">The same as <paramref name="Wrong"/> by the named formula.</param>
/// <param name="LowestRecorded">The lowest loss that the monitor recorded; NaN if there is none.</param>
/// <param name="Relation">How the caller's loss follows the named one over several θ.</param>
/// <param name="Factor">The caller's loss is about this times the named one, and a constant; NaN where that was not compared.</param>
/// <param name="Penalty">λ, where the caller's loss holds λ‖θ‖² more; 0 where it holds none.</param>
/// <param name="PenaltyShare">The share of the penalty in the caller's present loss.</param>
public sealed record LossComparison(
    string Name,
    double Present,
    double Right,
    double Wrong,
    double NamedRight,
    double NamedWrong,
    double LowestRecorded,
    LossRelation Relation,
    double Factor,
    double Penalty,
    double PenaltyShare);
