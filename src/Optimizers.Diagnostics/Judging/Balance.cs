using System.Globalization;
using System.Runtime.CompilerServices;

namespace Optimizers.Diagnostics;

/// <summary>Collects the evidence of a cause. What is not measured weighs nothing and is listed as missing.</summary>
internal sealed class Balance
{
    // A smaller weight changes the odds by a tenth at most and is not worth a line.
    private const double Negligible = 0.1;

    // A trial or a measurement that makes its cause less than twenty times likelier neither shows it nor decides.
    private const double FarMoreLikely = 3;

    // Below these log odds a trial could not make the cause the likelier one.
    private const double AtLeastPossible = -2;

    private readonly List<Evidence> _evidence = [];
    private readonly List<string> _missing = [];

    /// <summary>The weight so far, in nats.</summary>
    public double Weight { get; private set; }

    /// <summary>Adds an observation.</summary>
    /// <param name="weight">In nats, for (above 0) or against the cause. NaN and negligible weights are left out.</param>
    /// <param name="source">Where the numbers came from.</param>
    /// <param name="statement">The observation; numbers are written with four significant digits or as they are formatted.</param>
    public Balance Add(double weight, string source, [InterpolatedStringHandlerArgument] ref StatementHandler statement) =>
        Weigh(weight, source, ref statement, Grounds.Probable);

    private Balance Weigh(double weight, string source, ref StatementHandler statement, Grounds grounds)
    {
        if (double.IsNaN(weight) || Math.Abs(weight) < Negligible)
            return this;
        Weight += weight;
        _evidence.Add(new(statement.ToString(), source, weight) { Grounds = weight > FarMoreLikely ? grounds : Grounds.Probable });
        return this;
    }

    /// <summary>Adds an observation on other grounds.</summary>
    public Balance Add(Grounds grounds, double weight, string source, [InterpolatedStringHandlerArgument] ref StatementHandler statement) =>
        Weigh(weight, source, ref statement, grounds);

    /// <summary>Adds a measurement that decides alone; only its harm is still to be known.</summary>
    /// <inheritdoc cref="Add(double, string, ref StatementHandler)"/>
    public Balance AddFact(double weight, string source, [InterpolatedStringHandlerArgument] ref StatementHandler statement) =>
        Weigh(weight, source, ref statement, Grounds.Fact);

    /// <summary>Adds what a trial has shown: without the fault the training got far lower, by more than a better rate alone gains.</summary>
    /// <inheritdoc cref="Add(double, string, ref StatementHandler)"/>
    public Balance AddShown(double weight, string source, [InterpolatedStringHandlerArgument] ref StatementHandler statement) =>
        Weigh(weight, source, ref statement, Grounds.Shown);

    /// <summary>Notes a measurement that the case does not allow.</summary>
    /// <param name="result">The result of the probe.</param>
    /// <param name="property">The property of the case that would allow it.</param>
    public Balance Wants(object? result, string property)
    {
        if (result is null && !_missing.Contains(property))
            _missing.Add(property);
        return this;
    }

    /// <summary>
    /// Weighs how far the training loss is above what would satisfy and can be reached (<see cref="Examination.FallsShort"/>).
    /// </summary>
    /// <param name="examination">The losses and the reference fits.</param>
    /// <param name="shortOf">The weight for the cause, in nats, where the loss surely falls short.</param>
    /// <param name="satisfied">The weight against the cause where the loss surely satisfies.</param>
    public Balance AddShortfall(Examination examination, double shortOf, double satisfied) => examination.NeverMoved
        ? AddStandstill(examination)
        : Add(
            Between(examination.FallsShort, shortOf * examination.LeftToGain, satisfied),
            "the losses",
            $"the training loss is {examination.Now}; {Goal(examination)}");

    /// <summary>Weighs against a cause that would show in how the training moved, where nothing has moved.</summary>
    public Balance AddStandstill(Examination examination) =>
        Add(examination.NeverMoved ? -6 : 0, "the steps", $"no parameter has moved: the loss does not say how the training would go");

