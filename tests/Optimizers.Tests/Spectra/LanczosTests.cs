using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.Curvature.Spectra;

public class LanczosTests
{
    public static TheoryData<LanczosForm> Forms =>
        [LanczosForm.WithoutReorthogonalization, LanczosForm.FullReorthogonalization, LanczosForm.ThickRestart];

    public static TheoryData<LanczosForm, SpectrumEnd> FormsAndEnds
    {
        get
        {
            var data = new TheoryData<LanczosForm, SpectrumEnd>();
            foreach (var form in new[] { LanczosForm.WithoutReorthogonalization, LanczosForm.FullReorthogonalization, LanczosForm.ThickRestart })
            {
                foreach (var end in new[] { SpectrumEnd.Smallest, SpectrumEnd.Largest, SpectrumEnd.Both })
                    data.Add(form, end);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(FormsAndEnds))]
    public void Pairs_of_dense_matrices_are_those_of_their_decomposition(LanczosForm form, SpectrumEnd end)
    {
        const int N = 60;
        foreach (var (name, matrix) in TestMatrices.All(N))
        {
            var exact = matrix.Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).ToArray();
            var norm = exact.Max(Math.Abs);
            var result = new Lanczos(form) { Tolerance = 1e-9 }.Solve(SymmetricOperator.FromMatrix(matrix), 2, end);

            foreach (var pair in result.Pairs)
            {
                exact.Any(value => value >= pair.Lower - 1e-12 * norm && value <= pair.Upper + 1e-12 * norm)
                    .Should().BeTrue($"{name}: an eigenvalue lies in {pair}");
                var x = pair.Vector!;
                x.L2Norm().Should().BeApproximately(1, 1e-12);
                ((matrix * x) - (pair.Value * x)).L2Norm().Should().BeApproximately(pair.Residual, 1e-12 * norm, name);
            }

            result.HasConverged.Should().Be(result.Pairs.Count == (end == SpectrumEnd.Both ? 4 : 2), $"{name}: {result}");
            if (end != SpectrumEnd.Largest)
                result.Pairs[0].Value.Should().BeApproximately(exact[0], 1e-8 * norm, name);
            if (end != SpectrumEnd.Smallest)
                result.Pairs[^1].Value.Should().BeApproximately(exact[^1], 1e-8 * norm, name);
            result.Pairs.Select(pair => pair.Value).Should().BeInAscendingOrder();
        }
    }

