using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Mpi.Tests;

/// <summary>Short trainings with every optimizer of the library, on ranks and, as it should be, in one process.</summary>
internal static class Trainings
{
    private const int Steps = 12;

    /// <summary>Every optimizer with a constructor that a learning rate is enough for, and which needs no second derivatives or gradients.</summary>
    public static string[] Names { get; } =
    [
        .. typeof(IOptimizer).Assembly.GetExportedTypes()
            .Where(type => type.IsSealed && !type.IsAbstract && type.IsSubclassOf(typeof(Optimizer)) && Create(type) is not null)
            .Select(type => type.Name).Order(StringComparer.Ordinal),
    ];

    /// <summary>The hash of the parameters after some steps on this world's ranks.</summary>
    public static string Run(string name, MpiWorld world, bool sharesState = false)
    {
        var (matrix, vector) = Start(world.Rank == 0 ? 0 : 100); // The start of rank 0 counts.
        var (of, to) = (new double[12], new float[5]);
        var optimizer = new DataParallel(Made(name), world) { CheckEvery = 5, SharesState = sharesState };
        optimizer.Synchronize([Parameter.Matrix(matrix, of, 3, 4) with { Name = "w" }, new Parameter(vector, to) { Name = "b" }]);
        for (var step = 0; step < Steps; step++)
        {
            Gradients(matrix, vector, of, to, step, world.Rank);
            Step(optimizer, matrix, of, vector, to);
        }

        return Hash(matrix, vector);
    }

    /// <summary>The same in one process, which takes the means in the order of the ranks.</summary>
    public static string Expected(string name, int ranks)
    {
        var (matrix, vector) = Start(0);
        var optimizer = Made(name);
        for (var step = 0; step < Steps; step++)
        {
            var (of, to) = (new double[12], new float[5]);
            for (var rank = 0; rank < ranks; rank++)
            {
                var (mine, mineToo) = (new double[12], new float[5]);
                Gradients(matrix, vector, mine, mineToo, step, rank);
                for (var i = 0; i < 12; i++)
                    of[i] = rank == 0 ? mine[i] : of[i] + mine[i];
                for (var i = 0; i < 5; i++)
                    to[i] = rank == 0 ? mineToo[i] : to[i] + mineToo[i];
            }

            Step(optimizer, matrix, [.. of.Select(x => x / ranks)], vector, [.. to.Select(x => x / ranks)]);
        }

        return Hash(matrix, vector);
    }

    /// <summary>What a rank remembers of a model of unlike parameters for Adam, and of all of it, in bytes.</summary>
    public static string StateBytes(MpiWorld world)
    {
        var optimizer = new DataParallel(new Adam(0.01), world) { SharesState = true };
        Parameter[] parameters =
        [
            .. Enumerable.Range(1, 30).Select(i => new Parameter(new double[100 * i], new double[100 * i])),
            .. Enumerable.Range(1, 30).Select(i => new Parameter(new double[i], new double[i])),
        ];
        optimizer.Step(parameters);
        return string.Join(' ', Bytes(optimizer.Inner.Snapshot()), optimizer.Gather() is { } state ? Bytes(state) : 0);

        static long Bytes(OptimizerState state) => state.Parameters.SelectMany(each => each.Values).Sum(value => (long)value.Bytes.Length);
    }

    /// <summary>Six steps, a file of rank 0's, and six more from it by a new optimizer: the hash.</summary>
    public static string Resume(MpiWorld world, string path)
    {
        var (matrix, vector) = Start(0);
        var (of, to) = (new double[12], new float[5]);
        var optimizer = new DataParallel(new Adam(), world) { SharesState = true };
        for (var step = 0; step < Steps; step++)
        {
            if (step == Steps / 2)
            {
                if (optimizer.Gather() is { } whole)
                    new OptimizerFile(whole).Write(path);
                world.Barrier();
                optimizer = new DataParallel(new Adam(), world) { SharesState = true };
                optimizer.Load(path);
            }

            Gradients(matrix, vector, of, to, step, world.Rank);
            Step(optimizer, matrix, of, vector, to);
        }

        return Hash(matrix, vector);
    }

