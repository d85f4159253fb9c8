using System.Globalization;
using Optimizers.Diagnostics.Monitoring;

namespace Optimizers.Diagnostics;

/// <summary>
/// Watches a training from the optimizer's own steps: <c>optimizer.Watch(monitor)</c>. Memory does not grow with the number of steps: a thinned
/// history of the whole run, the last steps, and four vectors of the size of θ.
/// </summary>
/// <remarks>
/// <para>A monitor sees one training. Another optimizer may go on with it, after a change of the rule or from a snapshot: the history goes on, also
/// where the iteration goes back. A step over parameters of other shapes is refused with an <see cref="InvalidOperationException"/>, and changes
/// nothing: another network needs its own monitor.</para>
/// <para>A frozen parameter counts in ‖θ‖ only, since it does not move and its gradient is not read. The lists are copies, which later steps do not
/// change. The thread that steps uses the monitor.</para>
/// </remarks>
public sealed class TrainingMonitor : StepObserver
{
    private readonly TrainingMonitorOptions _options;
    private readonly ThinnedHistory<StepRecord> _history;
    private readonly RecentSteps _recent;
    private readonly List<LayerWatch> _layers = [];
    private ThinnedHistory<EvaluationRecord>? _evaluations;
    private ThinnedHistory<StepRecord>? _log;
    private ThinnedHistory<Renewal>? _renewals;
    private long _evaluatedAt = -1;
    private ParameterWatch[] _parameters = [];
    private double[] _norms = [];
    private MotionJob? _motion;
    private IOptimizer? _watched;
    private IReadOnlyList<StepRecord>? _historyCopy;
    private IReadOnlyList<StepRecord>? _recentCopy;
    private IReadOnlyList<ParameterTrace>? _parameterCopy;
    private double _loss = double.NaN;
    private int _batchSize;
    private long _iteration;
    private double _learningRate;
    private bool _isStepping;

    /// <summary>A monitor that has seen nothing.</summary>
    /// <param name="options">How much it keeps; null for the defaults.</param>
    public TrainingMonitor(TrainingMonitorOptions? options = null)
    {
        _options = options ?? new();
        _history = new(_options.Capacity);
        _recent = new(_options.Recent);
    }

    /// <summary>The optimizer that it watches or watched last; null before the first step.</summary>
    public IOptimizer? Optimizer { get; private set; }

    /// <summary>How many steps it has seen.</summary>
    public long StepCount => _history.Count;

    /// <summary>How many steps were refused or skipped because a gradient was not finite.</summary>
    public long RefusedSteps { get; private set; }

    /// <summary>How many losses were recorded while no optimizer was watched: a log of another framework, or a forgotten Watch.</summary>
    public long UnwatchedLosses => _log?.Count ?? 0;

    /// <summary>How many losses were recorded since an optimizer is watched, before it took its first step; 0 once it has taken one.</summary>
    internal long LossesBeforeSteps { get; private set; }

    /// <summary>
    /// Steps of the whole run, evenly thinned: every 2ᵏ-th one, and the last. Before the first watched step, the losses that were recorded without an
    /// optimizer; everything else of these steps is NaN.
    /// </summary>
    public IReadOnlyList<StepRecord> History => _historyCopy ??= (StepCount == 0 ? _log ?? _history : _history).ToArray();

    /// <summary>The last steps, all of them.</summary>
    public IReadOnlyList<StepRecord> Recent => _recentCopy ??= _recent.ToArray();

    /// <summary>What the caller measured over whole sets of examples, thinned as <see cref="History"/> is.</summary>
    public IReadOnlyList<EvaluationRecord> Evaluations => _evaluations?.ToArray() ?? [];

    /// <summary>The parameters, in the order of a step.</summary>
    public IReadOnlyList<ParameterTrace> Parameters =>
        StepCount == 0 ? [] : _parameterCopy ??= Array.ConvertAll(_parameters, parameter => parameter.ToTrace());

