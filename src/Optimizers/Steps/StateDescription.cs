namespace Optimizers.Steps;

/// <summary>The descriptors of a part of a chain, made complete, and those of several parts in one order.</summary>
internal static class StateDescription
{
    /// <summary>The descriptors of a part, with a plain one for every value of the formula that it does not describe.</summary>
    public static IReadOnlyList<StateDescriptor> Complete(IReadOnlyList<StateDescriptor> described, int stateCount, Func<int, StateForm> formOf)
    {
        var values = described.Where(IsOfFormula).ToArray();
        var all = new List<StateDescriptor>();
        for (var index = 0; index < stateCount; index++)
        {
            var form = formOf(index);
            if (IsPending(form))
                continue;
            var descriptor = all.Count < values.Length ? values[all.Count] : new StateDescriptor($"state{all.Count}", form: form);
            if (descriptor.Form != form)
            {
                throw new InvalidOperationException(
                    $"The state value {index} has the form {form} in the formula, but {descriptor.Name} is described as {descriptor.Form}.");
            }

            all.Add(descriptor);
        }

        if (values.Length > all.Count)
            throw new InvalidOperationException($"{values.Length} values of the formula are described, but it has {all.Count}.");
        if (described.GroupBy(each => each.Name).FirstOrDefault(each => each.Count() > 1) is { } twice)
            throw new InvalidOperationException($"{twice.Count()} values of the state are named {twice.Key}; a name is unique within the rule.");
        foreach (var descriptor in described)
            Check(descriptor, described);
        return [.. all, .. described.Where(each => !IsOfFormula(each))];
    }

    /// <summary>The values of the formulas first, part after part, then scalars and matrices. A name that is there already gets a number.</summary>
    public static IReadOnlyList<StateDescriptor> InOrder(params ReadOnlySpan<IReadOnlyList<StateDescriptor>> parts)
    {
        var (values, others, names) = (new List<StateDescriptor>(), new List<StateDescriptor>(), new HashSet<string>());
        foreach (var part in parts)
        {
            var renamed = new Dictionary<string, string>();
            foreach (var descriptor in part)
            {
                var name = descriptor.Name;
                for (var number = 2; !names.Add(name); number++)
                    name = FormattableString.Invariant($"{descriptor.Name}_{number}");
                renamed[descriptor.Name] = name;
            }

            foreach (var descriptor in part)
            {
                var product = descriptor.Product is null ? null : renamed[descriptor.Product];
                (IsOfFormula(descriptor) ? values : others).Add(descriptor with { Name = renamed[descriptor.Name], Product = product });
            }
        }

        return [.. values, .. others];
    }

    private static void Check(StateDescriptor descriptor, IReadOnlyList<StateDescriptor> described)
    {
        if (descriptor.Completion != MeanCompletion.ByProduct && descriptor.Product is null)
            return;
        var product = described.FirstOrDefault(each => each.Name == descriptor.Product);
        if (product is not { Form: StateForm.Scalar, Count: 2, IsOfGroup: false })
        {
            throw new InvalidOperationException(
                $"{descriptor.Name} is a mean whose product of decays is {descriptor.Product ?? "not named"}; name one that is described by "
                + $"StateDescriptor.Scalar(\"{descriptor.Product ?? "product"}\", 2, StateMeaning.DecayProduct) in "
                + $"{nameof(StateDescriptor.Product)}.");
        }
    }

    /// <summary>The descriptor of a value of the formula that outlives a step.</summary>
    /// <param name="program">The program.</param>
    /// <param name="index">The index in the formula's state.</param>
    public static StateDescriptor DescriptorOf(StepProgram program, int index) =>
        program.State[Enumerable.Range(0, index).Count(each => !IsPending(program.FormOf(each)))];

    /// <summary>True of what has one number an element, a row or a column.</summary>
    public static bool IsOfFormula(StateDescriptor descriptor) => descriptor.Form is StateForm.Element or StateForm.Row or StateForm.Column;

    /// <summary>True of what lives within a step only.</summary>
    public static bool IsPending(StateForm form) =>
        form is StateForm.Pending or StateForm.PendingRow or StateForm.PendingColumn || IsFilled(form);

    /// <summary>True of what is filled, one number an element, before the rounds.</summary>
    public static bool IsFilled(StateForm form) => form is StateForm.SecondGradient or StateForm.HessianDiagonal or StateForm.Noise;

    /// <summary>What a form needs of a step beside the gradient.</summary>
    public static StepInput InputOf(StateForm form) => form switch
    {
        StateForm.SecondGradient => StepInput.SecondGradient,
        StateForm.HessianDiagonal => StepInput.HessianDiagonal,
        _ => StepInput.None,
    };

    /// <summary>What a formula needs of a step by its forms.</summary>
    public static StepInput InputsOf(int stateCount, Func<int, StateForm> formOf)
    {
        var inputs = StepInput.None;
        for (var index = 0; index < stateCount; index++)
            inputs |= InputOf(formOf(index));
        return inputs;
    }
}
