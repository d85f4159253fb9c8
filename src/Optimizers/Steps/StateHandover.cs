using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>Hands what one rule remembers on to another: what is the same up to a factor that is known exactly, and nothing else.</summary>
internal static class StateHandover
{
    /// <summary>Fills new slots from those of another optimizer.</summary>
    /// <returns>What starts anew, a sentence each.</returns>
    public static IReadOnlyList<string> Take(IStepSource fromSource, StepSlots from, IStepSource toSource, StepSlots to, Func<int, Schedule> rateOf)
    {
        var anew = new List<string>();
        if (fromSource.Maximize != toSource.Maximize)
        {
            anew.Add("Everything starts anew: the gradients that were remembered have the other sign.");
            return anew;
        }

        for (var position = 0; position < to.Count; position++)
        {
            if (from[position].StepCount > 0 && to.GroupOf(position) >= 0 && from.GroupOf(position) >= 0)
                Take(fromSource.RuleName, from[position], to[position], rateOf(to.GroupOf(position)), anew);
        }

        if (fromSource.RuleName == toSource.RuleName && from.Groups.Length == to.Groups.Length)
        {
            for (var group = 0; group < to.Groups.Length; group++)
            {
                if (from.Groups[group].Scalars.Length == to.Groups[group].Scalars.Length)
                    from.Groups[group].Scalars.CopyTo(to.Groups[group].Scalars, 0);
            }
        }

        return [.. anew.Distinct()];
    }

    private static void Take(string rule, Slot from, Slot to, Schedule learningRate, List<string> anew)
    {
        var (theirs, ours) = (from.Group.Program.PresentState, to.Group.Program.PresentState);
        if (from.Group.Program.GetType() == to.Group.Program.GetType() && IsCopy(theirs, ours))
        {
            Copy(from, to);
            return;
        }

        var taken = new Dictionary<string, (int Index, double Factor, RunningProduct Missing)>();
        for (var i = 0; i < ours.Count && StateDescription.IsOfFormula(ours[i]); i++)
        {
            if (ours[i].Meaning == StateMeaning.Remainder)
                continue;
            var best = theirs.Select((each, index) => (index, Form: StateContent.Of(each, from.Group.Program, from, from.ConstantRate)))
                .Where(each => StateDescription.IsOfFormula(theirs[each.index]))
                .Select(each => (each.index, Found: each.Form.FactorTo(
                    StateContent.Of(ours[i], to.Group.Program, null, learningRate.IsConstant
                        ? learningRate.At(0) * from.Parameter.LearningRateScale : double.NaN),
                    from.StepCount,
                    out var missing),
                    missing))
                .FirstOrDefault(each => each.Found is not null);
            if (best.Found is { } factor && ours[i].Form == StateForm.Element)
                taken[ours[i].Name] = (best.index, factor, best.missing);
            else
                anew.Add($"{ours[i].Name} starts anew: {WhyNot(rule, theirs, ours[i])}");
        }

        // The squares decide where there are some, else the first value: without it the parameter takes its first step again.
        var decides = ours.FirstOrDefault(each => each.Meaning is StateMeaning.SquareMean or StateMeaning.SquareSum or StateMeaning.PlainSquareMean)
            ?? (ours.Count > 0 && StateDescription.IsOfFormula(ours[0]) ? ours[0] : null);
        var unknown = ours.FirstOrDefault(each =>
            !StateDescription.IsOfFormula(each) && (each.IsOfGroup || each.Meaning != StateMeaning.DecayProduct));
        if ((decides is not null && !taken.ContainsKey(decides.Name)) || unknown is not null)
        {
            foreach (var name in taken.Keys)
                anew.Add($"{name} starts anew: without {(unknown ?? decides)!.Name} it would be used wrongly.");
            return;
        }

        for (var i = 0; i < ours.Count; i++)
        {
            if (!taken.TryGetValue(ours[i].Name, out var source))
                continue;
            var numbers = Numbers(from, IndexOf(from.Group.Program, source.Index));
            Scale(numbers, source.Factor);
            to.WriteState(IndexOf(to.Group.Program, i), numbers);
            if (ours[i].Product is { } product)
                SetProduct(to, ours, product, source.Missing);
        }

        // A mean that starts anew lacks everything.
        foreach (var each in ours.Where(each => each.Product is not null && !taken.ContainsKey(each.Name)))
            SetProduct(to, ours, each.Product!, RunningProduct.One);
        to.StepCount = from.StepCount;
        to.ConstantRate = double.NaN;
    }

