using System.Diagnostics;
using System.Globalization;
using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>
/// A case with the probes that it allows. A probe runs once, when its result is first read. The result is null where the case lacks what the probe
/// needs, where the price is above the budget, or where the run has numbers that are not finite at the place where the probe would begin.
/// </summary>
public sealed partial class Examination
{
    private readonly Dictionary<string, object?> _results = [];
    private readonly List<ProbeReceipt> _receipts = [];
    private readonly bool _isRecorded;
    private double _spent;

    /// <summary>An examination in which no probe has run.</summary>
    /// <param name="trainingCase">The monitor, and whatever the caller hands over.</param>
    /// <param name="options">Seed, budget, cancellation, progress; the <c>DiagnosisOptions</c> of a diagnosis, or null for the defaults.</param>
    /// <exception cref="ArgumentNullException">The case is null.</exception>
    /// <exception cref="ArgumentException">θ, the start, the model and the steps are not of one length, or not in one order.</exception>
    /// <exception cref="InvalidOperationException">A step is running.</exception>
    public Examination(TrainingCase trainingCase, ExaminationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(trainingCase);
        Case = trainingCase;
        Options = options ?? new();
        if (trainingCase.Model is { } model)
        {
            ThrowIfStepping(trainingCase.Monitor);
            ThrowIfOrdersDiffer(trainingCase, model.Layout);
        }

        var theta = Named(nameof(TrainingCase.Theta), () => trainingCase.Theta?.ToArray());
        ThrowIfLengthsDiffer(trainingCase, theta);
        LastStep = trainingCase.Monitor.LastStep();
        // Steps over a part of θ say where that part went, and not where θ is.
        if (LastStep is { } last && ModelLength > 0 && last.Before.Length != ModelLength)
            LastStep = null;
        Here = Finite(theta ?? (LastStep is { } step ? Sum(step.Before, step.Update) : null));
        AtStart = Finite(trainingCase.Start?.ToArray());
    }

    /// <summary>The monitor, and whatever the caller has handed over.</summary>
    public TrainingCase Case { get; }

    /// <summary>What was seen of the training.</summary>
    public TrainingMonitor Monitor => Case.Monitor;

    /// <summary>The options.</summary>
    public ExaminationOptions Options { get; }

    /// <summary>The costs of the probes that have run, in the order in which they ran.</summary>
    public IReadOnlyList<ProbeReceipt> Receipts => _receipts;

    /// <summary>The vectors of the last step; null before the first, and where the steps were not handed all of θ.</summary>
    public ObservedStep? LastStep { get; }

    /// <summary>θ now: that of the case, else the end of the last step that the monitor saw; null if there is neither or it is not finite.</summary>
    public double[]? Theta => Here?[..];

    /// <summary>The learning rate of the last step; NaN before the first.</summary>
    public double LearningRate => Setup?.LearningRate ?? double.NaN;

    /// <summary>θ if it is there and finite: for reading only.</summary>
    internal double[]? Here { get; }

    /// <summary>θ of the start, if it was kept and is finite: for reading only.</summary>
    internal double[]? AtStart { get; }

    /// <summary>What is left of the budget, in gradients over the objective.</summary>
    private double Left => Options.Budget - _spent;

    /// <summary>Runs a probe once, if its price is within what is left of the budget, and keeps its result and its receipt.</summary>
    /// <param name="probe">Its name, the same as the property's.</param>
    /// <param name="price">The evaluations that it takes at most.</param>
    /// <param name="counted">The objectives whose evaluations are counted.</param>
    /// <param name="run">The probe; null where what it needs is not there.</param>
    /// <param name="share">The cost of one of these evaluations as a share of one over all the training data, for the budget: 1/B where
    /// there are B batches.</param>
    /// <param name="model">A model whose outputs are counted as losses; null for none.</param>
    /// <exception cref="ProbeException">A function of the caller's threw, or gave what it must not give.</exception>
    private T? Measure<T>(string probe, EvaluationCounts price, ReadOnlySpan<Objective?> counted, Func<T?> run, double share = 1, Model? model = null)
        where T : class
    {
        if (_results.TryGetValue(probe, out var kept))
            return (T?)kept;
        T? result = null;
        if (!_isRecorded && share * InGradients(price) <= Left)
        {
            Options.CancellationToken.ThrowIfCancellationRequested();
            var before = Total(counted);
            var outputs = model?.Evaluations ?? 0;
            var clock = Stopwatch.GetTimestamp();
            var former = new CancellationToken[counted.Length];
            for (var k = 0; k < counted.Length; k++)
                former[k] = counted[k]?.Cancellation ?? default;
            foreach (var objective in counted)
                objective?.Cancellation = Options.CancellationToken;
            try
            {
                result = Named(probe, run);
            }
            catch (NotFiniteValueException)
            {
                // The objective has values that are not finite where the probe had to go: it could not be run, and other probes say why.
            }
            finally
            {
                for (var k = 0; k < counted.Length; k++)
                    counted[k]?.Cancellation = former[k];
            }

            var cost = Total(counted) - before + new EvaluationCounts((model?.Evaluations ?? 0) - outputs, 0, 0, 0);
            _spent += share * InGradients(cost);
            var receipt = new ProbeReceipt(probe, price, cost, Stopwatch.GetElapsedTime(clock).TotalSeconds);
            _receipts.Add(receipt);
            Options.Progress?.Report(new DiagnosisProgress(receipt, 0, Options.CauseCount));
        }

        _results[probe] = result;
        return result;
    }

