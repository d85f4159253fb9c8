namespace Optimizers.Tests.Papers;

/// <summary>The transcriptions against numbers worked by hand and against the cases in which one method is another.</summary>
public sealed class PaperTests
{
    private const double Tolerance = 1e-13;

    [Fact]
    public void Lion_steps_by_the_sign_of_one_average_and_remembers_by_another()
    {
        // c = 0.2, m = 0.02; c = 0.018 − 0.1 < 0, m = 0.0198 − 0.01; c = 0.00882 − 0.008 > 0 although the gradient is negative.
        PaperRun.Scalar(new LionPaper(0.1, weightDecay: 0.5), 1, 2).Should().BeApproximately(1 - (0.1 * 1.5), Tolerance);
        PaperRun.Scalar(new LionPaper(0.1, weightDecay: 0.5), 1, 2, -1).Should().BeApproximately(0.85 - (0.1 * (-1 + 0.425)), Tolerance);
        PaperRun.Scalar(new LionPaper(0.1, weightDecay: 0.5), 1, 2, -1, -0.08).Should().BeApproximately(0.9075 - (0.1 * (1 + 0.45375)), Tolerance);
    }

    [Fact]
    public void Lion_without_averages_is_sign_descent()
    {
        double[] g = [0.3, -1e-9, 0, 4];
        PaperRun.Vector(new LionPaper(0.25, 0, 0), [1, 1, 1, 1], g, g).Should().Equal(0.5, 1.5, 1, 0.5);
    }

    [Fact]
    public void Lamb_scales_the_step_to_the_norm_of_the_parameter()
    {
        // Without ε the first Adam direction is the sign of the gradient.
        var theta = PaperRun.Vector(new LambPaper(0.1, epsilon: 0), [3, 4], [2, -0.5]);
        theta[0].Should().BeApproximately(3 - (0.1 * 5 / Math.Sqrt(2)), Tolerance);
        theta[1].Should().BeApproximately(4 + (0.1 * 5 / Math.Sqrt(2)), Tolerance);

        // β = (0.5, 0.75), gradients 2 and 4, λ = 0.5, one number: r = m̂/√v̂, and |θ|/|r + λθ| makes the step 0.1·|θ|, whatever r is.
        PaperRun.Scalar(new LambPaper(0.1, 0.5, 0.75, 0, 0.5), 3, 2, 4).Should().BeApproximately(3 * 0.9 * 0.9, Tolerance);

        // Two numbers, second step: m = 0.5m + 0.5g, v = 0.75v + 0.25g².
        double[] m = [((0.5 * 1) + (0.5 * 4)) / 0.75, ((0.5 * 0.5) + (0.5 * -3)) / 0.75];
        double[] v = [((0.75 * 1) + (0.25 * 16)) / 0.4375, ((0.75 * 0.25) + (0.25 * 9)) / 0.4375];
        double[] first = [1 - (0.1 * Math.Sqrt(5) / Math.Sqrt(2)), 2 - (0.1 * Math.Sqrt(5) / Math.Sqrt(2))];
        double[] r = [m[0] / Math.Sqrt(v[0]), m[1] / Math.Sqrt(v[1])];
        var ratio = Math.Sqrt(((first[0] * first[0]) + (first[1] * first[1])) / ((r[0] * r[0]) + (r[1] * r[1])));
        theta = PaperRun.Vector(new LambPaper(0.1, 0.5, 0.75, 0), [1, 2], [2, 1], [4, -3]);
        theta[0].Should().BeApproximately(first[0] - (0.1 * ratio * r[0]), Tolerance);
        theta[1].Should().BeApproximately(first[1] - (0.1 * ratio * r[1]), Tolerance);
    }

