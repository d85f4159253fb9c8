using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>
/// Stands between a training loop and its optimizer. It keeps the last good snapshot of the parameters and of the optimizer's state. When the run
/// breaks, it goes back to the snapshot and applies a remedy.
/// </summary>
/// <remarks>
/// <code>
/// var guard = new TrainingGuard(optimizer);
/// for (...)
/// {
///     var loss = ...;                                // of this step's batch, at the parameters before the step
///     guard.Step(loss, [(w1, dw1), (b1, db1)]);      // in the place of optimizer.Step
///     if (guard.IsStopped)
///         break;
/// }
/// guard.Finish();
/// </code>
/// <para>The guard leaves out a step with a loss or a gradient that is not finite. A break is several such steps in a row, an exploded loss, or the
/// loss of most of the progress. The guard then restores the parameters, the optimizer's state and its iteration from the snapshot, bit for bit, and
/// applies a remedy. It does not take the step of the break, whose gradient belongs to other parameters. The remedy is what the caller's diagnosis
/// finds. Without a diagnosis the learning rate is divided by 2, with a short warm-up, and gradients are clipped at what was usual before the
/// snapshot. The divisor grows to 4, 8, ... as long as the run breaks again before it is better than the snapshot (or, where that is the start, does
/// not become better than it).</para>
/// <para>With <see cref="TrainingGuardOptions.Horizon"/> and <see cref="TrainingGuardOptions.Diagnose"/> the guard also cures runs that do not break.
/// It judges each run at its end, cures what the diagnosis finds in another run, and ends the training (the loop is then
/// <c>while (!guard.IsStopped)</c>). Every intervention then resets the optimizer, so that its schedule begins anew. A cured run that is short of
/// satisfactory and still gains goes on for another horizon.
/// </para>
/// <para>After <see cref="Finish"/> a run that was interrupted is never worse than it was at the snapshot. Its parameters are, bit for bit, those of
/// the snapshot of the lowest smoothed loss, or those of the last step if the caller gives <see cref="Finish"/> a loss there that is not higher (at a
/// horizon: if the diagnosis measures a loss over all the data that is not higher than at the snapshot). A run that was not interrupted has taken the
/// very steps that it would have taken without the guard.</para>
/// <para>A step without an intervention allocates nothing once the first snapshots are taken; the snapshot's memory is that of the parameters and of
/// the optimizer's state. One thread uses a guard at a time.</para>
/// </remarks>
public sealed class TrainingGuard
{
    /// <summary>The steps after a rollback to the start within which the training must become better than the start.</summary>
    private const int Patience = 150;

    /// <summary>A remedy that has not brought the loss below this share of the one before has not helped.</summary>
    private const double Notable = 0.7;

    /// <summary>A run may go on again if it ends below this share of the loss that it continued from.</summary>
    private const double Gaining = 0.95;

    private readonly TrainingMonitor? _monitor;
    private readonly TrainingGuardOptions _options;
    private readonly List<Intervention> _interventions = [];
    private readonly LossWatch _watch;
    private readonly LossWatch _watchThen;
    private readonly RecentNorms _norms = new();
    private readonly RecentNorms _normsThen = new();
    private Parameter[] _last = [];
    private ParameterSnapshot? _values;
    private OptimizerState? _state;
    private IOptimizer _owner;
    private long _sinceSnapshot;
    private int _attempts;
    private int _skips;
    private bool _isFirstSnapshot;
    private bool _isFirstLossLucky;
    private bool _isFinished;

    // These serve a diagnosis: what was seen since the last intervention, where that began, and where the training began.
    private readonly List<string> _inVain = [];
    private TrainingMonitor? _seen;
    private double[] _beginning = [];
    private double[] _origin = [];
    private long _sinceIntervention;
    private double _lossAtHorizon = double.PositiveInfinity;
    private double _lossGoneOnFrom = double.PositiveInfinity;
    private double _originLoss = double.NaN;

