namespace Optimizers.Steps;

/// <summary>The slots of all parameters of an optimizer, in the order of its steps, with their groups and passes.</summary>
internal sealed class StepSlots
{
    private readonly Slot[] _slots;
    private readonly int[] _groupOf;
    private readonly MemoryMap _map;

    /// <summary>Slots for the parameters of a first step.</summary>
    public StepSlots(IStepSource source, scoped ReadOnlySpan<Parameter> parameters)
        : this(source, Infos(parameters))
    {
    }

    /// <summary>Slots for parameters of which all is known but their numbers.</summary>
    public StepSlots(IStepSource source, ParameterInfo[] parameters)
        : this(source, Array.ConvertAll(parameters, ShapeOf), Array.ConvertAll(parameters, each => source.GroupOf(each)))
    {
        for (var position = 0; position < parameters.Length; position++)
            _slots[position].Name = parameters[position].Name;
    }

    /// <summary>Slots for parameters of given shapes, kinds and groups.</summary>
    public StepSlots(IStepSource source, ReadOnlySpan<(Shape Shape, ElementKind Kind)> shapes, int[] groupOf)
    {
        AllGroups = [.. source.Programs.Select(program => new StepGroup(program)), new StepGroup(NoProgram.Instance)];
        _groupOf = groupOf;
        _slots = new Slot[shapes.Length];
        for (var position = 0; position < shapes.Length; position++)
        {
            var group = AllGroups[groupOf[position] < 0 ? ^1 : groupOf[position]];
            _slots[position] = Slot.For(position, shapes[position].Shape, shapes[position].Kind, group);
        }

        Groups = AllGroups[..^1];
        RoundCount = Groups.Max(group => group.Program.RoundCount);
        HasFilled = _slots.Any(slot => slot.HasFilled);
        HasSeveralKinds = _slots.Select(slot => slot.Kind == ElementKind.Double).Distinct().Count() > 1;
        Job = new StepJob(_slots);
        _map = new MemoryMap(_slots.Length);
    }

    /// <summary>The passes over all of them.</summary>
    public StepJob Job { get; }

    /// <summary>The groups that step.</summary>
    public StepGroup[] Groups { get; }

    /// <summary>The largest number of rounds of a group.</summary>
    public int RoundCount { get; }

    public int Count => _slots.Length;

    public ReadOnlySpan<Slot> All => _slots;

    /// <summary>True if some parameters are computed in double and some in single precision.</summary>
    public bool HasSeveralKinds { get; }

    /// <summary>True if a formula reads what is filled before the rounds: inputs of the step, or noise.</summary>
    public bool HasFilled { get; }

    /// <summary>
    /// True if the step under way asks for inputs, may read some, or the last one had some, which are to be forgotten: of most optimizers, never.
    /// </summary>
    public bool TakesInputs
    {
        get
        {
            var takes = HasFilled;
            foreach (var group in Groups)
                takes |= (group.Settings.Inputs | group.Given) != StepInput.None;
            return takes;
        }
    }

    /// <summary>True if a parameter's memory is to be asked for only once.</summary>
    public bool HasUnpinnable { get; private set; }

    private StepGroup[] AllGroups { get; }

    public Slot this[int position] => _slots[position];

    /// <summary>The group of a parameter; −1 of one that never steps.</summary>
    public int GroupOf(int position) => _groupOf[position];

    /// <summary>What memory managers have thrown when the last step let go of their memory; null if nothing.</summary>
    public Exception? ReleaseFailure { get; private set; }

    /// <summary>True if the slots were made for parameters as these are.</summary>
    public bool Fit(scoped ReadOnlySpan<Parameter> parameters)
    {
        if (parameters.Length != _slots.Length)
            return false;
        for (var position = 0; position < _slots.Length; position++)
        {
            ref readonly var parameter = ref parameters[position];
            var slot = _slots[position];
            if (parameter.Shape != slot.Shape || parameter.ElementKind != slot.Kind || parameter.Name != slot.Name)
                return false;
        }

        return true;
    }

    /// <summary>Checks the caller's memory and lends it to the slots.</summary>
    public void Hold(scoped ReadOnlySpan<Parameter> parameters)
    {
        var slots = _slots;
        HasUnpinnable = false;
        for (var position = 0; position < slots.Length; position++)
        {
            var slot = slots[position];
            if (slot.HoldAgain(parameters[position]))
                continue;
            StepDoor.Check(parameters, position, slot);
            if (_groupOf[position] < 0)
                slot.Hold(parameters[position] with { Frozen = true });
            else
                slot.Hold(parameters[position]);
            HasUnpinnable |= slot.IsUnpinnable;
        }
    }

