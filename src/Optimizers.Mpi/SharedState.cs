using System.Text;

namespace Optimizers.Mpi;

/// <summary>The state of an optimizer of which every rank has a share: made whole on one rank, and cut into shares again.</summary>
internal static class SharedState
{
    private const int None = -1;

    /// <summary>The share of this rank: without the values of other ranks' parameters.</summary>
    public static OptimizerState Share(OptimizerState whole, Func<int, bool> isMine)
    {
        var parameters = whole.Parameters.Select((each, position) => isMine(position) ? each : Copy(each, None, [])).ToArray();
        return Copy(whole, parameters);
    }

    /// <summary>The whole, on rank 0; null on the others. All ranks call it.</summary>
    public static OptimizerState? Gather(OptimizerState mine, MpiWorld world, Func<int, int> ownerOf)
    {
        var parameters = new ParameterState[mine.Parameters.Count];
        for (var position = 0; position < parameters.Length; position++)
            parameters[position] = Gather(mine.Parameters[position], world, ownerOf(position));
        return world.Rank == 0 ? Copy(mine, parameters) : null;
    }

    private static ParameterState Gather(ParameterState mine, MpiWorld world, int owner)
    {
        var isOwner = world.Rank == owner;
        long[] head = [mine.Group, mine.Steps, BitConverter.DoubleToInt64Bits(mine.ConstantRate), mine.Values.Count];
        world.Broadcast<long>(head, owner);
        var values = new StateValue[head[3]];
        for (var i = 0; i < values.Length; i++)
        {
            var value = isOwner ? mine.Values[i] : null;
            var name = isOwner ? Encoding.UTF8.GetBytes(value!.Name) : [];
            int[] shape = isOwner
                ? [name.Length, (int)value!.Meaning, (int)value.Form, (int)value.Kind, value.Rows, value.Columns, value.IsByRows ? 1 : 0]
                : new int[7];
            world.Broadcast<int>(shape, owner);
            if (!isOwner)
                name = new byte[shape[0]];
            world.Broadcast<byte>(name, owner);
            value ??= new StateValue(
                Encoding.UTF8.GetString(name), (StateMeaning)shape[1], (StateForm)shape[2], (ElementKind)shape[3], shape[4], shape[5])
            {
                IsByRows = shape[6] != 0,
            };
            world.Broadcast(value.Bytes, owner);
            values[i] = value;
        }

        return new ParameterState(mine.Name, mine.Kind, mine.Rows, mine.Columns, (int)head[0], world.Rank == 0 ? values : [])
        {
            IsByRows = mine.IsByRows,
            Steps = head[1],
            ConstantRate = BitConverter.Int64BitsToDouble(head[2]),
        };
    }

    private static ParameterState Copy(ParameterState of, int group, StateValue[] values) => new(of.Name, of.Kind, of.Rows, of.Columns, group, values)
    {
        IsByRows = of.IsByRows,
        Steps = of.Steps,
        ConstantRate = of.ConstantRate,
    };

    private static OptimizerState Copy(OptimizerState of, ParameterState[] parameters)
    {
        var copy = new OptimizerState(of.Rule, of.Maximizes, parameters, of.Groups)
        {
            Iteration = of.Iteration,
            SkippedSteps = of.SkippedSteps,
            LastGradientNorm = of.LastGradientNorm,
        };
        foreach (var (name, value) in of.Scalars)
            copy.Scalars[name] = value;
        return copy;
    }
}
