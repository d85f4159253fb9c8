using System.Runtime.ExceptionServices;
using Optimizers.Threads;

namespace Optimizers.Steps;

/// <summary>
/// Takes steps as transactions: checks, guard, rounds, observers, and then the one pass that writes, in which nothing can fail. What an optimizer
/// keeps between steps is here.
/// </summary>
/// <param name="source">Whose steps.</param>
internal sealed class StepEngine(IStepSource source)
{
    private SharedPass? _observing;
    private StepSlots? _slots;
    private StepSlots? _unused; // Made for a first step that was skipped: the next try need not make them again.
    private StepInputs _inputs; // Of the next step.
    private bool _hasInputs;
    private string? _broken;
    private int _thread; // That is inside, by its number; 0 if none is.

    /// <summary>The number of the next step.</summary>
    public long Iteration { get; private set; }

    public long SkippedSteps { get; private set; }

    public double LastGradientNorm { get; private set; } = double.NaN;

    /// <summary>What the steps have left behind; null before the first one.</summary>
    public StepSlots? Slots => _slots;

    /// <summary>Who watches the steps.</summary>
    public StepObservers Observers { get; } = new();

    public void Step(IOptimizer optimizer, scoped ReadOnlySpan<Parameter> parameters, CancellationToken cancellationToken)
    {
        Enter();
        StepSlots? slots = null;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            ThrowIfBroken();
            StepDoor.CheckCount(parameters, _slots);
            slots = _slots ?? SlotsFor(parameters);
            slots.Hold(parameters);
            slots.CheckApart();
            Take(optimizer, slots, parameters, cancellationToken);
        }
        finally
        {
            slots?.Release();
            if (_hasInputs)
                (_inputs, _hasInputs) = (default, false);
            Leave();
        }