    /// <summary>The layers whose activations the caller recorded, in the order of their first record.</summary>
    public IReadOnlyList<LayerTrace> Layers => _layers.ConvertAll(layer => layer.ToTrace());

    /// <summary>The first number that was not finite; null if there was none.</summary>
    public NonFiniteEvent? FirstNonFinite { get; private set; }

    /// <summary>The lowest recorded loss of a step, and where; null if none was recorded. Only finite losses count.</summary>
    public StepRecord? Best { get; private set; }

    /// <summary>True while a step runs: the parameters are between two places then.</summary>
    internal bool IsStepping => _isStepping;

    /// <summary>The number of the next step.</summary>
    private long NextIteration => _watched?.Iteration ?? (_log is { Count: > 0 } ? _log.Last.Iteration + 1 : 0);

    /// <summary>What an iteration is: an epoch where a log has nothing finer.</summary>
    internal string CountedIn { get; init; } = "iteration";

    /// <summary>The iterations at which a log says that the training was taken up again.</summary>
    internal IReadOnlyList<long> Restarts { get; init; } = [];

    /// <summary>How often an optimizer began anew, at its iteration 0, behind steps that had been taken.</summary>
    internal long RenewalCount => _renewals?.Count ?? 0;

    /// <summary>Those times, evenly thinned.</summary>
    internal IReadOnlyList<Renewal> Renewals => _renewals?.ToArray() ?? [];

    /// <summary>
    /// Records the loss of the mini-batch of the next step. Call it before the step. NaN and infinities are allowed; the monitor looks for them. The
    /// last of several losses before one step is that of the step. The loss of a refused step is forgotten. As long as no optimizer is watched, every
    /// loss is a step of its own: so a log of another framework is read in.
    /// </summary>
    public void RecordLoss(double loss)
    {
        _loss = loss;
        if (!double.IsFinite(loss))
            FirstNonFinite ??= new NonFiniteEvent(NextIteration, "loss", null, -1, loss);
        if (_watched is null)
            Log(NextIteration, loss, double.NaN, double.NaN);
        else if (StepCount == 0 && RefusedSteps == 0)
            LossesBeforeSteps++;
    }

    /// <summary>Records a step of a loop that another library's optimizer takes: no optimizer is watched then.</summary>
    /// <param name="loss">The loss of its mini-batch; NaN and infinities are allowed.</param>
    /// <param name="learningRate">Its rate; NaN if it is not known.</param>
    /// <param name="gradientNorm">‖g‖₂ of all parameters together; NaN if it is not known.</param>
    /// <param name="iteration">Its number, larger than that of the step before; null: the next one.</param>
    /// <exception cref="InvalidOperationException">An optimizer is watched, whose steps are recorded as it takes them.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number is not larger than that of the step before.</exception>
    public void RecordStep(double loss, double learningRate = double.NaN, double gradientNorm = double.NaN, long? iteration = null)
    {
        if (_watched is not null)
        {
            throw new InvalidOperationException(
                $"The monitor watches {_watched}, and records its steps by itself: call {nameof(RecordLoss)} before each step, or record the steps "
                + "of another loop with a monitor of its own.");
        }

        var number = iteration ?? NextIteration;
        if (UnwatchedLosses > 0 && number < NextIteration)
        {
            throw new ArgumentOutOfRangeException(
                nameof(iteration), iteration,
                $"{nameof(iteration)} is {number}; it must be larger than {NextIteration - 1}, that of the step before.");
        }

        if (!double.IsFinite(loss))
            FirstNonFinite ??= new NonFiniteEvent(number, "loss", null, -1, loss);
        else if (double.IsInfinity(gradientNorm))
            FirstNonFinite ??= new NonFiniteEvent(number, "gradient", null, -1, gradientNorm);
        Log(number, loss, learningRate, gradientNorm);
    }

