namespace Optimizers.Steps;

/// <summary>Copies what slots and groups remember into states and back, value by value as their programs describe them.</summary>
internal static class StateCopy
{
    /// <summary>A state with a place for everything that the slots remember.</summary>
    public static OptimizerState For(IStepSource source, StepSlots? slots)
    {
        if (slots is null)
            return new OptimizerState(source.RuleName, source.Maximize, []);
        var parameters = new ParameterState[slots.Count];
        for (var position = 0; position < parameters.Length; position++)
        {
            var slot = slots[position];
            parameters[position] = new ParameterState(
                slot.Name, slot.Kind, slot.Rows, slot.Shape.IsMatrix ? slot.Columns : 0, slots.GroupOf(position), Values(slot))
            {
                IsByRows = slot.Shape.IsByRows,
            };
        }

        return new OptimizerState(
            source.RuleName, source.Maximize, parameters,
            [.. slots.Groups.Select(group => (IReadOnlyList<StateValue>)[.. ScalarsOf(group.Program, ofGroup: true)])]);
    }

    /// <summary>True if a state has a place for everything that the slots remember.</summary>
    public static bool Fits(OptimizerState state, IStepSource source, StepSlots? slots)
    {
        if (state.Rule != source.RuleName || state.Maximizes != source.Maximize || state.Parameters.Count != (slots?.Count ?? 0))
            return false;
        for (var position = 0; position < state.Parameters.Count; position++)
        {
            if (!Fits(state.Parameters[position], slots!, position))
                return false;
        }

        return slots is null || state.Groups.Count == slots.Groups.Length;
    }

    /// <summary>Copies what the slots remember.</summary>
    public static void Save(StepSlots slots, OptimizerState into)
    {
        for (var position = 0; position < slots.Count; position++)
        {
            var (slot, state) = (slots[position], into.Parameters[position]);
            (state.Name, state.Steps, state.ConstantRate) = (slot.Name, slot.StepCount, slot.ConstantRate);
            for (var place = 0; place < state.Values.Count; place++)
                CopyNumbers(slot, place, state.Values[place].Numbers, toState: true);
            CopyScalars(slot.Scalars, slot.Group.Program, false, state.Values, toState: true);
        }

        for (var group = 0; group < slots.Groups.Length; group++)
            CopyScalars(slots.Groups[group].Scalars, slots.Groups[group].Program, true, into.Groups[group], toState: true);
    }

    /// <summary>Copies a state that fits into the slots.</summary>
    public static void Load(OptimizerState from, StepSlots slots)
    {
        for (var position = 0; position < slots.Count; position++)
        {
            var (slot, state) = (slots[position], from.Parameters[position]);
            (slot.Name, slot.StepCount, slot.ConstantRate) = (state.Name, state.Steps, state.ConstantRate);
            for (var place = 0; place < state.Values.Count; place++)
                CopyNumbers(slot, place, state.Values[place].Numbers, toState: false);

            CopyScalars(slot.Scalars, slot.Group.Program, false, state.Values, toState: false);
        }

        for (var group = 0; group < slots.Groups.Length; group++)
            CopyScalars(slots.Groups[group].Scalars, slots.Groups[group].Program, true, from.Groups[group], toState: false);
    }

    /// <summary>Why a state is not one that an optimizer can go on from, as a sentence; null if it is one.</summary>
    public static string? Misfit(OptimizerState state, IStepSource source)
    {
        if (state.Rule != source.RuleName)
            return $"The state is one of {state.Rule}; this is {source.RuleName}, which cannot read it.";
        if (state.Maximizes != source.Maximize)
            return $"The state is of a run that {Aim(state.Maximizes)}; this optimizer {Aim(source.Maximize)}: its gradients have the other sign.";
        if (state.Parameters.Count > 0 && state.Groups.Count != source.Programs.Count)
            return $"The state has {state.Groups.Count} groups; this optimizer has {source.Programs.Count}.";
        for (var position = 0; position < state.Parameters.Count; position++)
        {
            var parameter = state.Parameters[position];
            if (parameter.Group >= source.Programs.Count || parameter.Group < -1)
                return $"parameters[{position}] of the state is in group {parameter.Group}; this optimizer has {source.Programs.Count}.";
            var program = parameter.Group < 0 ? NoProgram.Instance : source.Programs[parameter.Group];
            var expected = Places(program, parameter.Shape, parameter.Kind);
            if (parameter.Values.Count != expected.Count || !parameter.Values.Zip(expected).All(pair => pair.Second.IsOf(pair.First)))
            {
                return $"parameters[{position}] of the state remembers ({string.Join("; ", parameter.Values)}); this {source.RuleName} remembers "
                    + $"({string.Join("; ", expected)}).";
            }
        }

        for (var group = 0; group < state.Groups.Count; group++)
        {
            var expected = ScalarsOf(source.Programs[group], ofGroup: true);
            if (state.Groups[group].Count != expected.Count || !state.Groups[group].Zip(expected).All(pair => pair.First.IsLike(pair.Second)))
                return $"Group {group} of the state remembers ({string.Join("; ", state.Groups[group])}); this one ({string.Join("; ", expected)}).";
        }

        return null;

        static string Aim(bool maximizes) => maximizes ? "maximizes" : "minimizes";
    }