    [Theory]
    [MemberData(nameof(FormsAndEnds))]
    public void Ten_pairs_of_a_separated_spectrum_are_found_to_the_tolerance(LanczosForm form, SpectrumEnd end)
    {
        const int N = 5000;
        double[] spectrum = [.. Enumerable.Range(0, 12).Select(i => -20.0 + i),
            .. DiagonalOperator.Even(N - 24, -1, 1), .. Enumerable.Range(0, 12).Select(i => 9.0 + i)];
        var a = new DiagonalOperator(spectrum);

        var result = new Lanczos(form) { Tolerance = 1e-10 }.Solve(a, 10, end);

        var expected = spectrum.Order().Where((_, i) => (end != SpectrumEnd.Largest && i < 10)
            || (end != SpectrumEnd.Smallest && i >= N - 10)).ToArray();
        result.HasConverged.Should().BeTrue();
        result.Products.Should().Be(a.Products);
        result.Pairs.Should().HaveCount(expected.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            result.Pairs[i].Value.Should().BeApproximately(expected[i], 1e-12);
            result.Pairs[i].Residual.Should().BeLessThan(2.1e-9);
            result.Pairs[i].IsVerified.Should().BeTrue();
            Math.Abs(result.Pairs[i].Vector![Array.IndexOf(spectrum, expected[i])]).Should().BeApproximately(1, 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Values_alone_come_with_the_residuals_of_the_recurrence(LanczosForm form)
    {
        double[] spectrum = [-5, -3, .. DiagonalOperator.Even(1000, -1, 1)];
        var values = new Lanczos(form) { WithVectors = false }.Solve(new DiagonalOperator(spectrum), 2);
        var vectors = new Lanczos(form).Solve(new DiagonalOperator(spectrum), 2);

        values.HasConverged.Should().BeTrue();
        values.Products.Should().BeLessThan(vectors.Products);
        for (var i = 0; i < 2; i++)
        {
            values.Pairs[i].Vector.Should().BeNull();
            values.Pairs[i].IsVerified.Should().BeFalse();
            values.Pairs[i].Value.Should().BeApproximately(spectrum[i], 1e-9);
            vectors.Pairs[i].Value.Should().BeApproximately(spectrum[i], 1e-9);
            values.Pairs[i].Residual.Should().BeLessThanOrEqualTo(5e-8);
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_copy_of_a_multiple_eigenvalue_is_found_before_the_pairs_are_called_converged(LanczosForm form)
    {
        double[] spectrum = [-3, -3, .. DiagonalOperator.Even(997, 0, 1), 2, 2, 2];
        foreach (var (end, expected) in new (SpectrumEnd, double[])[]
        {
            (SpectrumEnd.Largest, [2, 2, 2]), (SpectrumEnd.Smallest, [-3, -3, 0]), (SpectrumEnd.Both, [-3, -3, 0, 2, 2, 2]),
        })
        {
            var result = new Lanczos(form) { Tolerance = 1e-7 }.Solve(new DiagonalOperator(spectrum), 3, end);

            result.HasConverged.Should().BeTrue($"{end}: {result}");
            result.AreMultiplicitiesKnown.Should().BeTrue();
            result.Pairs.Select(pair => Math.Round(pair.Value, 9) + 0).Should().Equal(expected);
            var vectors = Matrix<double>.Build.DenseOfColumnVectors(result.Pairs.Select(pair => pair.Vector!));
            ((vectors.Transpose() * vectors) - Matrix<double>.Build.DenseIdentity(expected.Length)).FrobeniusNorm().Should().BeLessThan(1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Values_alone_are_said_to_be_listed_once_each(LanczosForm form)
    {
        double[] spectrum = [.. DiagonalOperator.Even(997, 0, 1), 2, 2, 2];

        var result = new Lanczos(form) { WithVectors = false, Tolerance = 1e-6 }.Solve(new DiagonalOperator(spectrum), 3, SpectrumEnd.Largest);

        result.AreMultiplicitiesKnown.Should().BeFalse();
        result.ToString().Should().Contain("each eigenvalue once");
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Copies_that_the_products_do_not_suffice_to_look_for_leave_the_pairs_unconverged(LanczosForm form)
    {
        double[] spectrum = [.. DiagonalOperator.Even(997, 0, 1), 2, 2, 2];
        var alone = new Lanczos(form) { WithVectors = false, Tolerance = 1e-6 }.Solve(new DiagonalOperator(spectrum), 3, SpectrumEnd.Largest);

        var result = new Lanczos(form) { Tolerance = 1e-6, MaxProducts = (int)(2 * alone.Products) + 20 }
            .Solve(new DiagonalOperator(spectrum), 3, SpectrumEnd.Largest);

        (result.HasConverged && result.Pairs.Any(pair => pair.Value < 1.5)).Should().BeFalse(result.ToString());
    }

    [Fact]
    public void Ghosts_appear_without_reorthogonalization_and_are_reported_once()
    {
        // The outlier converges in a few steps; T then grows copies of it.
        double[] spectrum = [.. DiagonalOperator.Even(2000, 0, 1), 10];
        var process = new LanczosProcess(
            new ScaledProducts(new DiagonalOperator(spectrum), new Optimizers.LinearAlgebra.VectorWork(1), 1000, default), false, 0);
        for (var i = 0; i < 120; i++)
            process.Advance();
        var ritz = process.Alphas.ToArray();
        SymmetricTridiagonal.Solve(ritz, process.Betas.ToArray());
        ritz.Count(value => value > 9.999999).Should().BeGreaterThan(1, "that is what a ghost is");

        var result = new Lanczos(LanczosForm.WithoutReorthogonalization) { Tolerance = 1e-6 }
            .Solve(new DiagonalOperator(spectrum), 3, SpectrumEnd.Largest);

        result.HasConverged.Should().BeTrue();
        result.Pairs[2].Value.Should().BeApproximately(10, 1e-12);
        result.Pairs[1].Value.Should().BeApproximately(1, 1e-8);
        result.Pairs[0].Value.Should().BeApproximately(spectrum[1998], 1e-6);
        result.Steps.Should().BeGreaterThan(120);
        result.IsReorthogonalized.Should().BeFalse();
    }

    [Theory]
    [InlineData(LanczosForm.FullReorthogonalization)]
    [InlineData(LanczosForm.ThickRestart)]
    public void An_invariant_subspace_is_said_and_copies_are_found_from_a_new_start(LanczosForm form)
    {
        double[] spectrum = [.. Enumerable.Range(0, 100).Select(i => (double)(i % 3))];

        var result = new Lanczos(form).Solve(new DiagonalOperator(spectrum), 5);

        result.HasConverged.Should().BeTrue();
        result.FoundInvariantSubspace.Should().BeTrue();
        result.IsSingleKrylovSpace.Should().BeFalse();
        result.Pairs.Should().HaveCount(5);
        result.Pairs.Should().OnlyContain(pair => pair.Residual < 1e-12);
        result.Pairs[0].Value.Should().BeApproximately(0, 1e-12);
        result.Pairs[1].Value.Should().BeApproximately(0, 1e-12);
        var gram = Matrix<double>.Build.DenseOfColumnVectors(result.Pairs.Select(pair => pair.Vector!));
        ((gram.Transpose() * gram) - Matrix<double>.Build.DenseIdentity(5)).FrobeniusNorm().Should().BeLessThan(1e-12);
    }

    [Fact]
    public void Without_a_basis_an_invariant_subspace_ends_the_run_with_the_distinct_values()
    {
        double[] spectrum = [.. Enumerable.Range(0, 100).Select(i => (double)(i % 3))];

        var result = new Lanczos(LanczosForm.WithoutReorthogonalization).Solve(new DiagonalOperator(spectrum), 5);

        result.HasConverged.Should().BeFalse();
        result.FoundInvariantSubspace.Should().BeTrue();
        result.Pairs.Select(pair => Math.Round(pair.Value, 12)).Should().Equal(0, 1, 2);
        result.Steps.Should().Be(3);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Small_dimensions_have_all_their_pairs(LanczosForm form)
    {
        new Lanczos(form).Solve(new DiagonalOperator([]), 3).Pairs.Should().BeEmpty();
        for (var n = 1; n <= 6; n++)
        {
            double[] spectrum = [.. Enumerable.Range(0, n).Select(i => (i * 1.5) - 2)];
            var result = new Lanczos(form).Solve(new DiagonalOperator(spectrum), 10, SpectrumEnd.Both);
            result.HasConverged.Should().BeTrue($"n = {n}");
            result.Pairs.Should().HaveCount(n);
            for (var i = 0; i < n; i++)
                result.Pairs[i].Value.Should().BeApproximately(spectrum[i], 1e-13);
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Threads_do_not_change_a_bit_and_another_seed_changes_the_start(LanczosForm form)
    {
        double[] spectrum = [-5, -3, .. DiagonalOperator.Even(66_000, -1, 1)];
        var expected = Run(1, 0);
        Run(3, 0).Should().Equal(expected);
        Run(1, 1).Should().NotEqual(expected);

        double[] Run(int threads, int seed)
        {
            var solver = new Lanczos(form)
            {
                MaxThreads = threads,
                Seed = seed,
                Tolerance = 1e-4,
                MemoryVectors = form == LanczosForm.ThickRestart ? 16 : null,
            };
            var result = solver.Solve(new DiagonalOperator(spectrum), 1);
            result.HasConverged.Should().BeTrue();
            return [result.Pairs[0].Value, result.Pairs[0].Residual, .. result.Pairs[0].Vector!];
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Cancellation_half_way_ends_the_run_before_the_next_product(LanczosForm form)
    {
        using var source = new CancellationTokenSource();
        var a = new DiagonalOperator(DiagonalOperator.Even(1000, 0, 1), product =>
        {
            if (product == 30)
                source.Cancel();
        });
        var solve = () => new Lanczos(form) { Tolerance = 1e-12 }.Solve(a, 5, cancellationToken: source.Token);
        solve.Should().Throw<OperationCanceledException>();
        a.Products.Should().Be(30);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Running_out_of_products_is_said_with_what_is_there(LanczosForm form)
    {
        var a = new DiagonalOperator(DiagonalOperator.Even(1000, 0, 1));
        var result = new Lanczos(form) { MaxProducts = 40, Tolerance = 1e-10 }.Solve(a, 2);
        result.HasConverged.Should().BeFalse();
        result.Pairs.Should().HaveCount(2);
        a.Products.Should().BeInRange(35, 40);
        result.ToString().Should().Contain("NOT converged");
        result.Pairs.Should().OnlyContain(pair =>
            Math.Abs((pair.Value * 999) - Math.Round(pair.Value * 999)) <= 999 * pair.Residual, "an eigenvalue lies in each");
    }

    [Fact]
    public void A_budget_too_small_is_refused_with_what_is_needed_and_what_needs_less()
    {
        var a = new DiagonalOperator(DiagonalOperator.Even(1000, 0, 1));
        Refuse(LanczosForm.ThickRestart, 5, "MemoryVectors = 5", "at least 9 vectors for 4 pairs", "needs 7");
        Refuse(LanczosForm.FullReorthogonalization, 6, "at least 7 vectors", "needs 3");
        Refuse(LanczosForm.WithoutReorthogonalization, 6, "at least 7 vectors", "Without vectors it needs 3");
        a.Products.Should().Be(0);

        void Refuse(LanczosForm form, int budget, params string[] parts)
        {
            var solve = () => new Lanczos(form) { MemoryVectors = budget }.Solve(a, 2, SpectrumEnd.Both);
            var message = solve.Should().Throw<ArgumentException>().Which.Message;
            foreach (var part in parts)
                message.Should().Contain(part);
        }
    }

    [Theory]
    [InlineData(9)]
    [InlineData(12)]
    [InlineData(30)]
    public void The_least_budget_suffices_for_thick_restart_and_is_kept(int budget)
    {
        double[] spectrum = [-9, -6, .. DiagonalOperator.Even(500, -1, 1), 4, 7];
        var result = new Lanczos(LanczosForm.ThickRestart) { MemoryVectors = budget }
            .Solve(new DiagonalOperator(spectrum), 2, SpectrumEnd.Both);
        result.HasConverged.Should().BeTrue();
        result.MemoryVectors.Should().BeLessThanOrEqualTo(budget);
        result.Pairs.Select(pair => Math.Round(pair.Value, 8)).Should().Equal(-9, -6, 4, 7);
        result.IsSingleKrylovSpace.Should().Be(result.Restarts == 0);
        result.AreMultiplicitiesKnown.Should().Be(budget >= (2 * 4) + 4, "copies are looked for beside the pairs");
    }

    [Fact]
    public void The_error_of_approximate_products_widens_the_intervals()
    {
        var pair = new Lanczos(LanczosForm.FullReorthogonalization).Solve(new DiagonalOperator([1, 2, 3], error: 0.25)).Pairs[0];
        pair.ProductError.Should().Be(0.25);
        pair.Lower.Should().BeApproximately(0.75, 1e-12);
        pair.Upper.Should().BeApproximately(1.25, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Extreme_scales_are_solved_as_others_are(LanczosForm form)
    {
        foreach (var scale in new[] { 1e-290, 1e-160, 1e160, 1e290 })
        {
            double[] spectrum = [.. DiagonalOperator.Even(200, -1, 1).Append(3).Select(x => x * scale)];
            var result = new Lanczos(form).Solve(new DiagonalOperator(spectrum), 1, SpectrumEnd.Largest);
            result.HasConverged.Should().BeTrue();
            (result.Pairs[0].Value / scale).Should().BeApproximately(3, 1e-8);
        }
    }

    [Fact]
    public void Progress_is_heard_of()
    {
        var heard = new List<EigenSolverProgress>();
        new Lanczos(LanczosForm.ThickRestart) { Progress = new Listener<EigenSolverProgress>(heard.Add), WithVectors = false }
            .Solve(new DiagonalOperator([-2, .. DiagonalOperator.Even(400, 0, 1)]), 2);
        heard.Should().NotBeEmpty();
        heard.Select(p => p.Products).Should().BeInAscendingOrder();
        heard[^1].Converged.Should().Be(2);
        heard[^1].Wanted.Should().Be(2);
        heard[^1].Smallest.Should().BeApproximately(-2, 1e-6);
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        var a = new DiagonalOperator([1, 2]);
        Refusal.Of<ArgumentNullException>(() => new Lanczos(LanczosForm.ThickRestart).Solve(null!), "operator");
        Refusal.Of<ArgumentOutOfRangeException>(() => new Lanczos(LanczosForm.ThickRestart).Solve(a, 0), "count");
        Refusal.Of<ArgumentOutOfRangeException>(() => new Lanczos(LanczosForm.ThickRestart).Solve(a, 1, (SpectrumEnd)7), "end");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new Lanczos((LanczosForm)7), "form");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new Lanczos(LanczosForm.ThickRestart) { Tolerance = double.NaN }, "Tolerance");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new Lanczos(LanczosForm.ThickRestart) { MaxProducts = 0 }, "MaxProducts");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new Lanczos(LanczosForm.ThickRestart) { MemoryVectors = 0 }, "MemoryVectors");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new Lanczos(LanczosForm.ThickRestart) { MaxThreads = 0 }, "MaxThreads");
        var few = () => new Lanczos(LanczosForm.FullReorthogonalization) { MaxProducts = 2 }.Solve(a, 2);
        few.Should().Throw<ArgumentException>().WithMessage("*MaxProducts = 2*at least 3 products*");
    }

    [Theory]
    [InlineData(LanczosForm.FullReorthogonalization)]
    [InlineData(LanczosForm.ThickRestart)]
    public void Where_every_vector_is_one_the_pairs_are_of_orthonormal_vectors(LanczosForm form)
    {
        var pairs = new Lanczos(form) { Seed = 1, MemoryVectors = 9 }.Solve(new DiagonalOperator([.. Enumerable.Repeat(2.0, 30)]), 3).Pairs;

        pairs.Should().HaveCount(3).And.OnlyContain(pair => Math.Abs(pair.Value - 2) < 1e-14);
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j <= i; j++)
                (pairs[i].Vector! * pairs[j].Vector!).Should().BeApproximately(i == j ? 1 : 0, 1e-14);
        }
    }
}