    /// <summary>Records the number of examples of the batches from the next step on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public void RecordBatchSize(int examples)
    {
        if (examples < 1)
            throw new ArgumentOutOfRangeException(nameof(examples), examples, $"{nameof(examples)} is {examples}; it must be at least 1.");
        _batchSize = examples;
    }

    /// <summary>
    /// Records losses over whole sets of examples, at the number of steps that have been taken. Two calls without a step between
    /// them are one evaluation.
    /// </summary>
    /// <param name="training">Over the training data; NaN if it was not measured.</param>
    /// <param name="validation">Over a holdout from the training data; NaN if it was not measured.</param>
    /// <param name="test">Over the testing data; NaN if it was not measured.</param>
    /// <param name="iteration">The number of steps that had been taken, as another loop counts; null: as many as were recorded.</param>
    /// <param name="epoch">The number of the epoch, as the loop counts, for messages; NaN if there is none.</param>
    public void RecordEvaluation(
        double training = double.NaN, double validation = double.NaN, double test = double.NaN, long? iteration = null, double epoch = double.NaN) =>
        Record(new(iteration ?? NextIteration, training, validation, test, epoch));

    /// <summary>
    /// Records the shares of examples that are answered rightly, beside the losses of <see cref="RecordEvaluation"/> at the same number of steps.
    /// </summary>
    /// <param name="training">Of the training data, 0 to 1; NaN if it was not measured.</param>
    /// <param name="validation">Of a holdout from the training data; NaN if it was not measured.</param>
    /// <param name="test">Of the testing data; NaN if it was not measured.</param>
    /// <param name="iteration">The number of steps that had been taken, as another loop counts; null: as many as were recorded.</param>
    /// <param name="epoch">The number of the epoch, as the loop counts, for messages; NaN if there is none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share is below 0 or above 1.</exception>
    public void RecordAccuracy(
        double training = double.NaN, double validation = double.NaN, double test = double.NaN, long? iteration = null, double epoch = double.NaN) =>
        Record(new(iteration ?? NextIteration, double.NaN, double.NaN, double.NaN, epoch)
        {
            TrainingAccuracy = Share(training, nameof(training)),
            ValidationAccuracy = Share(validation, nameof(validation)),
            TestAccuracy = Share(test, nameof(test)),
        });

    private static double Share(double accuracy, string name) => accuracy is (>= 0 and <= 1) or double.NaN
        ? accuracy
        : throw new ArgumentOutOfRangeException(name, accuracy, FormattableString.Invariant(
            $"{name} is {accuracy}; an accuracy must be a share, 0 to 1: {accuracy / 100} for {accuracy} per cent."));

    private void Record(in EvaluationRecord evaluation)
    {
        _evaluations ??= new(_options.Capacity);

        // In a log without steps, two evaluations of the same set are two epochs.
        if (_evaluatedAt == StepCount && _evaluations.Last is var last && last.Iteration == evaluation.Iteration
            && (_watched is not null || last.IsApartFrom(evaluation)))
            _evaluations.ReplaceLast(last.Then(evaluation));
        else
            _evaluations.Add(evaluation);
        _evaluatedAt = StepCount;
    }

    private void Log(long iteration, double loss, double learningRate, double gradientNorm)
    {
        _log ??= new(_options.Capacity);
        _log.Add(new(iteration, loss, learningRate, gradientNorm, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, _batchSize));
        _historyCopy = null;
    }

