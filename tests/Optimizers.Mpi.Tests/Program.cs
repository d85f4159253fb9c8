using Optimizers;
using Optimizers.Mpi;
using Optimizers.Mpi.Tests;

// mpirun -n 4 dotnet Optimizers.Mpi.Tests.dll SCENARIO: what a rank does in a test.
return MpiWorld.Run(world =>
{
    switch (args[0])
    {
        case "bits":
            foreach (var name in Trainings.Names)
                Console.WriteLine($"{world.Rank} {name} {Trainings.Run(name, world)}");
            break;
        case "sum":
            double[] values = [world.Rank + 1, 0.1 * world.Rank];
            world.Sum(values);
            var all = new int[world.Size];
            world.AllGather<int>([10 * world.Rank], all);
            float[] root = [world.Rank];
            world.Broadcast<float>(root, world.Size - 1);
            world.Barrier();
            Console.WriteLine(FormattableString.Invariant($"{values[0]} {values[1]:R} {string.Join(' ', all)} {root[0]} {world.Library[..5]}"));
            break;
        case "null":
            try
            {
                Console.WriteLine(Nothing()!.Length);
            }
            catch (NullReferenceException)
            {
                Console.WriteLine("caught");
            }

            break;
        case "nan":
            Refused<NonFiniteGradientException>(world, parameter: null, bad: double.NaN);
            break;
        case "refuses":
            Refused<Exception>(world, world.Rank == 1 ? new double[3] : null, bad: 1);
            break;
        case "model":
            Refused<InvalidOperationException>(world, world.Rank == 1 ? [1, 2, 3] : null, bad: 1, gradient: world.Rank == 1 ? [1, 1, 1] : null);
            break;
        case "drift":
            double[] theta = [1, 2];
            var optimizer = new DataParallel(new Sgd(0.1), world) { CheckEvery = 2 };
            optimizer.Step(theta, [1, 1]);
            optimizer.Step(theta, [1, 1]);
            if (world.Rank == 1)
                theta[1] += 1e-9;
            try
            {
                optimizer.Step(theta, [1, 1]);
            }
            catch (InvalidOperationException exception)
            {
                Console.WriteLine(exception.Message);
            }

            break;
        case "starts":
            try
            {
                new DataParallel(new Sgd(0.1), world).Step([1.0 + world.Rank], [1.0]);
            }
            catch (InvalidOperationException exception)
            {
                Console.WriteLine(exception.Message);
            }

            break;
        case "shares":
            foreach (var name in Trainings.Names)
                Console.WriteLine($"{world.Rank} {name} {Trainings.Run(name, world, sharesState: true)}");
            break;
        case "share sizes":
            Console.WriteLine($"{world.Rank} {Trainings.StateBytes(world)}");
            break;
        case "share resumes":
            Console.WriteLine(Trainings.Resume(world, Environment.GetEnvironmentVariable("TRAINING_FILE")!));
            break;
        case "share nan":
            double[] mine = [1, 2];
            var sharing = new DataParallel(new Adam(0.1) { NonFinite = NonFiniteGradients.Skip }, world) { SharesState = true };
            sharing.Step([(mine, (double[])[1, double.NaN]), (new double[] { 1 }, new double[] { 1 })]);
            Console.WriteLine(FormattableString.Invariant($"{mine[0]} {mine[1]} {sharing.Iteration} {((Adam)sharing.Inner).SkippedSteps}"));
            break;
        case "local":
            Console.WriteLine($"{world.Rank} {Trainings.RunLocal(world)}");
            break;
        case "classifies":
            Console.WriteLine(Trainings.Classify(world));
            break;
        case "throws":
            world.Barrier();
            if (world.Rank == 1)
                throw new NotSupportedException("no luck");
            Thread.Sleep(TimeSpan.FromMinutes(5));
            break;
        case "killed":
            world.Barrier();
            if (world.Rank == 1)
                System.Diagnostics.Process.GetCurrentProcess().Kill();
            Thread.Sleep(TimeSpan.FromMinutes(5));
            break;
        case "ends":
            var longer = new DataParallel(new Sgd(0.1), world);
            for (var step = 0; step < 3 + world.Rank; step++)
                longer.Step([1.0], [1.0]);
            break;
        default:
            throw new ArgumentException($"No scenario {args[0]}.");
    }
});

static string? Nothing() => null;

static void Refused<TException>(MpiWorld world, double[]? parameter, double bad, double[]? gradient = null) where TException : Exception
{
    double[] theta = parameter ?? [1, 2];
    var optimizer = new DataParallel(new Adam(0.1), world);
    try
    {
        optimizer.Step(theta, gradient ?? (world.Rank == 1 ? [1, bad] : [1, 1]));
        Console.WriteLine("not refused");
    }
    catch (TException exception)
    {
        Console.WriteLine($"{exception.GetType().Name}: {exception.Message} {string.Join(' ', theta)} {optimizer.Iteration}");
    }
}
