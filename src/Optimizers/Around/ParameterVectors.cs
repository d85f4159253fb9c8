using System.Buffers;
using System.Numerics;
using Optimizers.Arithmetic;

namespace Optimizers;

/// <summary>Vectors as long as the parameters that a wrapper keeps beside them, as states; narrow elements in single precision.</summary>
internal static class ParameterVectors
{
    /// <summary>A copy of the values, and zeros beside it where they have a name.</summary>
    public static ParameterState[] Read(scoped ReadOnlySpan<Parameter> parameters, string name, string? rest = null)
    {
        var states = new ParameterState[parameters.Length];
        for (var i = 0; i < states.Length; i++)
        {
            ref readonly var parameter = ref parameters[i];
            var columns = parameter.IsMatrix ? parameter.Columns : 0;
            var kind = parameter.ElementKind == ElementKind.Double ? ElementKind.Double : ElementKind.Single;
            var isByRows = parameter.IsByRows;
            var value = new StateValue(name, StateMeaning.ParameterValue, StateForm.Element, kind, parameter.Rows, columns) { IsByRows = isByRows };
            if (parameter.Misfit is null && parameter.ValueOwner is not null)
                Read(parameter, value);
            StateValue[] values = rest is null
                ? [value]
                : [value, new StateValue(rest, StateMeaning.Remainder, StateForm.Element, kind, parameter.Rows, columns) { IsByRows = isByRows }];
            states[i] = new ParameterState(parameter.Name, parameter.ElementKind, parameter.Rows, columns, 0, values)
            {
                IsByRows = parameter.IsByRows,
            };
        }

        return states;
    }

    /// <summary>Zeros as long as the values.</summary>
    public static ParameterState[] Zeros(scoped ReadOnlySpan<Parameter> parameters, string name)
    {
        var states = Read(parameters, name);
        foreach (var state in states)
            state.Values[0].Bytes.Clear();
        return states;
    }

    /// <summary>True if the vectors are those of the parameters: number, shapes and element types.</summary>
    public static bool AreOf(scoped ReadOnlySpan<Parameter> parameters, ParameterState[] vectors)
    {
        if (parameters.Length != vectors.Length)
            return false;
        for (var i = 0; i < vectors.Length; i++)
        {
            if (parameters[i].Shape != vectors[i].Shape || parameters[i].ElementKind != vectors[i].Kind)
                return false;
        }

        return true;
    }