    [Fact]
    public void Lamb_is_AdamW_where_the_parameter_has_the_norm_of_its_update()
    {
        // r = (1, 1) and λ = 0.5: r + λθ = θ at θ = (2, 2).
        var lamb = PaperRun.Vector(new LambPaper(0.1, epsilon: 0, weightDecay: 0.5), [2, 2], [3, 0.1]);
        lamb.Should().Equal(PaperRun.Vector(new AdamPaper(0.1, epsilon: 0, weightDecay: 0.5), [2, 2], [3, 0.1]), Near);
    }

    [Fact]
    public void Lamb_takes_the_ratio_1_where_a_norm_is_0()
    {
        PaperRun.Vector(new LambPaper(0.1, epsilon: 0), [0, 0], [3, -2]).Should().Equal([-0.1, 0.1], Near);
        PaperRun.Vector(new LambPaper(0.1), [1, 2], [0, 0]).Should().Equal(1, 2);
    }

    [Fact]
    public void Adafactor_steps_a_vector_by_its_own_size()
    {
        // β̂₂ is 0 at first: the update is the sign, of RMS 1; the rate is 0.01·RMS(3, 4).
        var rms = Math.Sqrt(12.5);
        var theta = PaperRun.Vector(new AdafactorPaper(), [3, 4], [2, -7]);
        theta.Should().Equal([3 - (0.01 * rms), 4 + (0.01 * rms)], Near);

        // The second gradient: β̂₂ = 1 − 2^−0.8; (1, 1) is much smaller than what was, so nothing is clipped.
        var share = Math.Pow(2, -0.8);
        double[] u = [1 / Math.Sqrt(((1 - share) * 4) + share), 1 / Math.Sqrt(((1 - share) * 49) + share)];
        var size = Math.Sqrt(((theta[0] * theta[0]) + (theta[1] * theta[1])) / 2);
        PaperRun.Vector(new AdafactorPaper(), [3, 4], [2, -7], [1, 1])
            .Should().Equal([theta[0] - (0.01 * size * u[0]), theta[1] - (0.01 * size * u[1])], Near);
    }

    [Fact]
    public void Adafactor_factors_the_squares_of_a_matrix_and_clips_the_update()
    {
        // G = diag(2, 1): R = C = (4, 1), V₁₁ = 16/5, V₂₂ = 1/5; RMS(U) = √((4·5/16 + 5)/4) = 1.25.
        var theta = PaperRun.Matrix(new AdafactorPaper(0.1, scaleByParameter: false), 2, 2, [0, 0, 0, 0], [2, 0, 0, 1]);
        theta[0].Should().BeApproximately(-0.1 * 2 / Math.Sqrt(3.2) / 1.25, Tolerance);
        theta[3].Should().BeApproximately(-0.1 * Math.Sqrt(5) / 1.25, Tolerance);
        theta[1].Should().Be(0);
        theta[2].Should().Be(0);
    }

    [Fact]
    public void Adafactor_loses_nothing_where_the_squares_have_rank_one()
    {
        // |G| = (1, 2)ᵀ(1, 3, 0.5): the factored step is the unfactored one of the same numbers in a vector.
        double[] g = [1, -2, 3, 6, 0.5, -1];
        double[] theta = [1, 2, 3, 4, 5, 6];
        PaperRun.Matrix(new AdafactorPaper(), 2, 3, theta, g, g).Should().Equal(PaperRun.Vector(new AdafactorPaper(), theta, g, g), Near);
    }

    [Fact]
    public void Adafactor_moves_zeros_by_the_smallest_scale() =>
        PaperRun.Vector(new AdafactorPaper(), [0, 0], [5, -5]).Should().Equal([-1e-5, 1e-5], (a, b) => Math.Abs(a - b) < 1e-18);

