using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Objectives;

public class MiniBatchObjectiveTests
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;

    private static TanhNetwork[] Networks(int count) => [.. Enumerable.Range(0, count).Select(seed => new TanhNetwork(3, 4, 5 + seed, seed))];

    private static Objective[] Batches(TanhNetwork[] networks) =>
        [.. networks.Select(each => Objective.Create(each.Loss, each.Gradient, each.Product, each.Hessian, new() { Layout = each.Layout }))];

    [Fact]
    public void It_is_the_weighted_mean_of_its_batches_in_every_derivative()
    {
        var networks = Networks(5);
        double[] weights = [5, 6, 7, 8, 9];
        var theta = V.Dense(networks[0].Theta);
        var direction = V.Dense(theta.Count, i => Math.Cos(i));
        var objective = new MiniBatchObjective(Batches(networks), weights);
        var gradient = new double[theta.Count];
        var product = new double[theta.Count];

        T Mean<T>(Func<TanhNetwork, T> of, Func<T, T, T> add, Func<double, T, T> scale) =>
            scale(1 / weights.Sum(), networks.Select((each, b) => scale(weights[b], of(each))).Aggregate(add));

        objective.Loss(theta.ToArray()).Should().BeApproximately(Mean(each => each.Loss(theta), (a, b) => a + b, (c, x) => c * x), 1e-15);
        objective.Gradient(theta.ToArray(), gradient).Should().Be(0);
        (V.Dense(gradient) - Mean(each => each.Gradient(theta), (a, b) => a + b, (c, x) => c * x)).L2Norm().Should().BeLessThan(1e-15);
        objective.Product(theta.ToArray(), direction.ToArray(), product).Should().Be(0);
        (V.Dense(product) - Mean(each => each.Product(theta, direction), (a, b) => a + b, (c, x) => c * x)).L2Norm().Should().BeLessThan(1e-14);
        (objective.Hessian(theta.ToArray(), out _) - Mean(each => each.Hessian(theta), (a, b) => a + b, (c, x) => c * x))
            .L2Norm().Should().BeLessThan(1e-14);
        objective.Evaluations.Should().Be(new EvaluationCounts(5, 5, 5, 5));
        objective.Options.Layout.Should().BeSameAs(networks[0].Layout);
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_number_of_threads()
    {
        var networks = Networks(7);
        var theta = networks[0].Theta;
        var v = theta.Select(x => Math.Sin(30 * x)).ToArray();
        List<double[]> results = [];
        foreach (var threads in new[] { 1, 2, 3, 7, 16 })
        {
            var objective = new MiniBatchObjective(Batches(networks), [7, 6, 5, 4, 3, 2, 1], threads);
            var (gradient, product, again) = (new double[theta.Length], new double[theta.Length], new double[theta.Length]);
            objective.Gradient(theta, gradient);
            objective.Product(theta, v, product);
            objective.Gradient(theta, again, out var ofGradient);
            var loss = objective.Loss(theta, out var ofLoss);
            var curvature = objective.Curvature(theta, v, out var ofCurvature);
            results.Add([objective.Loss(theta), .. gradient, .. product, .. again, ofGradient, loss, ofLoss, curvature, ofCurvature]);
            objective.Evaluations.Should().Be(new EvaluationCounts(14, 14, 14, 0));
        }

        results.Should().AllSatisfy(each => each.Should().Equal(results[0]));
    }

    [Fact]
    public void Standard_errors_are_those_of_the_plain_formula()
    {
        var networks = Networks(6);
        double[] weights = [1, 2, 3, 4, 5, 6];
        var theta = V.Dense(networks[0].Theta);
        var v = V.Dense(theta.Count, i => Math.Cos(i));
        var objective = new MiniBatchObjective(Batches(networks), weights);
        double StandardError(IEnumerable<double> values)
        {
            var x = values.ToArray();
            var mean = x.Zip(weights, (value, w) => w * value).Sum() / weights.Sum();
            return Math.Sqrt(6.0 / 5 * x.Zip(weights, (value, w) => w * w * (value - mean) * (value - mean)).Sum()) / weights.Sum();
        }

        var gradient = new double[theta.Count];
        objective.Gradient(theta.ToArray(), gradient, out var ofGradient);
        objective.Loss(theta.ToArray(), out var ofLoss);
        objective.Curvature(theta.ToArray(), v.ToArray(), out var ofCurvature);

        ofLoss.Should().BeApproximately(StandardError(networks.Select(each => each.Loss(theta))), 1e-14);
        ofCurvature.Should().BeApproximately(StandardError(networks.Select(each => v * each.Product(theta, v))), 1e-13);
        ofGradient.Should().BeApproximately(
            Math.Sqrt(Enumerable.Range(0, theta.Count).Sum(i =>
                Math.Pow(StandardError(networks.Select(each => each.Gradient(theta)[i])), 2))), 1e-13);
        var plain = new double[theta.Count];
        objective.Gradient(theta.ToArray(), plain);
        (V.Dense(gradient) - V.Dense(plain)).L2Norm().Should().BeLessThan(1e-15);
    }

    [Fact]
    public void The_standard_error_of_a_subsample_tells_how_far_it_is_from_the_whole()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 3000).Select(_ => Math.Exp(random.NextDouble())).ToArray();
        var whole = new MiniBatchObjective(values.Select(value => Objective.Create(p => value * p[0])));
        var mean = values.Average();

        var within = Enumerable.Range(0, 400).Count(seed => Math.Abs(whole.Subsample(60, seed).Loss([1], out var error) - mean) <= 2 * error);

        // 95 % of 400, and three standard deviations of that count.
        within.Should().BeInRange(367, 396);
    }

    [Fact]
    public void A_subsample_keeps_order_and_weights_never_repeats_and_takes_every_batch_equally_often()
    {
        var whole = new MiniBatchObjective(
            Enumerable.Range(0, 10).Select(b => Objective.Create(_ => b)), Enumerable.Range(1, 10).Select(w => (double)w));
        var taken = new int[10];
        for (var seed = 0; seed < 4000; seed++)
        {
            var sample = whole.Subsample(1, seed);
            sample.Count.Should().Be(1);
            taken[(int)sample.Loss([0])]++;
        }

        taken.Should().AllSatisfy(count => count.Should().BeInRange(400 - 76, 400 + 76));
        whole.Subsample(10, 3).Loss([0]).Should().Be(whole.Loss([0])).And.BeApproximately(330.0 / 55, 1e-15);
        whole.Subsample(4, 5).Loss([0]).Should().Be(whole.Subsample(4, 5).Loss([0]));
    }

    [Fact]
    public void What_the_batches_lack_is_made_from_differences_of_the_mean()
    {
        var networks = Networks(4);
        var objective = new MiniBatchObjective(networks.Select(each => Objective.Create(each.Loss, each.Gradient)), maxThreads: 2);
        var theta = networks[0].Theta;
        var v = theta.Select(x => Math.Cos(x)).ToArray();
        var product = new double[v.Length];

        var error = objective.Product(theta, v, product);

        (objective.HasGradient, objective.HasProduct, objective.HasHessian).Should().Be((true, false, false));
        (objective.Evaluations with { Losses = 0 }).Should().Be(new EvaluationCounts(0, 28, 0, 0));
        var truth = networks.Select(each => each.Product(V.Dense(theta), V.Dense(v))).Aggregate((a, b) => a + b) / 4;
        (V.Dense(product) - truth).L2Norm().Should().BeLessThan(1.5 * error).And.BeLessThan(1e-8);
    }

    [Fact]
    public void A_failing_batch_fails_the_whole_on_any_number_of_threads_and_the_next_evaluation_works()
    {
        foreach (var threads in new[] { 1, 3 })
        {
            var fail = true;
            var objective = new MiniBatchObjective(
                Enumerable.Range(0, 6).Select(b =>
                    Objective.Create(p => b == 4 && fail ? throw new TimeoutException("lost") : p[0])), maxThreads: threads);

            FluentActions.Invoking(() => objective.Loss([1])).Should().Throw<TimeoutException>().WithMessage("lost");
            fail = false;
            objective.Loss([1]).Should().Be(1);
        }
    }

    [Fact]
    public void Bad_input_is_refused_by_name()
    {
        var one = Objective.Create(p => p[0]);
        var objective = new MiniBatchObjective([one, Objective.Create(p => p[0], p => V.Dense(1, 1))]);

        objective.HasGradient.Should().BeFalse();
        Refusal.Of<ArgumentNullException>(() => _ = new MiniBatchObjective(null!), "batches");
        Refusal.Of<ArgumentNullException>(() => _ = new MiniBatchObjective([one, null!]), "batches");
        Refusal.Of<ArgumentException>(() => _ = new MiniBatchObjective([]), "batches", "at least one");
        Refusal.Of<ArgumentException>(() => _ = new MiniBatchObjective([one, one]), "batches", "twice");
        Refusal.Of<ArgumentException>(() => _ = new MiniBatchObjective([one], [1, 2]), "weights", "2 weights for 1 batches");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new MiniBatchObjective([one], [0]), "weights");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new MiniBatchObjective([one], maxThreads: 0), "maxThreads");
        Refusal.Of<ArgumentOutOfRangeException>(() => objective.Subsample(3, 0), "count");
        Refusal.Of<ArgumentOutOfRangeException>(() => objective.Subsample(0, 0), "count");
        Refusal.Of<ArgumentException>(() => objective.Gradient([1], new double[2], out _), "gradient");
        Refusal.Of<ArgumentException>(() => objective.Curvature([1], new double[2], out _), "direction");
        new MiniBatchObjective([one]).Loss([1], out var unknown);
        unknown.Should().Be(double.NaN);
    }
}