    /// <summary>Records the activations of a layer over a batch.</summary>
    /// <param name="layer">The layer's name.</param>
    /// <param name="activations">units × examples, one example after the other (as a MathNet matrix with a column an example lies in memory).</param>
    /// <param name="units">The units of the layer.</param>
    /// <param name="lower">The lower end of the activation function's range; −∞ if it has none.</param>
    /// <param name="upper">The upper end; ∞ if it has none.</param>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    /// <exception cref="ArgumentException">The name is empty, or the activations are not whole examples.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no units, or the lower end is not below the upper one.</exception>
    public void RecordActivations(
        string layer, ReadOnlySpan<double> activations, int units, double lower = double.NegativeInfinity, double upper = double.PositiveInfinity)
    {
        ArgumentException.ThrowIfNullOrEmpty(layer);
        if (units < 1)
            throw new ArgumentOutOfRangeException(nameof(units), units, $"{nameof(units)} is {units}; it must be at least 1.");
        if (activations.IsEmpty || activations.Length % units != 0)
        {
            throw new ArgumentException(
                $"{nameof(activations)} holds {activations.Length} numbers; of {units} units it must hold a multiple of "
                + $"{units}, at least one example.",
                nameof(activations));
        }

        if (!(lower < upper))
        {
            throw new ArgumentOutOfRangeException(nameof(lower), lower, string.Create(
                CultureInfo.InvariantCulture,
                $"{nameof(lower)} is {lower} and {nameof(upper)} is {upper}; the lower end must be below the upper one."));
        }

        var watch = _layers.Find(each => each.Name == layer);
        if (watch is null)
            _layers.Add(watch = new LayerWatch(layer, _options.Capacity));
        watch.Add(NextIteration, activations, units, lower, upper);
    }

    /// <summary>A copy of the vectors of the last step; null before the first one. The parameters are widened to double.</summary>
    public ObservedStep? LastStep()
    {
        if (StepCount == 0)
            return null;
        var length = 0;
        foreach (var parameter in _parameters)
            length = checked(length + parameter.Length);
        var (before, gradient, update, previousUpdate) = (new double[length], new double[length], new double[length], new double[length]);
        var start = 0;
        for (var position = 0; position < _parameters.Length; position++)
        {
            var count = _parameters[position].Length;
            _motion!.Motions[position].CopyTo(
                before.AsSpan(start, count), gradient.AsSpan(start, count), update.AsSpan(start, count), previousUpdate.AsSpan(start, count));
            foreach (var vector in new[] { before, gradient, update, previousUpdate })
                _parameters[position].Form.PutInOrder(vector.AsSpan(start, count));
            start += count;
        }

        // A step that was begun and not taken has replaced the last step's θ by its own, which is where the last step ended.
        for (var i = 0; _isStepping && i < length; i++)
            before[i] -= update[i];
        return new ObservedStep(_history.Last.Iteration, before, gradient, update, StepCount > 1 ? previousUpdate : null);
    }

    /// <inheritdoc/>
    protected override void Watching(IOptimizer optimizer) => _watched = optimizer;

    /// <inheritdoc/>
    protected override void Planned(in StepView step)
    {
        if (!Fits(step.Parameters))
        {
            if (StepCount > 0)
                throw Misfit(step.Parameters);
            Open(step.Parameters);
        }

        _isStepping = true;
        _iteration = step.Iteration;
        _learningRate = step.LearningRate;
        _motion!.Begin(step);
    }

    /// <inheritdoc/>
    protected override void Taken(in StepView step)
    {
        _motion!.End(step);
        Optimizer = _watched = step.Optimizer;
        LossesBeforeSteps = 0;
        _isStepping = false;
        var sums = default(MotionSums);
        for (var position = 0; position < _parameters.Length; position++)
        {
            ref readonly var part = ref _motion.Sums[position];
            sums += part;
            _parameters[position].Add(_iteration, step.Parameters[position], _motion.Motions[position], part);
        }

        if (FirstNonFinite is null && !(IsFinite(sums.GradientSquares) && IsFinite(sums.UpdateSquares) && IsFinite(sums.ParameterSquares)))
            FirstNonFinite = FindNonFinite(step.Parameters);
        var last = _history.Last;
        if (_iteration == 0 && StepCount > 0)
            (_renewals ??= new(_options.Capacity, room: 16)).Add(new(StepCount, last.Loss, _loss));
        var gradient = Norm(sums.GradientSquares, static parameter => double.IsNaN(parameter.GradientNorm) ? 0 : parameter.GradientNorm);
        var update = Norm(sums.UpdateSquares, static parameter => parameter.UpdateNorm);
        var record = new StepRecord(
            _iteration,
            _loss,
            _learningRate,
            gradient,
            update,
            Norm(sums.ParameterSquares, static parameter => parameter.ParameterNorm),
            Lengths.Cosine(sums.GradientDotPrevious, gradient, last.GradientNorm),
            Lengths.Cosine(sums.UpdateDotPrevious, update, last.UpdateNorm),
            Lengths.Cosine(-sums.UpdateDotGradient, update, gradient),
            _batchSize);
        _history.Add(record);
        _recent.Add(record);
        if (double.IsFinite(_loss) && !(Best?.Loss <= _loss))
            Best = record;
        _loss = double.NaN;
        ForgetCopies();
    }