    /// <summary>Why a value is not taken over: what would have to be said of it, or that there is nothing.</summary>
    private static string WhyNot(string rule, IReadOnlyList<StateDescriptor> theirs, StateDescriptor ours)
    {
        if (IsUnfinished(ours))
            return $"it is not said what its weights lack to 1 ({nameof(StateDescriptor)}.{nameof(StateDescriptor.Completion)}).";
        return theirs.FirstOrDefault(each => each.Meaning == ours.Meaning && IsUnfinished(each)) is { } other
            ? $"{rule} does not say what the weights of {other.Name} lack to 1 ({nameof(StateDescriptor)}.{nameof(StateDescriptor.Completion)})."
            : $"{rule} remembers nothing that becomes it exactly.";
    }

    private static bool IsUnfinished(StateDescriptor descriptor) =>
        descriptor.Completion == MeanCompletion.Unknown
        && descriptor.Meaning is (StateMeaning.GradientMean or StateMeaning.SquareMean or StateMeaning.LargestSquareMean);

    /// <summary>True if the one remembers exactly what the other does, so that every number can be copied.</summary>
    private static bool IsCopy(IReadOnlyList<StateDescriptor> theirs, IReadOnlyList<StateDescriptor> ours) =>
        theirs.Count == ours.Count && theirs.Zip(ours).All(pair =>
            pair.First.Name == pair.Second.Name && pair.First.Meaning == pair.Second.Meaning && pair.First.Form == pair.Second.Form
            && pair.First.IsOfGroup == pair.Second.IsOfGroup && pair.First.Start.Equals(pair.Second.Start)
            && pair.First.Completion == pair.Second.Completion
            && (pair.First.Completion is not MeanCompletion.BySteps || pair.First.Decay == pair.Second.Decay));

    private static void Copy(Slot from, Slot to)
    {
        var program = to.Group.Program;
        for (var index = 0; index < program.StateCount; index++)
        {
            if (program.FormOf(index) == StateForm.Element)
                to.WriteState(index, Numbers(from, index));
            from.Vectors[index].CopyTo(to.Vectors[index], 0);
        }

        for (var index = 0; index < to.Matrices.Length; index++)
            from.Matrices[index].CopyTo(to.Matrices[index], 0);
        from.Scalars.CopyTo(to.Scalars, 0);
        (to.StepCount, to.ConstantRate) = (from.StepCount, from.ConstantRate);
    }

    /// <summary>The index in the formula of the n-th value that is described.</summary>
    private static int IndexOf(StepProgram program, int place)
    {
        var index = -1;
        for (var seen = -1; seen < place;)
        {
            index++;
            if (!StateDescription.IsPending(program.FormOf(index)))
                seen++;
        }

        return index;
    }

    /// <summary>A copy of the numbers of a value of one number an element.</summary>
    private static Array Numbers(Slot slot, int index)
    {
        Array numbers = slot.Kind == ElementKind.Double ? new double[slot.Shape.Length] : new float[slot.Shape.Length];
        slot.ReadState(index, numbers);
        return numbers;
    }

    private static void Scale(Array numbers, double factor)
    {
        if (factor == 1)
            return;
        if (numbers is double[] doubles)
        {
            foreach (ref var each in doubles.AsSpan())
                each *= factor;
            return;
        }

        foreach (ref var each in ((float[])numbers).AsSpan())
            each = (float)(factor * each);
    }

    private static void SetProduct(Slot slot, IReadOnlyList<StateDescriptor> descriptors, string name, RunningProduct product)
    {
        var start = StateContent.ScalarStart(descriptors, name);
        (slot.Scalars[start], slot.Scalars[start + 1]) = (product.High, product.Low);
    }
}
