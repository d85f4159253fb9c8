// Prints one line a measurement: what, a colon, the numbers. The tests read them.
using System.Globalization;
using Outside;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["misuse"])
    return Misuse.Run();
(int, int) vector = (70_000, 0), wide = (2, 35_000);

Compare("Lion", vector, n => new OwnLion(0.01) { MaxThreads = n }, n => new Lion(0.01) { MaxThreads = n });
Compare("Adam", vector, n => new OwnAdam(0.01) { MaxThreads = n }, n => new Adam(0.01) { MaxThreads = n });
Compare("Lamb", vector, n => new OwnLamb(0.01) { MaxThreads = n }, n => new Lamb(0.01) { MaxThreads = n });
Compare("Adafactor", vector, n => new OwnAdafactor(0.01) { MaxThreads = n }, n => new Adafactor(0.01) { MaxThreads = n });
Compare("Prodigy", vector, n => new OwnProdigy() { MaxThreads = n }, n => new Prodigy() { MaxThreads = n });
Compare("Muon", wide, n => new OwnMuon(0.02) { MaxThreads = n }, n => new Muon(0.02) { MaxThreads = n });
Compare("Soap", (12, 12), n => new OwnSoap(0.003) { MaxThreads = n }, n => new Soap(0.003) { MaxThreads = n }, areSquare: true);
Compare("Trace", vector, n => With(n, new Sgd(0.01).Then(new OwnTrace(0.9))), n => With(n, new Sgd(0.01).Then(new Trace(0.9))));
Compare("Trace before", vector, n => With(n, new OwnAdam(0.01).Before(new OwnTrace(0.9))), n => With(n, new Adam(0.01).Before(new Trace(0.9))));

Resume("Lion", () => new OwnLion(0.01));
Resume("Adam", () => new OwnAdam(Schedule.LinearDecay(50, 0.01, 0.001), Schedule.LinearDecay(50, 0.9, 0.5)));
Resume("Lamb", () => new OwnLamb(0.01));
Resume("Adafactor", () => new OwnAdafactor(0.01));
Resume("Prodigy", () => new OwnProdigy());
Resume("Muon", () => new OwnMuon(0.02));
Resume("Soap", () => new OwnSoap(0.003));
Resume("Anderson", () => new OwnAnderson(0.01));
Resume("chain", () => new OwnAdam(0.01).Before(new OwnTrace(0.5)).Then(new OwnStepLimit(0.005)));
Resume("landing", () => new OwnAdam(0.01).InTheOrthant());
Resume("average", () => new OwnAverage(new OwnAdam(0.01), 0.9));

Ring();
StepLimit();
Newton();
Orthant();
Average();
Observe();
Handover();
return 0;

static Optimizer With(int threads, Optimizer optimizer)
{
    optimizer.MaxThreads = threads;
    return optimizer;
}

// The largest distance of one's own to the library's, relative to the largest number, and that of three threads to one.
static void Compare(string name, (int, int) large, Func<int, IOptimizer> own, Func<int, IOptimizer> library, bool areSquare = false)
{
    foreach (var isDouble in new[] { true, false })
    {
        var alone = Run(own(1));
        var (together, theirs) = (Run(own(3)), Run(library(1)));
        var scale = theirs.Max(Math.Abs);
        var moved = Distance(theirs, new Training(isDouble, large, areSquare).Values());
        Print($"compare {name} {(isDouble ? "double" : "float")}", Distance(alone, theirs) / scale, Distance(alone, together), moved);

        double[] Run(IOptimizer optimizer)
        {
            var training = new Training(isDouble, large, areSquare);
            training.Run(optimizer, 50);
            return training.Values();
        }
    }
}

// 25 steps, a snapshot, 25 more; and the same 25 in a new instance from the snapshot.
static void Resume(string name, Func<IOptimizer> make)
{
    foreach (var isDouble in new[] { true, false })
    {
        var (first, second) = (make(), make());
        var training = new Training(isDouble, (5, 4));
        training.Run(first, 25);
        var (state, copy) = (first.Snapshot(), training.Copy());
        training.Run(first, 25);
        second.Restore(state);
        copy.Run(second, 25);
        Print($"resume {name} {(isDouble ? "double" : "float")}", Distance(training.Values(), copy.Values()), second.Iteration);
    }
}

// On a quadratic of six unknowns, whose matrix has eigenvalues from 1 to 100: how far from its minimum gradient descent is after 20 steps, and with
// rings of six changes and of two.
static void Ring()
{
    Print("ring", Far(new Sgd(0.01)), Far(new OwnAnderson(0.01, changes: 6)), Far(new OwnAnderson(0.01, changes: 2)));

    static double Far(IOptimizer optimizer)
    {
        double[] theta = [1, -1, 1, 1, -1, 1], curvatures = [1, 3, 10, 30, 60, 100];
        for (var i = 0; i < 20; i++)
            optimizer.Step([(theta, theta.Zip(curvatures, (at, curvature) => at * curvature).ToArray())]);
        return theta.Max(Math.Abs);
    }
}