    /// <inheritdoc/>
    protected override void Refused(IOptimizer optimizer, NonFiniteGradientException fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        RefusedSteps++;
        _watched = optimizer;
        _loss = double.NaN;
        FirstNonFinite ??= new NonFiniteEvent(
            fault.Iteration, "gradient", fault.ParameterName ?? Unnamed(fault.ParameterPosition), fault.Index, fault.Value);
    }

    private static bool IsFinite(double value) => double.IsFinite(value);

    private static string Unnamed(int position) => string.Create(CultureInfo.InvariantCulture, $"parameters[{position}]");

    private void Open(scoped ReadOnlySpan<Parameter> parameters)
    {
        var watches = new ParameterWatch[parameters.Length];
        for (var position = 0; position < watches.Length; position++)
            watches[position] = new ParameterWatch(parameters[position], position, _options.Capacity);
        (_motion, _parameters, _norms) = (new MotionJob(parameters), watches, new double[watches.Length]);
    }

    private bool Fits(scoped ReadOnlySpan<Parameter> parameters)
    {
        if (parameters.Length != _parameters.Length)
            return false;
        for (var position = 0; position < parameters.Length; position++)
        {
            if (!_parameters[position].Fits(parameters[position]))
                return false;
        }

        return true;
    }

    private InvalidOperationException Misfit(scoped ReadOnlySpan<Parameter> parameters)
    {
        var shapes = new string[parameters.Length];
        for (var position = 0; position < parameters.Length; position++)
            shapes[position] = ParameterForm.Of(parameters[position]).ToString();
        return new InvalidOperationException(
            $"The step has other parameters ({string.Join(", ", shapes)}) than the training that this monitor has seen "
            + $"({string.Join(", ", _parameters.Select(parameter => parameter.Describe()))}): watch another network with a new "
            + $"{nameof(TrainingMonitor)}. Nothing was changed.");
    }

    private double Norm(double squares, Func<ParameterRecord, double> part)
    {
        if (Lengths.AreTold(squares) || double.IsNaN(squares))
            return Math.Sqrt(squares);
        for (var position = 0; position < _norms.Length; position++)
            _norms[position] = part(_parameters[position].Last);
        return Lengths.Together(_norms);
    }

    /// <summary>This is done once: a sum that is not finite may also be an overflow of finite numbers.</summary>
    private NonFiniteEvent? FindNonFinite(scoped ReadOnlySpan<Parameter> parameters)
    {
        for (var position = 0; position < parameters.Length; position++)
        {
            if (!IsFinite(_motion!.Sums[position].GradientSquares) && _motion.Motions[position].FirstNonFiniteGradient() is { Index: >= 0 } gradient)
                return new NonFiniteEvent(_iteration, "gradient", _parameters[position].Name, gradient.Index, gradient.Value);
        }

        for (var position = 0; position < parameters.Length; position++)
        {
            if (_motion!.Motions[position].FirstNonFiniteValue(parameters[position]) is { Index: >= 0 } value)
                return new NonFiniteEvent(_iteration, "parameter", _parameters[position].Name, value.Index, value.Value);
        }

        return null;
    }

    private void ForgetCopies()
    {
        _historyCopy = null;
        _recentCopy = null;
        _parameterCopy = null;
    }
}