    [Fact]
    public void Prodigy_estimates_the_distance_as_worked_by_hand()
    {
        // d = 0.5 at first, β = (0.5, 0.25), √β₂ = 0.5, gradients 2 and 3 from θ = 1.
        var paper = new ProdigyPaper(1, 0.5, 0.25, 0, 0.5);
        double[][] theta = [[1]];
        paper.Step(theta, [(1, 1)], [[2]]);
        var m = 0.5 * 0.5 * 2;
        var v = 0.75 * 0.25 * 4;
        var s = 0.5 * 0.25 * 2;
        paper.Distance.Should().Be(0.5);
        var first = 1 - (0.5 * m / Math.Sqrt(v));
        theta[0][0].Should().BeApproximately(first, Tolerance);

        paper.Step(theta, [(1, 1)], [[3]]);
        m = (0.5 * m) + (0.5 * 0.5 * 3);
        v = (0.25 * v) + (0.75 * 0.25 * 9);
        s = (0.5 * s) + (0.5 * 0.25 * 3);
        var r = 0.5 * 0.25 * 3 * (1 - first);
        paper.Distance.Should().BeApproximately(Math.Max(0.5, r / s), Tolerance);
        theta[0][0].Should().BeApproximately(first - (0.5 * m / Math.Sqrt(v)), Tolerance);
    }

    [Fact]
    public void Prodigy_grows_its_estimate_and_never_beyond_the_distance_of_a_convex_loss()
    {
        // Σ|θ − τ| from 0: the farthest coordinate is 5 away.
        double[] target = [5, -3];
        var paper = new ProdigyPaper();
        double[][] theta = [[0, 0]];
        var before = paper.Distance;
        for (var t = 0; t < 400; t++)
        {
            paper.Step(theta, [(2, 1)], [[Math.Sign(theta[0][0] - target[0]), Math.Sign(theta[0][1] - target[1])]]);
            paper.Distance.Should().BeGreaterThanOrEqualTo(before);
            before = paper.Distance;
        }

        before.Should().BeInRange(0.1, 5);
    }