    // What a caller's function throws is the caller's to mend: it surfaces, and says what was being measured.
    private static T Named<T>(string probe, Func<T> run)
    {
        try
        {
            return run();
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or ProbeException or NotFiniteValueException))
        {
            throw new ProbeException(probe, exception);
        }
    }

    private static T Given<T>(T? value, string function, string what) where T : class =>
        value ?? throw new InvalidOperationException($"{function} gave null; it must give {what}.");

    private static double InGradients(EvaluationCounts counts) => (0.5 * counts.Losses) + counts.Gradients + (2 * counts.Products) + counts.Hessians;

    private static EvaluationCounts Total(ReadOnlySpan<Objective?> objectives)
    {
        var total = default(EvaluationCounts);
        for (var k = 0; k < objectives.Length; k++)
        {
            // An objective that comes twice counts once, as where the batches are the only objective.
            var isCounted = false;
            for (var j = 0; j < k; j++)
                isCounted |= ReferenceEquals(objectives[j], objectives[k]);
            total += isCounted ? default : objectives[k]?.Evaluations ?? default;
        }

        return total;
    }

    // In the middle of a step some parameters are where it ends and others where it began.
    private static void ThrowIfStepping(TrainingMonitor monitor)
    {
        if (monitor.IsStepping)
            throw new InvalidOperationException("A step is running: the model's parameters cannot be diagnosed before it has ended.");
    }

    // θ is one vector of the model's and of the steps: an order that differs would mix the parameters up.
    private static void ThrowIfOrdersDiffer(TrainingCase trainingCase, ParameterLayout layout)
    {
        int[] inModel = [.. layout.Names.Select(name => layout.RangeOf(name).GetOffsetAndLength(layout.Length).Length)];
        int[] inSteps = [.. trainingCase.Monitor.Parameters.Select(parameter => parameter.Length)];
        if (inModel.Length > 1 && !inModel.SequenceEqual(inSteps) && inModel.Order().SequenceEqual(inSteps.Order()))
        {
            throw new ArgumentException(
                $"The model has the parameters in the order {layout}, and the steps had {string.Join(", ", inSteps)} entries: give the model's "
                + "parameters in the order of a step.",
                nameof(trainingCase));
        }
    }

    // Every function of θ would blame its own result for a θ of another length.
    private static void ThrowIfLengthsDiffer(TrainingCase trainingCase, double[]? theta)
    {
        var steps = trainingCase.Monitor.Parameters.Sum(parameter => (long)parameter.Length);
        var layout = trainingCase.Model?.Layout ?? trainingCase.Parts.Given?.Options.Layout;
        ThrowIfLengthDiffers(nameof(TrainingCase.Theta), theta?.Length);
        ThrowIfLengthDiffers(nameof(TrainingCase.Start), trainingCase.Start?.Count);
        if (theta is not null && trainingCase.Start is { } start && start.Count != theta.Length)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"{nameof(TrainingCase.Theta)} has {theta.Length} entries and {nameof(TrainingCase.Start)} {start.Count}: they must have as many."),
                nameof(trainingCase));
        }

        void ThrowIfLengthDiffers(string what, int? length)
        {
            if (length is not { } entries)
                return;
            if (layout is not null && entries != layout.Length)
            {
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture, $"{what} has {entries} entries; the layout {layout} has {layout.Length}."), nameof(trainingCase));
            }

            // Steps may have been handed a part of θ, which is a finding, but not more.
            if (entries < steps)
            {
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture, $"{what} has {entries} entries; the parameters of the steps have {steps} together."),
                    nameof(trainingCase));
            }
        }
    }

    private static double[]? Finite(double[]? vector) => vector is not null && Array.TrueForAll(vector, double.IsFinite) ? vector : null;

    private static double[] Sum(double[] left, double[] right)
    {
        var sum = new double[left.Length];
        for (var i = 0; i < sum.Length; i++)
            sum[i] = left[i] + right[i];
        return sum;
    }
}