static void StepLimit()
{
    double[] theta = [1, 2, 3], gradient = [3, 4, 0];
    new Sgd(1).Then(new OwnStepLimit(0.5)).Step([(theta, gradient)]);
    var factor = 0.5 / Math.Sqrt(25.0 / 3);
    Print("step limit", Distance(theta, [1 - (3 * factor), 2 - (4 * factor), 3]));
}

// g/|h| of each coordinate, at most as long as the loss; and what the step says that is given no diagonal.
static void Newton()
{
    double[] theta = [1, 1, 1], gradient = [2, -3, 8], diagonal = [4, -2, 0.5];
    IOptimizer optimizer = new Lookahead(new OwnDiagonalNewton(1));
    optimizer.Step([(theta, gradient)], new StepInputs { Loss = 10, HessianDiagonal = [(theta, diagonal)] });
    Print("newton", theta);
    optimizer.Step([(theta, gradient)], new StepInputs { Loss = 0.25, HessianDiagonal = [(theta, diagonal)] });
    Print("newton of a low loss", theta);
    Print("newton asks", (double)optimizer.Find<ITakesInputs>()!.InputsAt(2));
    try
    {
        optimizer.Step([(theta, gradient)], new StepInputs { Loss = 1 });
    }
    catch (InvalidOperationException refusal)
    {
        Print("newton is refused", refusal.Message.Contains("needs HessianDiagonal in iteration 2") ? 1 : 0);
    }
}

static void Orthant()
{
    double[] theta = [1, 1, 1], gradient = [0.5, 3, -1];
    var optimizer = new Sgd(1).InTheOrthant();
    optimizer.Step([(theta, gradient)]);
    Print("orthant", theta);
    Print("orthant is found", optimizer.Find<Sgd>() is null ? 0 : 1, optimizer.Find<IHasLearningRate>()!.LearningRate.At(0));
}

static void Average()
{
    double[] theta = [1];
    var optimizer = new OwnAverage(new Sgd(1), 0.75);
    foreach (var g in new double[] { -1, -2, -4 })
        optimizer.Step([(theta, new[] { g })]);
    Print("average", theta[0], optimizer.Average(0).Doubles[0], optimizer.Find<IHasLearningRate>()!.LearningRate.At(0)); // 2, 4, 8: 2 → 2.5 → 3.875
}

static void Observe()
{
    foreach (var (name, optimizer) in new (string, IOptimizer)[]
        { ("library", new Sgd(Schedule.LinearDecay(2, 1, 0.5))), ("wrapper", new OwnAverage(new Sgd(0.5), 0.9)), ("engine", new OwnEngine(0.5)) })
    {
        var observer = new OwnObserver();
        optimizer.Watch(observer);
        double[] theta = [4];
        optimizer.Step([(theta, new double[] { 1 })]);
        optimizer.Step([(theta, new double[] { 1 })]);
        try
        {
            optimizer.Step([(theta, new[] { double.NaN })]);
        }
        catch (NonFiniteGradientException fault)
        {
            Print($"observe {name}", [.. observer.Rates, .. observer.Moves, observer.Faults.Count, fault.Index, fault.Iteration]);
        }
    }
}

// The first step of AdamW after it has taken over from another Adam, beside that of the other one, which goes on; how far the two are apart after
// five more steps along other gradients; and how many sentences say what starts anew.
static void Handover()
{
    var owners = new (string Name, Func<Optimizer> Make)[]
    {
        ("library", () => new Adam(0.01)), ("by product", () => new OwnAdam(0.01)), ("by steps", () => new OwnAdamBySteps(0.01)),
        ("meanings only", () => new OwnAdamWithoutDescription(0.01, hasMeanings: true)),
        ("nothing", () => new OwnAdamWithoutDescription(0.01, hasMeanings: false)),
    };
    foreach (var steps in new[] { 1, 3, 10, 30, 100 })
    {
        foreach (var (name, make) in owners)
        {
            Carry($"from {name} {steps}", make(), new AdamW(0.01, 0), steps);
            Carry($"to {name} {steps}", new Adam(0.01), make(), steps);
        }
    }
}

static void Carry(string name, Optimizer from, Optimizer to, int steps)
{
    double[] theirs = [0, 0], gradient = [1, -2];
    for (var i = 0; i < steps; i++)
        from.Step([(theirs, gradient)]);
    double[] before = [.. theirs], ours = [.. theirs];
    var anew = to.CarryOver(from);
    from.Step([(theirs, gradient)]);
    to.Step([(ours, gradient)]);
    var first = ours[0] - before[0];
    var second = ours[1] - before[1];
    for (var i = 0; i < 5; i++)
    {
        gradient = [-0.5 * i, 3 - i];
        from.Step([(theirs, gradient)]);
        to.Step([(ours, gradient)]);
    }

    Print($"carry {name}", first, second, Distance(theirs, ours), anew.Count, to.Iteration - from.Iteration);
    foreach (var sentence in anew)
        Console.WriteLine($"told {name}: {sentence}");
}

static double Distance(double[] one, double[] other) => one.Zip(other).Max(pair => Math.Abs(pair.First - pair.Second));

static void Print(string name, params double[] numbers) =>
    Console.WriteLine($"{name}: {string.Join(' ', numbers.Select(each => each.ToString("R")))}");