    // "0.2 would satisfy, and 0.1 can be reached", of what is known.
    private static string Goal(Examination examination) => (examination.Losses.IsStated, double.IsNaN(examination.Reachable)) switch
    {
        (true, true) => $"{Numbers.Text(examination.Losses.Satisfactory)} would satisfy",
        (true, false) => $"{Numbers.Text(examination.Losses.Satisfactory)} would satisfy, and {Numbers.Text(examination.Reachable)} can be reached",
        (false, false) => $"{Numbers.Text(examination.Reachable)} can be reached",
        _ when double.IsNaN(examination.Losses.Chance) => $"it was {Numbers.Text(examination.Losses.Start)} at the start",
        _ => $"that of chance is {Numbers.Text(examination.Losses.Chance)}",
    };

    /// <summary>Weighs whether the training loss is large, the guide's first question (<see cref="Examination.IsLarge"/>).</summary>
    /// <param name="examination">The losses.</param>
    /// <param name="large">The weight for the cause, in nats, where the loss surely is large.</param>
    /// <param name="small">The weight against the cause where the loss surely is not large.</param>
    public Balance AddLargeLoss(Examination examination, double large, double small) => Add(
        Between(examination.IsLarge, large, small),
        "the losses",
        $"the training loss is {examination.Now}; {Goal(examination)}");

    /// <summary>Weighs a trial of the cure. It is bought where the cause is possible without it.</summary>
    /// <param name="prior">The log odds of the cause before any evidence.</param>
    /// <param name="trial">Runs the trial; null where the case does not allow it.</param>
    /// <param name="what">What was taken away: "without clipping".</param>
    /// <param name="isUnusual">True where the setting is one that nobody chooses: its trial then need not beat other rates, which can make up for it.
    /// </param>
    /// <param name="mayTie">False where a better rate that comes as low is the likelier cure all the same.</param>
    public Balance AddCure(double prior, Func<CureTrial?> trial, string what, bool isUnusual = false, bool mayTie = true)
    {
        if (prior + Weight < AtLeastPossible || trial() is not { } cure)
            return this;
        return cure.Shows || (isUnusual && cure.Helps && (mayTie || cure.IsBeyondRates))
            ? AddShown(3.5, "short trainings", $"the loss is {cure.With}, and {what} it is {cure.Without} ({cure.Steps} steps)")
            : Add(cure.Clears ? -2 : 0, "short trainings", $"the loss is {cure.With}, and {what} it is no less, {cure.Without} ({cure.Steps} steps)");
    }

    /// <summary>The assessment of a cause that the examination does not allow, or rules out.</summary>
    public Assessment Conclude() => new(_evidence, _missing, null);

    /// <summary>The assessment, with the remedy where more speaks for the cause than against it.</summary>
    public Assessment Conclude(Func<Remedy> remedy) => new(_evidence, _missing, Weight > 0 ? remedy() : null);

    // One half means unknown, and weighs nothing.
    private static double Between(double sureness, double whenSure, double whenNot) =>
        (whenSure * Numbers.Ramp(sureness, 0.5, 1)) - (whenNot * Numbers.Ramp(sureness, 0.5, 0));

    /// <summary>Writes numbers as a person reads them, independent of the culture.</summary>
    [InterpolatedStringHandler]
    public ref struct StatementHandler(int literalLength, int formattedCount)
    {
        private DefaultInterpolatedStringHandler _inner = new(literalLength, formattedCount, CultureInfo.InvariantCulture);

        public void AppendLiteral(string text) => _inner.AppendLiteral(text);

        public void AppendFormatted(double number) => _inner.AppendFormatted(Numbers.Text(number));

        public void AppendFormatted<T>(T value) => _inner.AppendFormatted(value);

        public void AppendFormatted<T>(T value, string format) => _inner.AppendFormatted(value, format);

        public override string ToString() => _inner.ToStringAndClear();
    }
}