    [Fact]
    public void Muon_applies_its_quintic_to_the_singular_values()
    {
        // diag(3, −4)/5: the iteration of a diagonal matrix is that of its numbers.
        double x = 0.6, y = -0.8;
        for (var i = 0; i < 5; i++)
        {
            x = (3.4445 * x) - (4.775 * x * x * x) + (2.0315 * x * x * x * x * x);
            y = (3.4445 * y) - (4.775 * y * y * y) + (2.0315 * y * y * y * y * y);
        }

        var theta = PaperRun.Matrix(new MuonPaper(0.1), 2, 2, [0, 0, 0, 0], [3, 0, 0, -4]);
        theta[0].Should().BeApproximately(-0.1 * x, 1e-6, "of the 1e-7 beside the norm");
        theta[3].Should().BeApproximately(-0.1 * y, 1e-6);
        PaperRun.Matrix(new MuonPaper(0.1, floor: true), 2, 2, [0, 0, 0, 0], [3, 0, 0, -4])[0].Should().BeApproximately(-0.1 * x, Tolerance);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Muon_takes_the_momentum_before_the_direction(bool nesterov)
    {
        // Gradients G₁ and G₂: B = 0.95·0.05·G₁ + 0.05·G₂, and with Nesterov 0.05·G₂ + 0.95·B.
        double[] g1 = [1, 2, -1, 3];
        double[] g2 = [0, 5, 1, 1];
        var b = g1.Zip(g2, (x, y) => (0.95 * 0.05 * x) + (0.05 * y)).ToArray();
        var direction = nesterov ? [.. b.Zip(g2, (x, y) => (0.95 * x) + (0.05 * y))] : b;
        var first = nesterov ? g1.Select(x => (0.95 * 0.05 * x) + (0.05 * x)).ToArray() : [.. g1.Select(x => 0.05 * x)];
        var one = MuonPaper.Orthogonalize(first, 2, 2);
        var two = MuonPaper.Orthogonalize(direction, 2, 2);
        PaperRun.Matrix(new MuonPaper(0.1, nesterov: nesterov, weightDecay: 1), 2, 2, [1, 1, 1, 1], g1, g2)
            .Should().Equal(Enumerable.Range(0, 4).Select(j => ((1 - 0.1) * (0.9 - (0.1 * one[j]))) - (0.1 * two[j])), Near);
        PaperRun.Matrix(new MuonPaper(0.1, average: false, floor: true, nesterov: nesterov, weightDecay: 1), 2, 2, [1, 1, 1, 1], g1, g2)
            .Should().Equal(
                PaperRun.Matrix(new MuonPaper(0.1, floor: true, nesterov: nesterov, weightDecay: 1), 2, 2, [1, 1, 1, 1], g1, g2),
                Near,
                "the sum has the direction of the average");
    }

    [Theory]
    [InlineData(6, 6)]
    [InlineData(8, 3)]
    [InlineData(3, 8)]
    public void Muon_has_singular_values_in_the_band_of_its_quintic(int rows, int columns)
    {
        var random = new Random((rows * 31) + columns);
        var counted = 0;
        for (var trial = 0; trial < 20; trial++)
        {
            var g = Enumerable.Range(0, rows * columns).Select(_ => random.NextDouble() - 0.5).ToArray();
            var o = SmallMatrix.FromColumns(MuonPaper.Orthogonalize(g, rows, columns), rows, columns);
            var small = rows > columns ? SmallMatrix.Product(SmallMatrix.Transpose(o), o) : SmallMatrix.Product(o, SmallMatrix.Transpose(o));
            var start = SmallMatrix.FromColumns(g, rows, columns);
            var smallest = SmallMatrix.Eigen(rows > columns
                ? SmallMatrix.Product(SmallMatrix.Transpose(start), start)
                : SmallMatrix.Product(start, SmallMatrix.Transpose(start))).Values[^1];
            if (Math.Sqrt(smallest) / Norm.Two(g) < 0.006)
                continue;
            counted++;
            foreach (var square in SmallMatrix.Eigen(small).Values)
                Math.Sqrt(square).Should().BeInRange(0.6818, 1.1344);
        }

        counted.Should().BeGreaterThan(15, "few random matrices have a singular value below 0.006 of their norm, where five iterations fall short");
    }

    [Fact]
    public void Muon_scales_by_the_shape_as_its_variants_say()
    {
        double[] g = [1, -2, 0.5, 3, 2, 2, -1, 0];
        double[] zero = new double[8];
        var plain = PaperRun.Matrix(new MuonPaper(1, scale: MuonScale.None), 4, 2, zero, g);
        PaperRun.Matrix(new MuonPaper(1), 4, 2, zero, g).Should().Equal(plain.Select(x => x * Math.Sqrt(2)), Near);
        PaperRun.Matrix(new MuonPaper(1, scale: MuonScale.Moonshot), 4, 2, zero, g).Should().Equal(plain.Select(x => x * 0.4), Near);
        var wide = PaperRun.Matrix(new MuonPaper(1, scale: MuonScale.None), 2, 4, zero, g);
        PaperRun.Matrix(new MuonPaper(1), 2, 4, zero, g).Should().Equal(wide, Near);
        var refused = () => PaperRun.Vector(new MuonPaper(1), [1, 2], [1, 1]);
        refused.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Soap_in_identity_bases_is_Adam()
    {
        double[][] g = [[1, 2, -3, 0.5], [-1, 1, 0.25, 2], [3, -2, 1, 1]];
        var soap = new SoapPaper(0.1, 0.9, 0.99, 0, 0.2, frequency: 1000, skipFirst: false);
        PaperRun.Matrix(soap, 2, 2, [1, 2, 3, 4], g)
            .Should().Equal(PaperRun.Matrix(new AdamPaper(0.1, 0.9, 0.99, 0, 0.2), 2, 2, [1, 2, 3, 4], g), Near);
    }

    [Fact]
    public void Soap_turns_with_the_space_it_works_in()
    {
        // UGVᵀ in place of G turns all steps by U and V: the eigenbases turn along. No element-wise method does that.
        var u = new double[,] { { 0.6, -0.8, 0 }, { 0.8, 0.6, 0 }, { 0, 0, 1 } };
        var v = new double[,] { { 1, 0, 0 }, { 0, 0.28, -0.96 }, { 0, 0.96, 0.28 } };
        var random = new Random(5);
        var plain = Enumerable.Range(0, 9).Select(_ => Enumerable.Range(0, 9).Select(_ => random.NextDouble() - 0.5).ToArray()).ToArray();
        var turned = plain.Select(Turn).ToArray();
        var expected = Turn(PaperRun.Matrix(new SoapPaper(0.1, frequency: 2), 3, 3, new double[9], plain));
        PaperRun.Matrix(new SoapPaper(0.1, frequency: 2), 3, 3, new double[9], turned)
            .Should().Equal(expected, (a, b) => Math.Abs(a - b) < 1e-9);

        double[] Turn(double[] g) =>
            SmallMatrix.ToColumns(SmallMatrix.Product(SmallMatrix.Product(u, SmallMatrix.FromColumns(g, 3, 3)), SmallMatrix.Transpose(v)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Soap_renews_its_bases_by_a_power_iteration_and_a_factorization(bool sorted)
    {
        // G₁ = [1 1; 0 1]: L ~ [2 1; 1 1], R ~ [1 1; 1 2]. From identities S is L and R themselves.
        // QR of L: (2, 1)/√5, (−1, 2)/√5. QR of R: (1, 1)/√2, (−1, 1)/√2; sorted by (1, 2), columns exchanged: (1, 2)/√5, (2, −1)/√5.
        var five = Math.Sqrt(5);
        var two = Math.Sqrt(2);
        var left = new[,] { { 2 / five, -1 / five }, { 1 / five, 2 / five } };
        var right = sorted ? new[,] { { 1 / five, 2 / five }, { 2 / five, -1 / five } } : new[,] { { 1 / two, -1 / two }, { 1 / two, 1 / two } };

        // β₁ = 0, β₂ = 0.75, no ε: V₁ = 0.25·G₁², columns exchanged where sorted; G₂ = [3 1; 2 4].
        var v = sorted ? new[,] { { 0.25, 0.25 }, { 0.25, 0 } } : new[,] { { 0.25, 0.25 }, { 0, 0.25 } };
        var g = new double[,] { { 3, 1 }, { 2, 4 } };
        var n = new double[2, 2];
        for (var i = 0; i < 2; i++)
        {
            for (var j = 0; j < 2; j++)
            {
                var rotated = 0.0;
                for (var a = 0; a < 2; a++)
                {
                    for (var b = 0; b < 2; b++)
                        rotated += left[a, i] * g[a, b] * right[b, j];
                }

                n[i, j] = rotated / Math.Sqrt((0.75 * v[i, j]) + (0.25 * rotated * rotated));
            }
        }

        // The first step in identities is G₁/√(0.25·G₁²)·√0.25 = sign(G₁), with an ε that only guards 0/0.
        double[,] expected = { { -1, -1 }, { 0, -1 } };
        for (var a = 0; a < 2; a++)
        {
            for (var b = 0; b < 2; b++)
            {
                for (var i = 0; i < 2; i++)
                {
                    for (var j = 0; j < 2; j++)
                        expected[a, b] -= Math.Sqrt(1 - (0.75 * 0.75)) * left[a, i] * n[i, j] * right[b, j];
                }
            }
        }

        var soap = new SoapPaper(1, 0, 0.75, 1e-14, frequency: 1, skipFirst: false, sorted: sorted);
        PaperRun.Matrix(soap, 2, 2, [0, 0, 0, 0], [1, 0, 1, 1], [3, 2, 1, 4])
            .Should().Equal([expected[0, 0], expected[1, 0], expected[0, 1], expected[1, 1]], (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Schedule_free_SGD_keeps_three_points_as_worked_by_hand()
    {
        // γ = 0.5, 1 (warm-up of 2), β = 0.5: z = 1 − 0.5·2 = 0, x = 0, y = 0; z = 0 − 1·(−1) = 1, c = 1/1.25, x = 0.8, y = 0.9.
        var paper = new ScheduleFreeSgdPaper(1, 0.5, warmUp: 2);
        double[][] y = [[1]];
        paper.Step(y, [(1, 1)], [[2]]);
        (y[0][0], paper.Average[0][0]).Should().Be((0, 0));
        paper.Step(y, [(1, 1)], [[-1]]);
        paper.Average[0][0].Should().BeApproximately(0.8, Tolerance);
        y[0][0].Should().BeApproximately(0.9, Tolerance);

        // Decay at y: z = 1 − 1·(0 + 0.1·0.9), c = 1/2.25.
        var decayed = new ScheduleFreeSgdPaper(1, 0.5, 0.1);
        double[][] other = [[1]];
        decayed.Step(other, [(1, 1)], [[2]]);
        other[0][0].Should().BeApproximately(1 - 2.1, Tolerance);
    }

    [Fact]
    public void Schedule_free_without_interpolation_walks_like_its_base_and_averages_the_walk()
    {
        double[] g = [1, -0.5, 0.25, 2];
        var sgd = new ScheduleFreeSgdPaper(0.1, 0);
        var walk = Enumerable.Range(1, g.Length).Select(n => PaperRun.Scalar(new SgdPaper(0.1), 1, g[..n])).ToArray();
        PaperRun.Scalar(sgd, 1, g).Should().BeApproximately(walk[^1], Tolerance);
        sgd.Average[0][0].Should().BeApproximately(walk.Average(), Tolerance);

        var adam = new ScheduleFreeAdamWPaper(0.1, 0, 0.99);
        walk = [.. Enumerable.Range(1, g.Length).Select(n => PaperRun.Scalar(new AdamPaper(0.1, 0, 0.99), 1, g[..n]))];
        PaperRun.Scalar(adam, 1, g).Should().BeApproximately(walk[^1], Tolerance, "with β₁ = 0 that base is RMSProp with Adam's correction");
        adam.Average[0][0].Should().BeApproximately(walk.Average(), Tolerance);
    }

    [Fact]
    public void Schedule_free_AdamW_puts_the_correction_where_each_version_has_it()
    {
        // β₂ = 0.75, gradients 2 and −4. v = 1, 4.75; corrections 0.25, 0.4375. With ε = 1 the places differ.
        var hat = new ScheduleFreeAdamWPaper(0.1, 0.5, 0.75, 1, 0.2);
        var z = 1 - (0.1 * 2 / (2 + 1)) - (0.1 * 0.2 * 1);
        PaperRun.Scalar(hat, 1, 2).Should().BeApproximately(z, Tolerance, "x = z = y after the first step");
        var next = z + (0.1 * 4 / (Math.Sqrt(4.75 / 0.4375) + 1)) - (0.1 * 0.2 * z);
        var x = (0.5 * z) + (0.5 * next);
        PaperRun.Scalar(new ScheduleFreeAdamWPaper(0.1, 0.5, 0.75, 1, 0.2), 1, 2, -4).Should().BeApproximately((0.5 * next) + (0.5 * x), Tolerance);

        double first = 0.1 * Math.Sqrt(0.25), second = 0.1 * Math.Sqrt(0.4375);
        z = 1 - (first * 2 / (1 + 1)) - (first * 0.2 * 1);
        next = z + (second * 4 / (Math.Sqrt(4.75) + 1)) - (second * 0.2 * z);
        var c = second * second / ((first * first) + (second * second));
        x = ((1 - c) * z) + (c * next);
        PaperRun.Scalar(new ScheduleFreeAdamWPaper(0.1, 0.5, 0.75, 1, 0.2, correctRate: true), 1, 2, -4)
            .Should().BeApproximately((0.5 * next) + (0.5 * x), Tolerance);
    }

    [Fact]
    public void Sam_steps_from_where_it_was_with_the_gradient_of_the_worst_neighbour()
    {
        // L = x² + y²/2 at (1, 2): ∇ = (2, 2), ε̂ = 0.1·(1, 1)/√2 in both, ∇ there = (2(1 + e), 2 + e).
        double[][] theta = [[1], [2]];
        new SamPaper(new SgdPaper(0.5), 0.1).Step(theta, [(1, 1), (1, 1)], p => [[2 * p[0][0]], [p[1][0]]]);
        var e = 0.1 / Math.Sqrt(2);
        theta[0][0].Should().BeApproximately(1 - (0.5 * 2 * (1 + e)), Tolerance);
        theta[1][0].Should().BeApproximately(2 - (0.5 * (2 + e)), Tolerance);

        double[][] still = [[0.5]];
        new SamPaper(new SgdPaper(0.5), 0.1).Step(still, [(1, 1)], _ => [[0]]);
        still[0][0].Should().Be(0.5);
    }

    [Fact]
    public void Asam_measures_the_neighbourhood_by_the_parameters()
    {
        // T = (1.5, 2.5) with η = 0.5, ∇ = (2, 2): T∇ = (3, 5), T²∇ = (4.5, 12.5).
        double[][] theta = [[1, -2]];
        new AsamPaper(new SgdPaper(0.5), 0.1, 0.5).Step(theta, [(2, 1)], p => [[2 * p[0][0], -p[0][1]]]);
        var norm = Math.Sqrt(34);
        theta[0][0].Should().BeApproximately(1 - (0.5 * 2 * (1 + (0.1 * 4.5 / norm))), Tolerance);
        theta[0][1].Should().BeApproximately(-2 + (0.5 * (-2 + (0.1 * 12.5 / norm))), Tolerance);
    }

    [Fact]
    public void Sam_and_Asam_of_radius_0_are_their_inner_optimizers()
    {
        var inner = new double[][] { [1, -2] };
        var sam = Copies.Of(inner);
        var asam = Copies.Of(inner);
        var (one, two, three) = (new AdamPaper(0.1), new SamPaper(new AdamPaper(0.1), 0), new AsamPaper(new AdamPaper(0.1), 0));
        for (var t = 0; t < 5; t++)
        {
            one.Step(inner, [(2, 1)], Slope(inner));
            two.Step(sam, [(2, 1)], Slope);
            three.Step(asam, [(2, 1)], Slope);
        }

        sam[0].Should().Equal(inner[0]);
        asam[0].Should().Equal(inner[0]);

        static double[][] Slope(double[][] p) => [[3 * p[0][0], p[0][1] * p[0][1] * p[0][1]]];
    }

    [Fact]
    public void Asam_with_a_normalization_of_1_is_Sam() =>
        PaperRun.Of(new AsamPaper(new SgdPaper(0.1), 0.2, identityForVectors: true), [(4, 1), (2, 1)])
            .Should().Equal(PaperRun.Of(new SamPaper(new SgdPaper(0.1), 0.2), [(4, 1), (2, 1)]), Near);

    [Fact]
    public void Lookahead_joins_every_k_steps()
    {
        // SGD at 0.1 with gradients 1, 2 | 3, 4 from 1: 0.7 → φ = 1 + 0.5·(−0.3) = 0.85; 0.15 → φ = 0.85 + 0.5·(−0.7) = 0.5.
        PaperRun.Scalar(new LookaheadPaper(new SgdPaper(0.1), 2), 1, 1).Should().BeApproximately(0.9, Tolerance);
        PaperRun.Scalar(new LookaheadPaper(new SgdPaper(0.1), 2), 1, 1, 2).Should().BeApproximately(0.85, Tolerance);
        PaperRun.Scalar(new LookaheadPaper(new SgdPaper(0.1), 2), 1, 1, 2, 3).Should().BeApproximately(0.55, Tolerance);
        PaperRun.Scalar(new LookaheadPaper(new SgdPaper(0.1), 2), 1, 1, 2, 3, 4).Should().BeApproximately(0.5, Tolerance);
    }

    [Fact]
    public void Lookahead_of_one_whole_step_is_its_inner_optimizer()
    {
        double[] g = [1, -0.5, 0.25, 2];
        PaperRun.Scalar(new LookaheadPaper(new AdamPaper(0.1), 1, 1), 1, g)
            .Should().BeApproximately(PaperRun.Scalar(new AdamPaper(0.1), 1, g), Tolerance);
        PaperRun.Scalar(new LookaheadPaper(new AdamPaper(0.1), 2, 0), 1, g).Should().BeApproximately(1, Tolerance, "α = 0 goes nowhere");
    }

    [Fact]
    public void Mars_corrects_the_gradient_by_its_change_and_clips()
    {
        // β = (0.5, 0.75), γ = 0.5: c = g + 0.5·(g − g₋₁) = 0.3·1.5 = 0.45, then 0.4 + 0.5·0.1 = 0.45, then 0.9 + 0.25 = 1.15, cut to 1.
        PaperRun.Scalar(new MarsAdamWPaper(0.1, 0.5, 0.75, 0, 0, 0.5), 1, 0.3).Should().BeApproximately(0.9, Tolerance);
        var m = ((((0.5 * 0.45) + 0.45) * 0.5 * 0.5) + 0.5) / 0.875;
        var v = ((((0.75 * 0.2025) + 0.2025) * 0.25 * 0.75) + 0.25) / (1 - (0.75 * 0.75 * 0.75));
        PaperRun.Scalar(new MarsAdamWPaper(0.1, 0.5, 0.75, 0, 0, 0.5), 1, 0.3, 0.4, 0.9)
            .Should().BeApproximately(1 - 0.1 - 0.1 - (0.1 * m / Math.Sqrt(v)), Tolerance);

        // The first difference left out: c = 0.3 and 0.45.
        m = ((0.5 * 0.5 * 0.3) + (0.5 * 0.45)) / 0.75;
        v = ((0.75 * 0.25 * 0.09) + (0.25 * 0.2025)) / 0.4375;
        PaperRun.Scalar(new MarsAdamWPaper(0.1, 0.5, 0.75, 0, 0, 0.5, firstDifferenceIsZero: true), 1, 0.3, 0.4)
            .Should().BeApproximately(0.9 - (0.1 * m / Math.Sqrt(v)), Tolerance);
    }

    [Fact]
    public void Mars_without_correction_is_AdamW_on_gradients_of_norm_up_to_1()
    {
        double[] g = [0.5, -0.25, 0.125, 1];
        PaperRun.Scalar(new MarsAdamWPaper(0.1, weightDecay: 0.1, gamma: 0), 1, g)
            .Should().BeApproximately(PaperRun.Scalar(new AdamPaper(0.1, 0.95, 0.99, weightDecay: 0.1), 1, g), Tolerance);
    }

    [Fact]
    public void Eigenvectors_and_factors_of_the_small_matrices_are_what_they_should_be()
    {
        var p = new double[,] { { 4, 1, 0.5 }, { 1, 3, -1 }, { 0.5, -1, 2 } };
        var (values, q) = SmallMatrix.Eigen(p);
        values.Should().BeInDescendingOrder();
        var diagonal = SmallMatrix.Product(SmallMatrix.Transpose(q), SmallMatrix.Product(p, q));
        var identity = SmallMatrix.Product(SmallMatrix.Transpose(q), q);
        var orthogonal = SmallMatrix.OrthogonalFactor(p);
        var triangle = SmallMatrix.Product(SmallMatrix.Transpose(orthogonal), p);
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                diagonal[i, j].Should().BeApproximately(i == j ? values[i] : 0, Tolerance);
                identity[i, j].Should().BeApproximately(i == j ? 1 : 0, Tolerance);
                if (i > j)
                    triangle[i, j].Should().BeApproximately(0, Tolerance);
            }
        }
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) < Tolerance;
}