    /// <summary>s ← s + g.</summary>
    public static void AddGradients(scoped ReadOnlySpan<Parameter> parameters, ParameterState[] sums)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            ref readonly var parameter = ref parameters[i];
            if (parameter.Frozen)
                continue;
            if (parameter.ElementKind == ElementKind.Double)
                Add(parameter.Gradients<double>(), sums[i].Values[0].Doubles);
            else if (parameter.ElementKind == ElementKind.Single)
                Add(parameter.Gradients<float>(), sums[i].Values[0].Singles);
            else
                AddNarrow(parameter, sums[i].Values[0].Singles);
        }
    }

    /// <summary>The parameters with (s + g)/k for their gradients, in the memory of the call before.</summary>
    public static void MeanGradients(scoped ReadOnlySpan<Parameter> parameters, ParameterState[] sums, int count, Parameter[] into)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            ref readonly var parameter = ref parameters[i];
            var mean = into[i].GradientOwner as Array;
            if (parameter.Frozen)
            {
                // Not with the caller's gradient, in whose place a later mean would be written.
                into[i] = parameter;
                if (mean is null)
                    Parameter.DropGradient(ref into[i]);
                else
                    into[i] = parameter.WithGradient(mean);
                continue;
            }

            var sum = sums[i].Values[0];
            switch (parameter.ElementKind)
            {
                case ElementKind.Double:
                    var doubles = mean as double[] ?? new double[sum.Length];
                    Mean(sum.Doubles, parameter.Gradients<double>(), count, doubles);
                    mean = doubles;
                    break;
                case ElementKind.Single:
                    var singles = mean as float[] ?? new float[sum.Length];
                    Mean(sum.Singles, parameter.Gradients<float>(), count, singles);
                    mean = singles;
                    break;
                case ElementKind.Half:
                    var halves = mean as Half[] ?? new Half[sum.Length];
                    for (var k = 0; k < halves.Length; k++)
                        halves[k] = (Half)((sum.Singles[k] + (float)Ascent.GradientAt(parameter, k)) / count);
                    mean = halves;
                    break;
                default:
                    var bits = mean as ushort[] ?? new ushort[sum.Length];
                    for (var k = 0; k < bits.Length; k++)
                        Narrow.RoundBFloat16([(sum.Singles[k] + (float)Ascent.GradientAt(parameter, k)) / count], bits.AsSpan(k, 1));
                    mean = bits;
                    break;
            }

            into[i] = parameter.WithGradient(mean);
        }
    }

    /// <summary>What is known of the parameters without their numbers.</summary>
    public static ParameterState[] Infos(scoped ReadOnlySpan<Parameter> parameters)
    {
        var states = new ParameterState[parameters.Length];
        for (var i = 0; i < states.Length; i++)
        {
            ref readonly var parameter = ref parameters[i];
            states[i] = new ParameterState(
                parameter.Name, parameter.ElementKind, parameter.Rows, parameter.IsMatrix ? parameter.Columns : 0, 0, [])
            {
                IsByRows = parameter.IsByRows,
            };
        }

        return states;
    }

    /// <summary>Copies the values over those of before, where they are of the same parameters.</summary>
    /// <returns>False if they are not; nothing is written then.</returns>
    public static bool TryRead(scoped ReadOnlySpan<Parameter> parameters, ParameterState[] into)
    {
        if (parameters.Length != into.Length)
            return false;
        for (var i = 0; i < into.Length; i++)
        {
            ref readonly var parameter = ref parameters[i];
            if (parameter.Shape != into[i].Shape || parameter.ElementKind != into[i].Kind || parameter.Name != into[i].Name)
                return false;
        }

        for (var i = 0; i < into.Length; i++)
            Read(parameters[i], into[i].Values[0]);
        return true;
    }

    /// <summary>Why states are not vectors of that name beside the parameters of the state inside, as a sentence; null if they are.</summary>
    public static string? Misfit(
        IReadOnlyList<ParameterState> states, OptimizerState inner, string name, string? rest = null, bool onlyNarrow = false)
    {
        if (states.Count > 0 && inner.Parameters.Count > 0 && states.Count != inner.Parameters.Count)
            return $"The state has {states.Count} parameters outside and {inner.Parameters.Count} inside.";
        for (var i = 0; i < states.Count; i++)
        {
            var state = states[i];
            var kind = state.Kind == ElementKind.Double ? ElementKind.Double : ElementKind.Single;
            var count = onlyNarrow && state.Kind is ElementKind.Double or ElementKind.Single ? 0 : rest is null ? 1 : 2;
            if (state.Values.Count != count
                || state.Values.Any(each => each.IsByRows != state.IsByRows)
                || (count > 0 && !state.Values[0].IsLike(name, StateMeaning.ParameterValue, StateForm.Element, kind, state.Rows, state.Columns))
                || (rest is not null && !state.Values[1].IsLike(rest, StateMeaning.Remainder, StateForm.Element, kind, state.Rows, state.Columns)))
            {
                return $"parameters[{i}] of the state remembers ({string.Join("; ", state.Values)}); it should remember {name}, as the parameter is.";
            }

            if (inner.Parameters.Count > 0
                && (state.Shape != inner.Parameters[i].Shape || (onlyNarrow ? kind : state.Kind) != inner.Parameters[i].Kind))
            {
                return $"parameters[{i}] of the state is {Parameter.Describe(state.Shape, state.Kind)} outside and "
                    + $"{Parameter.Describe(inner.Parameters[i].Shape, inner.Parameters[i].Kind)} inside.";
            }
        }

        return null;
    }

    /// <summary>φ ← φ + α(θ − φ), θ ← φ.</summary>
    public static void Follow(scoped ReadOnlySpan<Parameter> parameters, ParameterState[] slow, double alpha)
    {
        for (var i = 0; i < slow.Length; i++)
        {
            if (parameters[i].Frozen)
                continue;
            var value = slow[i].Values[0];
            switch (parameters[i].ElementKind)
            {
                case ElementKind.Double:
                    Follow(parameters[i].Values<double>(), value.Doubles, alpha);
                    break;
                case ElementKind.Single:
                    Follow(parameters[i].Values<float>(), value.Singles, (float)alpha);
                    break;
                default:
                    var wide = new float[parameters[i].Length];
                    Widen(parameters[i], wide);
                    Follow(wide, value.Singles, (float)alpha);
                    Round(wide, parameters[i]);
                    break;
            }
        }
    }

    /// <summary>a ← a + c(θ − a), with what rounding has left out beside it.</summary>
    public static void Average(scoped ReadOnlySpan<Parameter> parameters, ParameterState[] averages, double share)
    {
        for (var i = 0; i < averages.Length; i++)
        {
            if (parameters[i].Frozen)
                continue;
            var (average, rest) = (averages[i].Values[0], averages[i].Values[1]);
            if (parameters[i].ElementKind == ElementKind.Double)
                Average(parameters[i].Values<double>(), average.Doubles, rest.Doubles, share);
            else if (parameters[i].ElementKind == ElementKind.Single)
                Average(parameters[i].Values<float>(), average.Singles, rest.Singles, (float)share);
            else
            {
                using var wide = MemoryPool<float>.Shared.Rent(parameters[i].Length);
                Widen(parameters[i], wide.Memory.Span[..parameters[i].Length]);
                Average(wide.Memory.Span[..parameters[i].Length], average.Singles, rest.Singles, (float)share);
            }
        }
    }

    /// <summary>Writes vectors into the parameters.</summary>
    public static void Write(scoped ReadOnlySpan<ParameterState> from, scoped ReadOnlySpan<Parameter> parameters)
    {
        for (var i = 0; i < from.Length; i++)
        {
            if (parameters[i].ElementKind == ElementKind.Double)
                from[i].Values[0].Doubles.CopyTo(parameters[i].Values<double>());
            else if (parameters[i].ElementKind == ElementKind.Single)
                from[i].Values[0].Singles.CopyTo(parameters[i].Values<float>());
            else
                Round(from[i].Values[0].Singles, parameters[i]);
        }
    }

    /// <summary>True if the one has a place for what the other holds.</summary>
    public static bool AreAlike(IReadOnlyList<ParameterState> states, ParameterState[]? others)
    {
        if (states.Count != (others?.Length ?? 0))
            return false;
        for (var i = 0; i < states.Count; i++)
        {
            if (!states[i].IsLike(others![i]))
                return false;
        }

        return true;
    }

    /// <summary>Copies vectors that are alike.</summary>
    public static void Copy(ParameterState[]? from, IReadOnlyList<ParameterState> to)
    {
        for (var i = 0; i < to.Count; i++)
        {
            for (var k = 0; k < to[i].Values.Count; k++)
                from![i].Values[k].Bytes.CopyTo(to[i].Values[k].Bytes);
        }
    }

    private static void Read(in Parameter parameter, StateValue into)
    {
        if (parameter.ElementKind == ElementKind.Double)
            parameter.Values<double>().CopyTo(into.Doubles);
        else if (parameter.ElementKind == ElementKind.Single)
            parameter.Values<float>().CopyTo(into.Singles);
        else
            Widen(parameter, into.Singles);
    }

    private static void Widen(in Parameter parameter, Span<float> into)
    {
        if (parameter.ElementKind == ElementKind.Half)
            Narrow.WidenHalf(parameter.Values<Half>(), into);
        else
            Narrow.WidenBFloat16(parameter.Values<ushort>(), into);
    }

    private static void Round(ReadOnlySpan<float> from, in Parameter parameter)
    {
        if (parameter.ElementKind == ElementKind.Half)
            Narrow.RoundHalf(from, parameter.Values<Half>());
        else
            Narrow.RoundBFloat16(from, parameter.Values<ushort>());
    }

    private static void Add<E>(ReadOnlySpan<E> gradient, Span<E> sum) where E : INumber<E>
    {
        for (var k = 0; k < sum.Length; k++)
            sum[k] += gradient[k];
    }

    private static void AddNarrow(in Parameter parameter, Span<float> sum)
    {
        for (var k = 0; k < sum.Length; k++)
            sum[k] += (float)Ascent.GradientAt(parameter, k);
    }

    private static void Mean<E>(ReadOnlySpan<E> sum, ReadOnlySpan<E> gradient, int count, Span<E> mean) where E : INumber<E>
    {
        var divisor = E.CreateChecked(count);
        for (var k = 0; k < mean.Length; k++)
            mean[k] = (sum[k] + gradient[k]) / divisor;
    }

    private static void Average<E>(ReadOnlySpan<E> theta, Span<E> average, Span<E> rest, E share) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        for (var k = 0; k < theta.Length; k++)
        {
            var change = (share * (theta[k] - average[k])) + rest[k];
            var next = average[k] + change;
            var changed = next - average[k];
            rest[k] = average[k] - (next - changed) + (change - changed); // As in RunningMean.
            average[k] = next;
        }
    }

    private static void Follow<E>(Span<E> theta, Span<E> slow, E alpha) where E : INumber<E>
    {
        for (var k = 0; k < theta.Length; k++)
        {
            slow[k] += alpha * (theta[k] - slow[k]);
            theta[k] = slow[k];
        }
    }
}