    /// <summary>A guard of a training.</summary>
    /// <param name="optimizer">The optimizer that the loop uses; the guard calls it from now on.</param>
    /// <param name="monitor">A monitor that watches the steps and records the losses; null for none.</param>
    /// <param name="options">When to intervene, and how; null for the defaults.</param>
    /// <exception cref="ArgumentNullException">The optimizer is null.</exception>
    public TrainingGuard(IOptimizer optimizer, TrainingMonitor? monitor = null, TrainingGuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Optimizer = _owner = optimizer;
        _monitor = monitor;
        _options = options ?? new TrainingGuardOptions();
        _watch = new LossWatch(_options);
        _watchThen = new LossWatch(_options);
        if (monitor is not null)
            optimizer.Watch(monitor);
        _seen = monitor;
        if (_options.Diagnose is null || monitor is not null)
            return;
        _seen = new TrainingMonitor();
        optimizer.Watch(_seen);
    }

    /// <summary>The optimizer: the given one, or the one with which a remedy has replaced it.</summary>
    public IOptimizer Optimizer { get; private set; }

    /// <summary>The interventions, in order.</summary>
    public IReadOnlyList<Intervention> Interventions => _interventions;

    /// <summary>
    /// True once the training has ended: by a break after the last intervention, or by a remedy. The parameters are the best ones;
    /// further steps do nothing.
    /// </summary>
    public bool IsStopped { get; private set; }

    /// <summary>The smoothed loss of the best snapshot; ∞ before there is one.</summary>
    public double SnapshotLoss { get; private set; } = double.PositiveInfinity;

    /// <summary>How many steps were left out because a loss or a gradient was not finite.</summary>
    public long SkippedSteps { get; private set; }

    /// <summary>The smoothed loss; NaN before the first step.</summary>
    public double SmoothedLoss => _watch.Smoothed;

    /// <summary>Takes one step on all parameters, or intervenes.</summary>
    /// <param name="loss">The loss of this step's batch at the parameters as they are, before the step. NaN and infinities are allowed; the
    /// guard looks for them.</param>
    /// <param name="parameters">The values with their gradients, in the order of every step.</param>
    /// <param name="cancellationToken">Cancels before anything is written.</param>
    /// <returns>True if the step was taken; false if it was left out, the parameters rolled back, or the training has ended.</returns>
    /// <exception cref="ArgumentException">As <see cref="IOptimizer.Step(ReadOnlySpan{Parameter}, CancellationToken)"/>.</exception>
    /// <exception cref="InvalidOperationException">The guard has finished.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public bool Step(double loss, scoped ReadOnlySpan<Parameter> parameters, CancellationToken cancellationToken = default)
    {
        if (_isFinished)
            throw new InvalidOperationException("The guard has finished; a new training needs a new one.");
        if (IsStopped)
            return false;
        cancellationToken.ThrowIfCancellationRequested();
        if (!Remember(parameters))
        {
            Optimizer.Step(parameters, cancellationToken); // Its door tells what is wrong.
            throw new ArgumentException(
                "The parameters are not those of the first step: every step takes the same ones in the same order.", nameof(parameters));
        }

        _monitor?.RecordLoss(loss);
        if (!ReferenceEquals(_seen, _monitor))
            _seen?.RecordLoss(loss);
        if (_options.Diagnose is not null && _origin.Length == 0)
            _origin = _beginning = ParameterValues.Read(_last);
        var norm = GradientNorm(parameters);
        if (!double.IsFinite(loss) || !double.IsFinite(norm))
        {
            if (_values is null)
                Keep(double.PositiveInfinity);
            if (!double.IsFinite(norm) && Optimizer.Find<IHasNonFinite>() is { NonFinite: not NonFiniteGradients.Pass })
                TryStep(parameters, cancellationToken); // It refuses, and tells its observers where.
            Skip(loss);
            return false;
        }

        _norms.Add(norm);
        if (_watch.Add(loss) is { } kind)
        {
            Intervene(kind, loss);
            return false;
        }

        KeepIfGood(loss);
        if (_options.Horizon is null && _attempts > 0 && _isFirstSnapshot && _sinceSnapshot >= Patience && _watch.Smoothed > SnapshotLoss
            && _interventions.Count < _options.MaxInterventions)
        {
            Intervene(BreakKind.Stalled, loss);
            return false;
        }

        if (_options.Horizon is null && _options.CanDiagnose && _watch.StepsWithoutProgress >= _options.StallAfter && Unstall(loss))
            return false;
        if (!TryStep(parameters, cancellationToken))
        {
            Skip(loss);
            return false;
        }

        _skips = 0;
        _sinceSnapshot++;
        _sinceIntervention++;
        if (_sinceIntervention >= _options.Horizon)
            Conclude(loss);
        return true;
    }