        if (slots.ReleaseFailure is { } failure)
        {
            throw new InvalidOperationException(
                $"A step of this {source.RuleName} has been taken or skipped, but memory could not be let go afterwards: "
                + $"{failure.Message} The next iteration "
                + $"is {Iteration}; do not repeat the step.",
                failure);
        }
    }

    /// <summary>Gives the next step what it needs beside the gradients.</summary>
    public void Supply(in StepInputs inputs)
    {
        Enter();
        (_inputs, _hasInputs) = (inputs, inputs.Given != StepInput.None);
        Leave();
    }

    /// <summary>Forgets all steps. Only for who is inside.</summary>
    public void Reset() => Replace(null, 0, 0, double.NaN);

    /// <summary>Goes to a state that has been read. Only for who is inside.</summary>
    public void Replace(StepSlots? slots, long iteration, long skippedSteps, double lastGradientNorm)
    {
        (_slots, _unused, _broken) = (slots, null, null);
        (Iteration, SkippedSteps, LastGradientNorm) = (iteration, skippedSteps, lastGradientNorm);
    }

    /// <summary>Refuses to hand out the state of a step that was interrupted by its own formula.</summary>
    public void ThrowIfBroken()
    {
        if (_broken is not null)
            throw new InvalidOperationException(_broken);
    }

    /// <summary>Refuses steps until further notice.</summary>
    /// <param name="why">Why, as a sentence.</param>
    public void Suspend(string why)
    {
        ThrowIfBroken();
        _broken = why;
    }

    /// <summary>Lets steps be taken again.</summary>
    public void Resume() => _broken = null;

    /// <summary>
    /// One interlocked operation tells two threads, and a schedule or observer that steps its own optimizer. Whoever has entered leaves.
    /// </summary>
    public void Enter()
    {
        if (Interlocked.CompareExchange(ref _thread, Environment.CurrentManagedThreadId, 0) != 0)
            ThrowBusy();
    }

    /// <summary>As <see cref="Enter"/>, but whoever is inside already may come: a schedule or an observer that only looks.</summary>
    /// <returns>True for who has entered, and is to leave.</returns>
    public bool EnterToRead()
    {
        if (Volatile.Read(ref _thread) == Environment.CurrentManagedThreadId)
            return false;
        Enter();
        return true;
    }

    public void Leave() => Volatile.Write(ref _thread, 0);

    /// <summary>Asks for the settings of the groups.</summary>
    internal void Ask(StepSlots slots, long iteration)
    {
        var groups = slots.Groups;
        for (var group = 0; group < groups.Length; group++)
        {
            groups[group].Begin();
            source.Ask(group, iteration, out groups[group].Settings);
        }
    }

    /// <summary>Asks the plans for every parameter's step. Nothing of the caller's is written, and no state.</summary>
    internal static void Plan(StepSlots slots, long iteration, in StepSettings settings, in GradientSize size)
    {
        var scale = settings.ScaleOf(size);
        if (settings.Maximize)
            scale = -scale;
        var position = 0;
        foreach (var slot in slots.All)
        {
            ref readonly var parameter = ref slot.Parameter;
            if (!parameter.Frozen)
            {
                var group = slot.Group;
                var rates = group.Settings.Rates;
                slot.LearningRate = StepDoor.Rate(rates.LearningRate * parameter.LearningRateScale, slot, position, iteration);
                group.Length += slot.Shape.Length;
                slot.Begin();
                slot.IsPrepared = group.Settings.IsPrepared;
                if (slot.IsPrepared)
                {
                    slot.Preparation = new Preparation(
                        scale,
                        settings.GradientLimit,
                        rates.L2Penalty * parameter.WeightDecayScale,
                        slot.LearningRate * rates.WeightDecay * parameter.WeightDecayScale);
                }

                slot.Plan(iteration);
            }

            position++;
        }
    }

    private static double CommonRate(StepSlots slots)
    {
        var rate = slots.Groups[0].Settings.Rates.LearningRate;
        foreach (var group in slots.Groups)
            rate = group.Settings.Rates.LearningRate == rate ? rate : double.NaN;
        return rate;
    }

    private void ThrowBusy() => throw new InvalidOperationException(
        $"This {source.RuleName} is taking a step. An optimizer is used by one thread at a time, and a schedule, rule or observer cannot step it "
        + "or change it from inside a step. Nothing was changed.");

    private StepSlots SlotsFor(scoped ReadOnlySpan<Parameter> parameters)
    {
        StepDoor.Check(parameters);
        return _unused is { } slots && slots.Fit(parameters) ? slots : new StepSlots(source, parameters);
    }

    private void Take(IOptimizer optimizer, StepSlots slots, scoped ReadOnlySpan<Parameter> parameters, CancellationToken cancellationToken)
    {
        var settings = source.Settings;
        Ask(slots, Iteration);
        var takesInputs = _hasInputs || slots.TakesInputs;
        if (takesInputs)
            InputDoor.Lend(slots, _inputs, Iteration, settings.Maximize, source.RuleName);
        var fault = StepGuard.Admits(settings, slots, out var size) ? null : StepGuard.FirstFault(settings, slots, size);
        var isFaulty = source.Exchange is { } exchange ? StepGuard.Join(exchange, fault, ref size) : fault is not null;
        if (isFaulty)
        {
            Refuse(optimizer, slots, fault, settings.NonFinite == NonFiniteGradients.Skip);
            return;
        }

        if (takesInputs)
            InputDoor.Fill(slots, _inputs, Iteration, settings);
        Plan(slots, Iteration, settings, size);
        if (slots.RoundCount > 0)
            Gather(slots, settings.MaxThreads, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var observers = Observers;
        if (observers.Count > 0)
            observers.Planned(View(optimizer, parameters, Iteration, slots, settings.MaxThreads));
        Write(slots, settings.MaxThreads);
        if (_slots is null)
            (_slots, _unused) = (slots, null);
        LastGradientNorm = settings.NeedsNorm ? size.Norm * settings.GradientScale : double.NaN;
        Iteration++;
        if (observers.Count > 0)
            observers.Taken(View(optimizer, parameters, Iteration - 1, slots, settings.MaxThreads));
    }

    private StepView View(IOptimizer optimizer, ReadOnlySpan<Parameter> parameters, long iteration, StepSlots slots, int threads) =>
        new(optimizer, parameters, iteration, CommonRate(slots)) { Threads = threads, Pass = _observing ??= new() };

    /// <summary>
    /// Tells the observers of a bad gradient; then the step is skipped and counted, or fails. One whose observer throws has failed.
    /// </summary>
    /// <param name="optimizer">Whose step.</param>
    /// <param name="slots">The slots.</param>
    /// <param name="fault">What this process has found; null if another one has found one.</param>
    /// <param name="skips">True to leave the step out.</param>
    private void Refuse(IOptimizer optimizer, StepSlots slots, in StepFault? fault, bool skips)
    {
        if (fault is not { } mine)
        {
            if (!skips)
                throw new InvalidOperationException("A gradient of another process's share is not finite. Nothing was changed.");
        }
        else if (!skips || Observers.Count > 0)
        {
            var exception = new NonFiniteGradientException(mine, slots[mine.Position].Parameter, Iteration);
            Observers.Refused(optimizer, exception);
            if (!skips)
                throw exception;
        }

        SkippedSteps++;
        if (_slots is null)
            _unused = slots;
    }

    /// <summary>The rounds, one after the other over all parameters: gathered, joined, concluded, and the numbers asked for again.</summary>
    private void Gather(StepSlots slots, int threads, CancellationToken cancellationToken)
    {
        for (var round = 0; round < slots.RoundCount; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            slots.Job.Measure(round, threads);
            slots.Conclude(round, Iteration, source.Exchange);
        }

        slots.Settle();
    }

    /// <summary>
    /// The one pass that writes. It is finished whatever interrupts the caller; a formula that throws all the same leaves half a step.
    /// </summary>
    private void Write(StepSlots slots, int threads)
    {
        try
        {
            if (source.Runner is { } runner)
                StepElsewhere(slots, runner);
            else if (slots.HasUnpinnable)
                StepUnpinnable(slots, 0, threads);
            else
                slots.Job.Step(threads);
        }
        catch (MemoryUnavailableException unavailable)
        {
            ExceptionDispatchInfo.Throw(unavailable.InnerException!);
        }
        catch (Exception failure)
        {
            _slots = slots;
            _broken = $"Step {Iteration} of this {source.RuleName} was interrupted while it wrote, by {failure.GetType().Name}: "
                + $"{failure.Message.TrimEnd('.')}. Some elements have moved and some have not. Restore the parameters, and call "
                + $"{nameof(IOptimizer.Restore)} or {nameof(IOptimizer.Reset)}.";
            throw new InvalidOperationException(_broken, failure);
        }

        slots.Commit();
    }

    /// <summary>
    /// Asks for each piece of memory that cannot be pinned once, before anything is written, and keeps it while the others are asked for.
    /// </summary>
    private static void StepUnpinnable(StepSlots slots, int position, int threads)
    {
        while (position < slots.Count && !slots[position].IsUnpinnable)
            position++;
        if (position == slots.Count)
            slots.Job.Step(threads);
        else
            slots[position].StepInside(() => StepUnpinnable(slots, position + 1, threads));
    }

    private static void StepElsewhere(StepSlots slots, IStepRunner runner)
    {
        for (var position = 0; position < slots.Count; position++)
        {
            if (slots[position].Parameter is { IsSparse: true, Frozen: false })
                throw new MemoryUnavailableException(new NotSupportedException("A runner of steps takes no sparse gradient. Nothing was changed."));
        }

        for (var position = 0; position < slots.Count; position++)
        {
            if (!slots[position].Parameter.Frozen)
                slots[position].Hand(new RunnerVisitor(runner, slots[position], position));
        }
    }
}