    /// <summary>Lets go of the caller's gradients and of what was pinned.</summary>
    public void Release()
    {
        Exception? failure = null;
        foreach (var slot in _slots)
            failure = slot.Release() ?? failure;
        ReleaseFailure = failure;
    }

    /// <summary>Refuses memory that a step would change and also read, or change twice.</summary>
    public void CheckApart()
    {
        if (_slots.Length == 1)
        {
            if (_slots[0].OverlapsItself)
                throw StepDoor.Overlap(this, 0, 0, isGradient: true);
        }
        else if (_map.FindOverlap(_slots) is (var first, var second, var isGradient))
        {
            throw StepDoor.Overlap(this, first, second, isGradient);
        }
    }

    /// <summary>Joins what a round has gathered, concludes it, and asks for the numbers again.</summary>
    public void Conclude(int round, long iteration, IStepExchange? exchange)
    {
        foreach (var slot in _slots)
        {
            if (HasRound(slot, round))
                slot.Results[round].Join();
        }

        JoinGroups(round, iteration, exchange);
        foreach (var slot in _slots)
        {
            if (!HasRound(slot, round))
                continue;
            slot.Group.Program.Conclude(slot, round, iteration);
            slot.RoundsDone = round + 1;
            slot.Plan(iteration);
            slot.PutBack();
        }
    }

    /// <summary>Makes what is kept in double readable to the formula.</summary>
    public void Settle()
    {
        foreach (var slot in _slots)
        {
            if (!slot.Parameter.Frozen && slot.Results.Length > 0)
                slot.Settle();
        }
    }

    /// <summary>Makes the step that has been taken the state.</summary>
    public void Commit()
    {
        foreach (var slot in _slots)
        {
            slot.Name ??= slot.Parameter.Name;
            if (!slot.Parameter.Frozen)
                slot.Commit();
        }

        foreach (var group in Groups)
            group.Commit();
    }

    /// <summary>What is known of the parameters, in their order.</summary>
    public ParameterInfo[] Infos()
    {
        var infos = new ParameterInfo[_slots.Length];
        for (var position = 0; position < infos.Length; position++)
        {
            var slot = _slots[position];
            infos[position] = ParameterInfo.Of(position, slot.Name, slot.Shape, slot.Kind);
        }

        return infos;
    }

    private static bool HasRound(Slot slot, int round) => !slot.Parameter.Frozen && round < slot.Results.Length;

    private static ParameterInfo[] Infos(scoped ReadOnlySpan<Parameter> parameters)
    {
        var infos = new ParameterInfo[parameters.Length];
        for (var position = 0; position < infos.Length; position++)
            infos[position] = ParameterInfo.Of(position, parameters[position]);

        return infos;
    }

    private static (Shape Shape, ElementKind Kind) ShapeOf(ParameterInfo info) => (info.Shape, info.ElementKind);

    private void JoinGroups(int round, long iteration, IStepExchange? exchange)
    {
        // Over the parameters of a group in their order; what is gathered over all goes to every group that asks for it.
        foreach (var slot in _slots)
        {
            if (!HasRound(slot, round) || slot.Results[round].Round.Scope is not (MeasureScope.Group or MeasureScope.All))
                continue;
            var result = slot.Results[round];
            foreach (var group in Groups)
            {
                if (!ReferenceEquals(group, slot.Group) && !(result.Round.Scope == MeasureScope.All && IsOverAll(group, round)))
                    continue;
                for (var value = 0; value < result.Round.Values; value++)
                {
                    ref var total = ref group.ResultAt(round, value);
                    total = result.Join(total, result.Total(value));
                }
            }
        }

        foreach (var group in Groups)
        {
            if (round >= group.Program.RoundCount)
                continue;
            var kind = group.Program.RoundAt(round);
            if (kind.Scope is MeasureScope.Group or MeasureScope.All)
                exchange?.Join(group.Results(round, kind.Values), kind.Gathering);
            group.Program.ConcludeGroup(group, round, iteration);
        }

        foreach (var slot in _slots)
        {
            if (!HasRound(slot, round) || slot.Results[round].Round.Scope is not (MeasureScope.Group or MeasureScope.All))
                continue;
            for (var value = 0; value < slot.Results[round].Round.Values; value++)
                slot.Results[round].Set(value, slot.Group.Result(round, value));
        }
    }

    private static bool IsOverAll(StepGroup group, int round) =>
        round < group.Program.RoundCount && group.Program.RoundAt(round).Scope == MeasureScope.All;
}