    /// <summary>Takes one step on one parameter, or intervenes.</summary>
    /// <param name="loss">The loss of this step's batch at θ as it is.</param>
    /// <param name="value">θ, with dense storage, written in place.</param>
    /// <param name="gradient">∂L/∂θ, of the same shape, with dense storage.</param>
    /// <returns>True if the step was taken.</returns>
    /// <exception cref="ArgumentException">The shapes differ from each other or from the first step's, a storage is not dense, or an
    /// argument is null.</exception>
    public bool Step(double loss, Vector<double> value, Vector<double> gradient) => Step(loss, [new Parameter(value, gradient)]);

    /// <inheritdoc cref="Step(double, Vector{double}, Vector{double})"/>
    public bool Step(double loss, Vector<float> value, Vector<float> gradient) => Step(loss, [new Parameter(value, gradient)]);

    /// <inheritdoc cref="Step(double, Vector{double}, Vector{double})"/>
    public bool Step(double loss, Matrix<double> value, Matrix<double> gradient) => Step(loss, [new Parameter(value, gradient)]);

    /// <inheritdoc cref="Step(double, Vector{double}, Vector{double})"/>
    public bool Step(double loss, Matrix<float> value, Matrix<float> gradient) => Step(loss, [new Parameter(value, gradient)]);

    /// <summary>
    /// Ends the training. A run that was interrupted returns to its best snapshot. A run that was not interrupted stays as it is, unless its
    /// parameters are not finite or its loss is that of a break.
    /// </summary>
    /// <param name="loss">
    /// The loss after the last step; the parameters are kept where it is not above <see cref="SnapshotLoss"/>. NaN if it is unknown.
    /// </param>
    public void Finish(double loss = double.NaN)
    {
        if (_isFinished)
            return;
        _isFinished = true;
        if (!IsStopped && _values is not null)
            SettleAt(loss);
    }

    /// <summary>Leaves the parameters as they are, or goes back to the best snapshot.</summary>
    private void SettleAt(double loss)
    {
        var isFinite = ParameterValues.AreFinite(_last);
        if (_interventions.Count > 0)
        {
            if (!isFinite || !(loss <= SnapshotLoss))
                RollBack();
            return;
        }

        var isExploded = _watch.Count >= LossWatch.Settling && loss > _watch.Threshold;
        if (isFinite && !isExploded && !_watch.IsLost && !double.IsInfinity(loss))
            return;
        var kind = !isFinite || double.IsInfinity(loss) ? BreakKind.NonFinite : isExploded ? BreakKind.Exploded : BreakKind.Relapsed;
        var happened = Describe(kind, loss);
        RollBack();
        Record(happened, "go back to the best snapshot at the end");
    }

    private static double GradientNorm(ReadOnlySpan<Parameter> parameters)
    {
        var sum = 0.0;
        foreach (ref readonly var parameter in parameters)
        {
            if (!parameter.Frozen)
                sum += ParameterGradients.Squares(parameter);
        }

        return double.IsPositiveInfinity(sum) && AreGradientsFinite(parameters) ? double.MaxValue : Math.Sqrt(sum);
    }

    private static bool AreGradientsFinite(ReadOnlySpan<Parameter> parameters)
    {
        foreach (ref readonly var parameter in parameters)
        {
            if (!parameter.Frozen && !ParameterGradients.AreFinite(parameter))
                return false;
        }

        return true;
    }

