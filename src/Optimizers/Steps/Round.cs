namespace Optimizers.Steps;

/// <summary>A pass over the parameters before the step is taken. It writes no parameter and no state.</summary>
/// <param name="Scope">What the values are gathered over.</param>
/// <param name="Values">How many values an element gives: 1 to 4.</param>
/// <param name="Gathering">How they become one.</param>
/// <param name="Into">Of a round over <see cref="MeasureScope.Whole"/>: the index in the state from which on its values are kept.</param>
public readonly record struct Round(MeasureScope Scope, int Values = 1, Gathering Gathering = Gathering.Sum, int Into = 0);