    /// <summary>Ranks that step by themselves, with a mean after every third step: the hashes after a mean, and one step later.</summary>
    public static string RunLocal(MpiWorld world)
    {
        var (matrix, vector) = Start(world.Rank == 0 ? 0 : 100);
        var (of, to) = (new double[12], new float[5]);
        var optimizer = new LocalSgd(new Adam(0.01), world, every: 3);
        optimizer.Synchronize([Parameter.Matrix(matrix, of, 3, 4) with { Name = "w" }, new Parameter(vector, to) { Name = "b" }]);
        var hashes = new List<string>();
        for (var step = 0; step < 7; step++)
        {
            Gradients(matrix, vector, of, to, step, world.Rank);
            Step(optimizer, matrix, of, vector, to);
            if (step >= 5)
                hashes.Add(Hash(matrix, vector));
        }

        return string.Join(' ', hashes);
    }

    /// <summary>The same in one process, a line for each rank.</summary>
    public static string[] ExpectedLocal(int ranks)
    {
        var starts = Enumerable.Range(0, ranks).Select(_ => Start(0)).ToArray();
        var optimizers = Enumerable.Range(0, ranks).Select(_ => new Adam(0.01)).ToArray();
        var lines = Enumerable.Range(0, ranks).Select(rank => $"{rank}").ToArray();
        for (var step = 0; step < 7; step++)
        {
            for (var rank = 0; rank < ranks; rank++)
            {
                var (matrix, vector) = starts[rank];
                var (of, to) = (new double[12], new float[5]);
                Gradients(matrix, vector, of, to, step, rank);
                Step(optimizers[rank], matrix, of, vector, to);
            }

            if (step % 3 == 2)
            {
                for (var i = 0; i < 12; i++)
                {
                    var mean = starts.Skip(1).Aggregate(starts[0].Matrix[i], (sum, each) => sum + each.Matrix[i]) / ranks;
                    Array.ForEach(starts, each => each.Matrix[i] = mean);
                }

                for (var i = 0; i < 5; i++)
                {
                    var mean = starts.Skip(1).Aggregate(starts[0].Vector[i], (sum, each) => sum + each.Vector[i]) / ranks;
                    Array.ForEach(starts, each => each.Vector[i] = mean);
                }
            }

            for (var rank = 0; rank < ranks && step >= 5; rank++)
                lines[rank] += " " + Hash(starts[rank].Matrix, starts[rank].Vector);
        }

        return lines;
    }

    /// <summary>What stands at a saddle of a loss of which every rank has a part, of unlike weights: by gradients, and by products.</summary>
    public static string Classify(MpiWorld world) => string.Join(' ', new[] { false, true }.Select(hasProduct =>
        Shortened(new RankedObjective(world, Local(world.Rank, hasProduct), weight: 1 + world.Rank))));

    /// <summary>The same loss in one process.</summary>
    public static string ClassifyAlone(int ranks)
    {
        var parts = Enumerable.Range(0, ranks).Select(rank => Local(rank, hasProduct: true)).ToArray();
        var total = ranks * (ranks + 1) / 2.0;
        double Loss(Vector<double> theta) => parts.Select((part, rank) => (1 + rank) / total * part.Loss(theta.ToArray())).Sum();
        Vector<double> Gradient(Vector<double> theta) => Sum(theta.Count, (part, to) => part.Gradient(theta.ToArray(), to));
        Vector<double> Product(Vector<double> theta, Vector<double> v) =>
            Sum(theta.Count, (part, to) => part.Product(theta.ToArray(), v.ToArray(), to));
        return $"{Shortened(Objective.Create(Loss, Gradient))} {Shortened(Objective.Create(Loss, Gradient, Product))}";

        Vector<double> Sum(int count, Action<Objective, double[]> evaluate)
        {
            var sum = Vector<double>.Build.Dense(count);
            for (var rank = 0; rank < ranks; rank++)
            {
                var values = new double[count];
                evaluate(parts[rank], values);
                for (var i = 0; i < count; i++)
                    sum[i] += (1 + rank) / total * values[i];
            }

            return sum;
        }
    }

