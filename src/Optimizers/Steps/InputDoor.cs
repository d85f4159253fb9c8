using System.Globalization;

namespace Optimizers.Steps;

#pragma warning disable CA2208 // What is at fault are the inputs of the step.

/// <summary>What a step is given beside the gradients: checked, and lent to the slots.</summary>
internal static class InputDoor
{
    /// <summary>Checks that all is there that the groups need, and lends it.</summary>
    /// <param name="slots">The slots, whose groups have been asked.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="iteration">The iteration.</param>
    /// <param name="maximizes">True if the rule is shown −L.</param>
    /// <param name="ruleName">Whose step it is, for messages.</param>
    public static void Lend(StepSlots slots, in StepInputs inputs, long iteration, bool maximizes, string ruleName)
    {
        var (given, loss) = (inputs.Given, inputs.Loss ?? double.NaN);
        foreach (var group in slots.Groups)
        {
            if ((group.Settings.Inputs & ~given) is not StepInput.None and var missing)
                throw Missing(missing, iteration, ruleName);
            (group.Given, group.Maximizes, group.Loss) = (given, maximizes, maximizes ? -loss : loss);
        }

        if (!slots.HasFilled)
            return;
        Lend(slots, StepInput.SecondGradient, inputs.SecondGradient);
        Lend(slots, StepInput.HessianDiagonal, inputs.HessianDiagonal);
    }

    /// <summary>Fills what formulas read of the inputs, and refuses one that holds NaN or an infinity.</summary>
    public static void Fill(StepSlots slots, in StepInputs inputs, long iteration, in StepSettings settings)
    {
        var passes = settings.NonFinite == NonFiniteGradients.Pass;
        if (inputs.Loss is { } loss && !double.IsFinite(loss) && !passes)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"The loss of iteration {iteration} is {loss}; it must be finite. Nothing was changed."),
                nameof(inputs));
        }

        if (slots.HasFilled && !slots.Job.Fill(settings.MaxThreads) && !passes)
            throw NotFinite(slots);
    }

    private static ArgumentException NotFinite(StepSlots slots)
    {
        for (var position = 0; position < slots.Count; position++)
        {
            var slot = slots[position];
            if (slot.Parameter.Frozen || slot.FirstNotFiniteInput() is not (var input, var index))
                continue;
            return new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"{NameOf(input)} of {StepDoor.Place(position, slot.Parameter)} is not finite at index {index}. Nothing was changed."),
                "inputs");
        }

        return new ArgumentException("An input of the step is not finite. Nothing was changed.", "inputs");
    }

    private static void Lend(StepSlots slots, StepInput input, IReadOnlyList<Parameter>? values)
    {
        if (values is not null && values.Count != slots.Count)
        {
            throw new ArgumentException(
                $"{NameOf(input)} is given for {values.Count} parameters, but the step has {slots.Count}: one for each, in their order.",
                nameof(values));
        }

        for (var position = 0; position < slots.Count; position++)
        {
            var slot = slots[position];
            var value = values is null ? default : values[position];
            if (values is not null && !slot.Parameter.Frozen && slot.Reads(input))
                Check(slot, input, value, position);
            slot.Lend(input, value);
        }
    }

    private static void Check(Slot slot, StepInput input, in Parameter value, int position)
    {
        var fault = value.Misfit
            ?? (!value.HasGradient ? "is null"
            : value.Shape != slot.Shape || value.ElementKind != slot.Kind
                ? $"is {Parameter.Describe(value.Shape, value.ElementKind)}; it must be {Parameter.Describe(slot.Shape, slot.Kind)}"
            : null);
        if (fault is not null)
            throw new ArgumentException($"{NameOf(input)} of {StepDoor.Place(position, slot.Parameter)} {fault}. Nothing was changed.", "inputs");
    }

    private static string NameOf(StepInput input) => input == StepInput.HessianDiagonal ? "The Hessian's diagonal" : "The second gradient";

    private static InvalidOperationException Missing(StepInput missing, long iteration, string ruleName)
    {
        var names = Enum.GetValues<StepInput>().Where(each => each != StepInput.None && missing.HasFlag(each)).ToArray();
        return new(string.Create(
            CultureInfo.InvariantCulture,
            $"{ruleName} needs {string.Join(" and ", names)} in iteration {iteration}: "
            + $"optimizer.Step(parameters, new StepInputs {{ {string.Join(", ", names.Select(name => $"{name} = …"))} }}). Nothing was changed."));
    }
}
