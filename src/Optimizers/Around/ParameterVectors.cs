using Optimizers.Arithmetic;

namespace Optimizers;

/// <summary>Vectors as long as the parameters that a wrapper keeps beside them, as states; narrow elements in single precision.</summary>
internal static class ParameterVectors
{
    /// <summary>A copy of the values.</summary>
    public static ParameterState[] Read(scoped ReadOnlySpan<Parameter> parameters, string name)
    {
        var states = new ParameterState[parameters.Length];
        for (var i = 0; i < states.Length; i++)
        {
            ref readonly var parameter = ref parameters[i];
            var columns = parameter.IsMatrix ? parameter.Columns : 0;
            var kind = parameter.ElementKind == ElementKind.Double ? ElementKind.Double : ElementKind.Single;
            var value = new StateValue(name, StateMeaning.ParameterValue, StateForm.Element, kind, parameter.Rows, columns);
            if (parameter.Misfit is null && parameter.ValueOwner is not null)
                Read(parameter, value);
            states[i] = new ParameterState(parameter.Name, parameter.ElementKind, parameter.Rows, columns, 0, [value]);
        }

        return states;
    }

    /// <summary>What is known of the parameters without their numbers.</summary>
    public static ParameterState[] Infos(scoped ReadOnlySpan<Parameter> parameters)
    {
        var states = new ParameterState[parameters.Length];
        for (var i = 0; i < states.Length; i++)
        {
            ref readonly var parameter = ref parameters[i];
            states[i] = new ParameterState(
                parameter.Name, parameter.ElementKind, parameter.Rows, parameter.IsMatrix ? parameter.Columns : 0, 0, []);
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
    public static string? Misfit(IReadOnlyList<ParameterState> states, OptimizerState inner, string name)
    {
        if (states.Count > 0 && inner.Parameters.Count > 0 && states.Count != inner.Parameters.Count)
            return $"The state has {states.Count} parameters outside and {inner.Parameters.Count} inside.";
        for (var i = 0; i < states.Count; i++)
        {
            var state = states[i];
            var kind = state.Kind == ElementKind.Double ? ElementKind.Double : ElementKind.Single;
            if (state.Values is not [var value]
                || !value.IsLike(name, StateMeaning.ParameterValue, StateForm.Element, kind, state.Rows, state.Columns))
            {
                return $"parameters[{i}] of the state remembers ({string.Join("; ", state.Values)}); it should remember {name}, as the parameter is.";
            }

            if (inner.Parameters.Count > 0 && (state.Shape != inner.Parameters[i].Shape || state.Kind != inner.Parameters[i].Kind))
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

    /// <summary>Writes vectors into the parameters.</summary>
    public static void Write(ParameterState[] from, scoped ReadOnlySpan<Parameter> parameters)
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
            from![i].Values[0].Bytes.CopyTo(to[i].Values[0].Bytes);
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

    private static void Follow<E>(Span<E> theta, Span<E> slow, E alpha) where E : System.Numerics.INumber<E>
    {
        for (var k = 0; k < theta.Length; k++)
        {
            slow[k] += alpha * (theta[k] - slow[k]);
            theta[k] = slow[k];
        }
    }
}