    /// <summary>Notes where the parameters are. False if they are unusable.</summary>
    private bool Remember(ReadOnlySpan<Parameter> parameters)
    {
        if (parameters.IsEmpty || (_values is not null && !_values.Fits(parameters)))
            return false;
        foreach (ref readonly var parameter in parameters)
        {
            if (parameter.Fault is not null)
                return false;
        }

        if (_last.Length != parameters.Length)
            _last = new Parameter[parameters.Length];
        parameters.CopyTo(_last);
        return true;
    }

    /// <summary>Steps. False if the optimizer has left the step out.</summary>
    private bool TryStep(ReadOnlySpan<Parameter> parameters, CancellationToken cancellationToken)
    {
        var before = Optimizer.Iteration;
        try
        {
            Optimizer.Step(parameters, cancellationToken);
        }
        catch (NonFiniteGradientException)
        {
            return false;
        }

        return Optimizer.Iteration != before;
    }

    private void Skip(double loss)
    {
        SkippedSteps++;
        _skips++;
        if (_skips > _options.SkipsInARow)
            Intervene(BreakKind.NonFinite, loss);
    }

    private void KeepIfGood(double loss)
    {
        if (_values is null)
            Keep(loss);
        if (_watch.Count < LossWatch.Settling)
            return;
        if (_isFirstLossLucky && _watch.Count == LossWatch.Settling)
        {
            SnapshotLoss = _watch.FirstLoss;
            _isFirstLossLucky = false;
        }

        if (_watch.Smoothed < SnapshotLoss && loss <= SnapshotLoss && (_isFirstSnapshot || _sinceSnapshot >= _options.SnapshotEvery))
        {
            Keep(_watch.Smoothed);
            _isFirstSnapshot = false;
        }
    }

    private void Keep(double loss)
    {
        if (_values is null)
        {
            _values = new ParameterSnapshot(_last);
            _isFirstSnapshot = true;
            _isFirstLossLucky = double.IsFinite(loss); // One batch alone may flatter the start.
        }

        _values.Save(_last);
        _state = Optimizer.Snapshot(_state);
        _owner = Optimizer;
        _watchThen.CopyFrom(_watch);
        _normsThen.CopyFrom(_norms);
        SnapshotLoss = loss;
        _sinceSnapshot = 0;
        _attempts = 0;
    }

    private void RollBack()
    {
        _values!.WriteTo(_last);
        _owner.Restore(_state!);
        if (!ReferenceEquals(_owner, Optimizer))
        {
            if (!TryCarryOver(_owner))
                Optimizer = _owner;
        }

        _watch.CopyFrom(_watchThen);
        _norms.CopyFrom(_normsThen);
        _sinceSnapshot = 0;
        _skips = 0;
    }