    // All that it says, in a line that is short enough to be printed in one piece.
    private static string Shortened(Objective objective)
    {
        var point = CriticalPoint.Classify(objective, Vector<double>.Build.Dense(3));
        return $"{point.Kind} {Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(point.ToString())))[..16]}";
    }

    private static Objective Local(int rank, bool hasProduct) => Objective.Create(
        theta => (theta[0] * theta[0]) - (theta[1] * theta[1]) + ((1 + rank) * Math.Cosh(theta[2])),
        theta => Vector<double>.Build.Dense([2 * theta[0], -2 * theta[1], (1 + rank) * Math.Sinh(theta[2])]),
        hasProduct ? (theta, v) => Vector<double>.Build.Dense([2 * v[0], -2 * v[1], (1 + rank) * Math.Cosh(theta[2]) * v[2]]) : null);

    private static (double[] Matrix, float[] Vector) Start(int offset) =>
        ([.. Enumerable.Range(0, 12).Select(i => offset + Math.Sin(i))], [.. Enumerable.Range(0, 5).Select(i => (float)(offset + Math.Cos(i)))]);

    private static void Gradients(double[] matrix, float[] vector, double[] of, float[] to, int step, int rank)
    {
        for (var i = 0; i < 12; i++)
            of[i] = matrix[i] + (0.1 * Math.Sin((7 * step) + (3 * rank) + i));
        for (var i = 0; i < 5; i++)
            to[i] = vector[i] + (0.1f * MathF.Cos((5 * step) + rank + i));
    }

    private static void Step(IOptimizer optimizer, double[] matrix, double[] of, float[] vector, float[] to)
    {
        Parameter[] parameters = [Parameter.Matrix(matrix, of, 3, 4) with { Name = "w" }, new Parameter(vector, to) { Name = "b" }];
        optimizer.Step(parameters, new StepInputs { Loss = 1 });
    }

    private static string Hash(double[] matrix, float[] vector) =>
        Convert.ToHexString(SHA256.HashData([.. MemoryMarshal.AsBytes(matrix.AsSpan()), .. MemoryMarshal.AsBytes(vector.AsSpan())]))[..16];

    private static IOptimizer Made(string name)
    {
        var optimizer = Create(typeof(IOptimizer).Assembly.GetExportedTypes().Single(type => type.Name == name))!;
        return optimizer is Muon ? new GroupedOptimizer((parameter => parameter.IsMatrix, optimizer), (_ => true, new Sgd(0.01))) : optimizer;
    }

    private static Optimizer? Create(Type type)
    {
        foreach (var constructor in type.GetConstructors().OrderBy(each => each.GetParameters().Length))
        {
            var parameters = constructor.GetParameters();
            if (!parameters.All(each => each.HasDefaultValue || each.ParameterType == typeof(Schedule)))
                continue;
            object?[] arguments = Array.ConvertAll(parameters, each => each.HasDefaultValue ? Type.Missing : (object)(Schedule)0.01);
            try
            {
                var optimizer = (Optimizer)constructor.Invoke(BindingFlags.OptionalParamBinding, null, arguments, null);
                var inputs = Enumerable.Range(0, Steps).Aggregate(StepInput.None, (all, step) => all | ((ITakesInputs)optimizer).InputsAt(step));
                return (inputs & ~StepInput.Loss) == StepInput.None ? optimizer : null;
            }
            catch (TargetInvocationException)
            {
            }
        }

        return null;
    }
}