    /// <summary>Why a state is not of the parameters that the steps so far had, as a sentence; null if it is.</summary>
    public static string? Misfit(OptimizerState state, StepSlots slots)
    {
        if (state.Parameters.Count != slots.Count)
            return $"The state is of {state.Parameters.Count} parameters; the steps of this optimizer had {slots.Count}.";
        for (var position = 0; position < slots.Count; position++)
        {
            var (slot, parameter) = (slots[position], state.Parameters[position]);
            if (parameter.Shape != slot.Shape || parameter.Kind != slot.Kind)
            {
                return $"parameters[{position}] of the state is {Parameter.Describe(parameter.Shape, parameter.Kind)}; in the "
                    + $"steps of this optimizer it is "
                    + $"{Parameter.Describe(slot.Shape, slot.Kind)}, of another shape or element type.";
            }

            if (parameter.Name is not null && slot.Name is not null && parameter.Name != slot.Name)
                return $"parameters[{position}] of the state is named {parameter.Name}; in the steps of this optimizer it is {slot.Name}.";
            if (parameter.Group != slots.GroupOf(position))
                return $"parameters[{position}] of the state is in group {parameter.Group}; in this optimizer it is in group "
                    + $"{slots.GroupOf(position)}.";
        }

        return null;
    }

    private static bool Fits(ParameterState state, StepSlots slots, int position)
    {
        var slot = slots[position];
        if (state.Shape != slot.Shape || state.Kind != slot.Kind || state.Group != slots.GroupOf(position))
            return false;
        var count = 0;
        for (var i = 0; i < slot.Group.Program.State.Count; i++)
        {
            var descriptor = slot.Group.Program.State[i];
            if (!descriptor.IsOfGroup)
            {
                if (count >= state.Values.Count || state.Values[count].Name != descriptor.Name || state.Values[count].Form != descriptor.Form)
                    return false;
                count++;
            }
        }

        return count == state.Values.Count;
    }

    private static StateValue[] Values(Slot slot) => Values(slot.Group.Program, slot.Shape, slot.Kind);

    /// <summary>A place for everything that a program remembers of a parameter.</summary>
    public static StateValue[] Values(StepProgram program, Shape shape, ElementKind kind) =>
        [.. Places(program, shape, kind).Select(place => place.NewValue())];

    // Without their numbers: what a state only claims to be large takes no memory.
    private static List<StatePlace> Places(StepProgram program, Shape shape, ElementKind kind)
    {
        var (rows, columns, width) = (shape.Rows, shape.IsMatrix ? shape.Columns : 1, shape.IsMatrix ? shape.Columns : 0);
        var computed = kind == ElementKind.Double ? ElementKind.Double : ElementKind.Single;
        var places = new List<StatePlace>();
        foreach (var each in program.State)
        {
            if (each.IsOfGroup)
                continue;
            places.Add(each.Form switch
            {
                StateForm.Element => new(each.Name, each.Meaning, each.Form, computed, rows, width, shape.IsByRows),
                StateForm.Row => new(each.Name, each.Meaning, each.Form, ElementKind.Double, rows),
                StateForm.Column => new(each.Name, each.Meaning, each.Form, ElementKind.Double, columns),
                StateForm.Scalar => new(each.Name, each.Meaning, each.Form, ElementKind.Double, each.Count),
                _ => Matrix(each, rows, columns),
            });
        }

        return places;
    }

    private static StatePlace Matrix(StateDescriptor descriptor, int rows, int columns)
    {
        var (height, width) = descriptor.Extent!(rows, columns);
        return new(descriptor.Name, descriptor.Meaning, StateForm.Matrix, ElementKind.Double, height, width);
    }

    private static List<StateValue> ScalarsOf(StepProgram program, bool ofGroup) =>
        [.. program.State.Where(each => each.Form == StateForm.Scalar && each.IsOfGroup == ofGroup)
            .Select(each => new StateValue(each.Name, each.Meaning, each.Form, ElementKind.Double, each.Count))];

    /// <summary>Copies the n-th value of a parameter, unless it is a scalar.</summary>
    private static void CopyNumbers(Slot slot, int place, Array numbers, bool toState)
    {
        var program = slot.Group.Program;
        var (index, matrix, seen) = (0, 0, 0);
        for (var i = 0; i < program.State.Count; i++)
        {
            var descriptor = program.State[i];
            if (descriptor.IsOfGroup)
                continue;
            var isOfFormula = StateDescription.IsOfFormula(descriptor);
            while (isOfFormula && StateDescription.IsPending(program.FormOf(index)))
                index++;
            if (seen == place)
            {
                if (descriptor.Form is StateForm.Row or StateForm.Column)
                    Copy(slot.Vectors[index], numbers, toState);
                else if (descriptor.Form == StateForm.Matrix)
                    Copy(slot.Matrices[matrix], numbers, toState);
                else if (isOfFormula && toState)
                    slot.ReadState(index, numbers);
                else if (isOfFormula)
                    slot.WriteState(index, numbers);
                return;
            }

            if (isOfFormula)
                index++;
            else if (descriptor.Form == StateForm.Matrix)
                matrix++;
            seen++;
        }
    }

    private static void Copy(double[] ofSlot, Array ofState, bool toState) =>
        Array.Copy(toState ? ofSlot : ofState, toState ? ofState : ofSlot, ofSlot.Length);

    private static void CopyScalars(double[] scalars, StepProgram program, bool ofGroup, IReadOnlyList<StateValue> values, bool toState)
    {
        var (start, place) = (0, 0);
        for (var i = 0; i < program.State.Count; i++)
        {
            var descriptor = program.State[i];
            if (descriptor.IsOfGroup != ofGroup)
                continue;
            if (descriptor.Form == StateForm.Scalar)
            {
                var ofSlot = scalars.AsSpan(start, descriptor.Count);
                var ofState = values[place].Doubles;
                if (toState)
                    ofSlot.CopyTo(ofState);
                else
                    ofState.CopyTo(ofSlot);
                start += descriptor.Count;
            }

            place++;
        }
    }
}