    /// <summary>Has the present optimizer go on where another one is. False if it cannot.</summary>
    private bool TryCarryOver(IOptimizer from)
    {
        if (Optimizer is not ITakesOver taker)
            return false;
        try
        {
            taker.CarryOver(from);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private void Intervene(BreakKind kind, double loss)
    {
        var happened = Describe(kind, loss);
        if (_interventions.Count >= _options.MaxInterventions)
        {
            RollBack();
            IsStopped = true;
            Record(happened, "end the training at the best snapshot");
            return;
        }

        // The diagnosis comes before the rollback, since it is about the place where the run broke. The default has its turn
        // after two remedies in vain.
        var action = _attempts < 2 ? FindAction(happened) : null;
        RollBack();
        if (_options.Horizon is not null)
            RestartAction.BeginAnew(Optimizer);
        _attempts++;
        _isFirstLossLucky = false; // What it was rolled back to is not to be judged more kindly afterwards.
        var done = (action is null ? null : Apply(action)) ?? ApplyDefault();
        Record(happened, $"roll back; {done}");
        BeginAnew();
    }

    /// <summary>Asks for a remedy of a stalled loss and applies it where the parameters are. False if there is none.</summary>
    private bool Unstall(double loss)
    {
        _watch.Progress();
        if (_interventions.Count >= _options.MaxInterventions)
            return false;
        var happened = Describe(BreakKind.Stalled, loss);
        if (FindAction(happened) is not { } action || Apply(action) is not { } done)
            return false;
        Record(happened, done);
        BeginAnew();
        return true;
    }

    /// <summary>Cures at the horizon what the diagnosis finds, in another run, or ends the training.</summary>
    private void Conclude(double loss)
    {
        if (_options.Diagnose is null || !ParameterValues.AreFinite(_last))
        {
            SettleAt(double.NaN);
            IsStopped = true;
            return;
        }

        var diagnosis = _options.Diagnose(Case());
        var reached = diagnosis.Examination.Losses.Training;
        if (!double.IsFinite(reached))
            reached = _watch.Smoothed;
        NoteStart(diagnosis);
        if (IsBest(diagnosis, reached))
        {
            Keep(Math.Min(SnapshotLoss, reached));
            _isFirstSnapshot = false;
        }

        if (diagnosis.Examination.Losses.IsTrainingLarge != false
            && _interventions.Count < _options.MaxInterventions
            && (Cure(diagnosis, loss, reached) || GoOn(loss, reached)))
            return;
        if (_interventions.Count > 0)
            RollBack();
        else
            SettleAt(reached);
        IsStopped = true;
    }

    /// <summary>
    /// True if the end of the run is not worse than the best snapshot, both by the loss over all the data where the diagnosis has it.
    /// </summary>
    private bool IsBest(Diagnosis diagnosis, double reached)
    {
        var whole = diagnosis.Examination.Case.Objective ?? diagnosis.Examination.Case.Batches;
        return whole is null || !double.IsFinite(diagnosis.Examination.Losses.Training)
            ? reached <= SnapshotLoss
            : !(whole.LossOrNotFinite(_values!.Read()) < reached);
    }

    private bool Cure(Diagnosis diagnosis, double loss, double worth)
    {
        if (worth < Notable * _lossAtHorizon)
            _inVain.Clear();
        _lossAtHorizon = Math.Min(_lossAtHorizon, worth);
        var happened = Describe(BreakKind.Unsatisfactory, loss);
        var (end, state) = (ParameterValues.Read(_last), Optimizer.Snapshot());
        var suspects = diagnosis.Examination.Losses.IsTrainingLarge == true ? diagnosis.Suspects : diagnosis.Findings;
        foreach (var finding in suspects.Where(each => each.Alone >= _options.LeastConfidence))
        {
            var tried = _inVain.Count(id => id == finding.Cause.Id);
            if (finding.Remedy?.Action is not { } action || tried >= 2)
                continue;

            RollBack();
            var fromStart = tried > 0 || _isFirstSnapshot || !(SnapshotLoss < 0.5 * _originLoss) || IsDamaged(diagnosis.Examination);
            if (fromStart)
                ParameterValues.Write(_origin, _last);
            RestartAction.BeginAnew(Optimizer);
            if (Apply(action) is not { } done)
                continue;
            _inVain.Add(finding.Cause.Id);
            _watch.Reset();
            Record(happened, $"{(fromStart ? "begin again at the start" : "begin again at the best snapshot")}; {done}{Because(finding)}");
            BeginAnew();
            return true;
        }

        ParameterValues.Write(end, _last);
        Optimizer.Restore(state);
        return false;
    }

    private static string Because(Finding finding) =>
        string.Create(CultureInfo.InvariantCulture, $" ({finding.Cause.Title}, {100 * finding.Confidence:F0} %)");

    /// <summary>Units that have died or saturated on the way do not come back by a better rate; then the start is better.</summary>
    private static bool IsDamaged(Examination examination) =>
        examination.WorstDeadShare > examination.WorstDeadShareAtStart + 0.2
        || examination.WorstSaturatedShare > examination.WorstSaturatedShareAtStart + 0.2;

    /// <summary>A cured run that is short of satisfactory but still gains goes on for another run, with the schedule at its beginning.</summary>
    private bool GoOn(double loss, double worth)
    {
        if (_interventions.Count == 0 || !(worth < Gaining * _lossGoneOnFrom))
            return false;
        var happened = Describe(BreakKind.Unsatisfactory, loss);
        RollBack();
        RestartAction.BeginAnew(Optimizer);
        _watch.Reset();
        _lossGoneOnFrom = worth;
        Record(happened, "go on for another run");
        BeginAnew();
        return true;
    }

    /// <summary>The case as the guard sees it: the steps since the last intervention, and where they began.</summary>
    private TrainingCase Case() => new(_seen!)
    {
        Theta = Vector<double>.Build.Dense(ParameterValues.Read(_last)),
        Start = Vector<double>.Build.Dense(_beginning),
    };

    /// <summary>What was seen before an intervention says nothing about the run after it.</summary>
    private void BeginAnew()
    {
        _sinceIntervention = 0;
        if (_options.Diagnose is null)
            return;
        var before = _seen!;
        if (!ReferenceEquals(before, _monitor))
            Optimizer.Unwatch(before);
        _seen = new TrainingMonitor();
        if (before.Recent is [.., { BatchSize: > 0 } last])
            _seen.RecordBatchSize(last.BatchSize);
        Optimizer.Watch(_seen);
        _beginning = ParameterValues.Read(_last);
    }

    private RemedyAction? FindAction(TrainingBreak happened)
    {
        if (_options.ChooseRemedy?.Invoke(happened)?.Action is { } chosen)
            return chosen;
        if (_options.Diagnose?.Invoke(Case()) is not { } diagnosis)
            return null;

        // One batch alone may have flattered the start; here is the loss over all the data.
        NoteStart(diagnosis);
        foreach (var finding in diagnosis.Findings)
        {
            if (finding.Remedy?.Action is not { } action || _inVain.Contains(finding.Cause.Id))
                continue;
            _inVain.Add(finding.Cause.Id);
            return action;
        }

        return null;
    }

    /// <summary>Notes the loss of the start, unless an intervention has left the start already.</summary>
    private void NoteStart(Diagnosis diagnosis)
    {
        if (!ReferenceEquals(_beginning, _origin) || !(diagnosis.Examination.Losses.Start is var start && double.IsFinite(start)))
            return;
        _originLoss = start;
        if (_isFirstSnapshot)
            SnapshotLoss = start;
    }

    /// <summary>Applies a remedy. Null if it does not apply here.</summary>
    private string? Apply(RemedyAction action)
    {
        try
        {
            Optimizer = action.Apply(Optimizer, _last)
                ?? throw new InvalidOperationException("The remedy has returned no optimizer.");
        }
        catch (InvalidOperationException)
        {
            return null;
        }

        _isFirstLossLucky = false;
        _watch.Reset(); // It may have moved the parameters: the next losses are a new beginning.
        if (action.EndsTraining)
            IsStopped = true;
        return action.Description;
    }

    private string ApplyDefault()
    {
        List<RemedyAction> actions = [Remedies.ScaleLearningRate(1 / Math.Pow(2, Math.Min(_attempts, 30)))];
        if (_options.WarmUp > 0)
            actions.Add(Remedies.WarmUp(_options.WarmUp));
        var norm = _options.ClipQuantile is { } quantile ? _norms.Quantile(quantile) : double.NaN;
        var limit = Optimizer.Find<IHasClipping>()?.Clipping switch
        {
            null => double.PositiveInfinity,
            { MaxNorm: < double.PositiveInfinity } clipping => clipping.MaxNorm,
            _ => 0, // By value: the caller's own choice stays.
        };
        if (norm > 0 && norm < limit)
            actions.Add(Remedies.Clip(norm));
        foreach (var action in actions)
            Optimizer = action.Apply(Optimizer, _last);
        return string.Join(", ", actions);
    }

    private TrainingBreak Describe(BreakKind kind, double loss) => new(kind, Optimizer.Iteration, loss, _watch.Smoothed, SnapshotLoss);

    private void Record(TrainingBreak happened, string action) =>
        _interventions.Add(new Intervention(Optimizer.Iteration, happened, action, happened.Loss, SnapshotLoss));
}
