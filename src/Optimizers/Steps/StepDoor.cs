using System.Globalization;

namespace Optimizers.Steps;

/// <summary>The door: all that can be wrong with the parameters of a step is found here, before anything is kept of them.</summary>
#pragma warning disable CA2208 // What is at fault are the parameters of the step.
internal static class StepDoor
{
    /// <summary>Checks how many parameters there are.</summary>
    public static void CheckCount(scoped ReadOnlySpan<Parameter> parameters, StepSlots? slots)
    {
        if (parameters.IsEmpty)
            throw new ArgumentException("The step has no parameters; it needs at least one value with its gradient.", nameof(parameters));
        if (slots is not null && slots.Count != parameters.Length)
        {
            throw new ArgumentException(
                $"The step has {parameters.Length} parameters, but the first one had {slots.Count}: every step takes the "
                + $"same ones in the same order.",
                nameof(parameters));
        }
    }

    /// <summary>Checks every parameter of a first step by itself.</summary>
    public static void Check(scoped ReadOnlySpan<Parameter> parameters)
    {
        for (var position = 0; position < parameters.Length; position++)
            Check(parameters, position, null);
    }

    /// <summary>Checks parameters of which only the values are used.</summary>
    public static void CheckValues(scoped ReadOnlySpan<Parameter> parameters, StepSlots? slots)
    {
        var frozen = parameters.ToArray();
        foreach (ref var parameter in frozen.AsSpan())
            parameter = parameter with { Frozen = true };
        CheckCount(frozen, slots);
        for (var position = 0; position < frozen.Length; position++)
            Check(frozen, position, slots?[position]);
    }

    /// <summary>The refusal of memory that the step would change twice, or change and read.</summary>
    public static ArgumentException Overlap(StepSlots slots, int first, int second, bool isGradient)
    {
        var (one, other) = (Place(first, slots[first].Parameter), Place(second, slots[second].Parameter));
        return new ArgumentException(
            first == second ? $"{one}: the value and its gradient share memory."
            : isGradient ? $"{one} and {other} share memory: the value of one lies over the gradient of the other. Hand over a copy of the gradient."
            : Frozen(slots, first, second) is { } frozen
            ? $"{one} and {other} share memory, and {frozen} is frozen: no step may change it. Freeze all that share a value, or give a copy."
            : $"{one} and {other} share memory; a step would change it twice. Add the gradients of a shared value up and pass it once.",
            "parameters");
    }

    private static string? Frozen(StepSlots slots, int first, int second) =>
        slots[first].Parameter.Frozen ? Place(first, slots[first].Parameter)
        : slots[second].Parameter.Frozen ? Place(second, slots[second].Parameter) : null;

    /// <summary>The learning rate of a parameter, if its element type can hold it: ∞·0 would be NaN.</summary>
    public static double Rate(double rate, Slot slot, int position, long iteration)
    {
        var largest = slot.Kind == ElementKind.Double ? double.MaxValue : float.MaxValue;
        if (rate <= largest)
            return rate;
        throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"The learning rate of {Place(position, slot.Parameter)} is {rate} in iteration {iteration}; it must be at most "
            + $"{largest}, the largest number of "
            + $"its element type. Nothing was changed."));
    }

    /// <summary>A parameter by its position and its name, for messages.</summary>
    public static string Place(int position, in Parameter parameter) =>
        parameter.Name is null ? $"parameters[{position}]" : $"parameters[{position}] ({parameter.Name})";

    /// <summary>Checks a parameter by itself, and against the steps before.</summary>
    public static void Check(scoped ReadOnlySpan<Parameter> parameters, int position, Slot? slot)
    {
        ref readonly var parameter = ref parameters[position];
        if (parameter.IsNull)
            throw new ArgumentNullException(nameof(parameters), $"{Place(position, parameter)}: the value or its gradient is null.");
        if (parameter.Misfit is not null)
            throw new ArgumentException($"{Place(position, parameter)}: {parameter.Misfit}.", nameof(parameters));
        if (slot is not null && (parameter.Shape != slot.Shape || parameter.ElementKind != slot.Kind))
        {
            throw new ArgumentException(
                $"{Place(position, parameter)} is {Parameter.Describe(parameter.Shape, parameter.ElementKind)}, but in the first step it was "
                + $"{Parameter.Describe(slot.Shape, slot.Kind)}: every step takes the same parameters in the same order.",
                nameof(parameters));
        }

        if (slot is not null && parameter is { IsSparse: true, Frozen: false } && slot.WhyDense is { } why)
        {
            throw new ArgumentException(
                $"{Place(position, parameter)} has a sparse gradient, but {why}: it needs a dense one.", nameof(parameters));
        }

        if (parameter.Name is not null && slot?.Name is { } name && !ReferenceEquals(name, parameter.Name) && name != parameter.Name)
        {
            throw new ArgumentException(
                $"parameters[{position}] is named {parameter.Name}, but in an earlier step {name}: every step takes the same "
                + $"parameters in the same order.",
                nameof(parameters));
        }

        CheckScale(nameof(Parameter.LearningRateScale), parameter.LearningRateScale, position);
        CheckScale(nameof(Parameter.WeightDecayScale), parameter.WeightDecayScale, position);
    }

    private static void CheckScale(string name, double scale, int position)
    {
        if (scale >= 0 && double.IsFinite(scale))
            return;
        throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture,
                $"parameters[{position}]: {name} is {scale}; it must be finite and at least 0."), "parameters");
    }
}
