using System.Globalization;

namespace Optimizers.Package.Tests;

/// <summary>
/// The README's programs, compiled from its very text against the package. What a program leaves to its caller stands in a second file, which
/// also prints the outcome when the program has ended.
/// </summary>
[Collection(PackageTestGroup.Name)]
public sealed class ReadmeProgramTests(PackedLibrary library)
{
    private static readonly string[] Frameworks = ["net10.0"];

    [Fact]
    public void The_readme_has_the_four_programs_and_no_other_code() =>
        Readme.Programs.Should().SatisfyRespectively(
            first => first.Should().Contain("new Adam("),
            second => second.Should().Contain("new RmsProp("),
            third => third.Should().Contain("CriticalPoint.Classify(objective"),
            fourth => fourth.Should().Contain("new TrainingMonitor("));

    [Fact]
    public void Those_of_the_first_hour_print_what_the_page_and_the_README_show()
    {
        var (programs, shown) = Readme.FirstHour;
        programs.Should().HaveCount(5);
        shown.Should().HaveCount(6);
        var network = ("Network.cs", programs[0]);

        Shows(Run(programs[1]), shown[0]);
        var training = Built([("Program.cs", programs[2]), network]);
        Shows(training.Run(Frameworks[0], "950"), shown[1]);
        Shows(training.Run(Frameworks[0]), shown[2]);
        Directory.Delete(Path.Combine(training.Folder, "run"), recursive: true);
        Shows(training.Run(Frameworks[0]), shown[3]);
        var answers = Run(programs[3]);
        Shows(answers, shown[4]);
        Shows(answers, Readme.Shown);
        Shows(Run(programs[4]), shown[5]);

        string Run(string program) => Built([("Program.cs", program), network]).Run(Frameworks[0]);
    }

    [Fact]
    public void Those_of_the_page_on_schedules_print_what_it_shows()
    {
        var (programs, shown) = Readme.Schedules;
        shown.Should().HaveSameCount(programs).And.HaveCount(4);
        foreach (var output in Outputs(InTurn(programs)))
            Shows(output, string.Concat(shown));
    }

    [Fact]
    public void That_of_the_page_on_the_loop_stops_restores_and_logs_as_it_shows()
    {
        var (programs, shown) = Readme.TrainingLoop;
        var project = Built([("Program.cs", programs.Should().ContainSingle().Subject)]);
        var output = project.Run(Frameworks[0]).Split('\r')[0]; // Behind it is the progress, on the error stream.
        Shows(output, shown.Should().ContainSingle().Subject);
        File.ReadAllLines(Path.Combine(project.Folder, "curves.csv")).Should().HaveCount(1 + 22).And.HaveElementAt(0, "step,loss,val_loss");
    }

    [Fact]
    public void That_of_the_page_for_who_comes_from_elsewhere_prints_what_it_shows()
    {
        var (programs, shown) = Readme.ComingFrom;
        foreach (var output in Outputs(programs.Should().ContainSingle().Subject))
            Shows(output, shown.Should().ContainSingle().Subject);
    }

    [Fact]
    public void The_first_finds_the_minimum_of_Rosenbrocks_function()
    {
        // MathNet prints a line that names the type, then a coordinate a line.
        foreach (var output in Outputs(Readme.Programs[0]))
            Lines(output).Skip(1).Select(Number).Should().HaveCount(2).And.AllSatisfy(coordinate => coordinate.Should().BeApproximately(1, 1e-6));
    }

    [Fact]
    public void That_of_the_page_on_FSharp_prints_what_it_shows()
    {
        var (programs, shown) = Readme.FSharp;
        var project = Built([("Program.fs", programs.Should().ContainSingle().Subject)]);
        Shows(project.Run(Frameworks[0]), shown.Should().ContainSingle().Subject);
    }

    [Fact]
    public void The_second_steps_matrices_and_vectors_of_double_and_float_in_place()
    {
        const string caller = """
            global using MathNet.Numerics.LinearAlgebra;
            global using Optimizers;
            global using static Caller;
            using System.Runtime.CompilerServices;

            static class Caller
            {
                public static readonly Matrix<double> w1 = Matrix<double>.Build.Dense(2, 2);
                public static readonly Matrix<double> dw1 = Matrix<double>.Build.DenseOfArray(new[,] { { 1.0, -2 }, { 0, 0.5 } });
                public static readonly Vector<double> b1 = Vector<double>.Build.Dense(2), db1 = Vector<double>.Build.Dense([-4.0, 0]);
                public static readonly Matrix<float> w2 = Matrix<float>.Build.Dense(1, 2);
                public static readonly Matrix<float> dw2 = Matrix<float>.Build.DenseOfArray(new[,] { { -8f, 16f } });

                [ModuleInitializer]
                internal static void PrintAtTheEnd() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
                {
                    Console.WriteLine(string.Join(' ', w1.ToRowMajorArray()));
                    Console.WriteLine(string.Join(' ', b1));
                    Console.WriteLine(string.Join(' ', w2.ToRowMajorArray()));
                };
            }
            """;

        // The first step of RMSProp from sigma = |g| has the length of the learning rate, whatever the gradient's; none where the gradient is zero.
        foreach (var output in Outputs(Readme.Programs[1], caller))
            Lines(output).Should().Equal("-0.001 0.001 0 -0.001", "0.001 0", "0.001 -0.001");
    }

    [Fact]
    public void The_programs_of_the_page_on_files_save_load_and_begin()
    {
        Readme.Files.Should().HaveCount(2);
        foreach (var output in Outputs(Readme.Files[0]))
            Lines(output).Should().Equal("learningRate: WarmUp(100, to: 0.01, from: 0) in the file, WarmUp(100, to: 0.02, from: 0) here");
        foreach (var output in Outputs(Readme.Files[1]))
            Lines(output).Should().Equal("a new training");
    }

    [Fact]
    public void That_of_the_page_on_optimizers_steps_on_the_word_that_was_touched()
    {
        foreach (var output in Outputs(Readme.Optimizers))
            Lines(output).Should().Equal("1 of 50000 entries of 16", "-0.001 0");
    }

    [Fact]
    public void That_of_the_page_on_minimizers_fits_the_certified_values_and_finds_a_minimum()
    {
        foreach (var output in Outputs(Readme.Minimizers))
        {
            var lines = Lines(output);
            lines[0].Should().Contain("Converged after").And.Contain("‖r‖² = 0.124551");
            lines.Should().ContainInOrder("238.942", "0.000550156", "GradientConverged");
            lines[^2..].Select(Number).Should().AllSatisfy(coordinate => coordinate.Should().BeApproximately(1, 1e-4));
        }
    }

    [Fact]
    public void The_second_of_the_curvature_page_names_a_saddle_and_leaves_it()
    {
        const string caller = """
            global using MathNet.Numerics.LinearAlgebra;
            global using static Caller;
            using System.Runtime.CompilerServices;

            static class Caller
            {
                public static readonly Func<Vector<double>, double> loss = p => p[0] * p[0] - p[1] * p[1] + p[1] * p[1] * p[1] * p[1];
                public static readonly Matrix<double> hessian = Matrix<double>.Build.DenseOfDiagonalArray([2, -2]);
                public static readonly Vector<double> gradient = Vector<double>.Build.Dense(2);
                public static Vector<double> theta = Vector<double>.Build.Dense(2);

                [ModuleInitializer]
                internal static void PrintAtTheEnd() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
                    Console.WriteLine($"{theta[0]} {theta[1]} {loss(theta)}");
            }
            """;

        foreach (var output in Outputs(Readme.Curvature[1], caller))
        {
            var lines = Lines(output);
            lines[0].Should().Be("Saddle");
            string.Join('\n', lines[1..^1]).Should().ContainEquivalentOf("saddle").And.Contain("-2");

            var end = lines[^1].Split(' ').Select(Number).ToArray();
            end[0].Should().Be(0, "the loss rises along the first axis");
            end[2].Should().BeInRange(-0.25, -0.15, "the loss was 0, and is at least -1/4");
        }
    }

    [Fact]
    public void The_third_says_what_it_claims_of_two_thousand_parameters_and_leaves_them_by_the_loss()
    {
        const string caller = """
            global using MathNet.Numerics.LinearAlgebra;
            global using static Caller;
            using System.Runtime.CompilerServices;

            static class Caller
            {
                public static readonly Func<Vector<double>, double> loss = p => p.Sum(x => x * x - x * x * x) - 2 * p[7] * p[7];
                public static readonly Func<Vector<double>, Vector<double>> gradient =
                    p => p.MapIndexed((i, x) => 2 * x - 3 * x * x - (i == 7 ? 4 * x : 0));
                public static Vector<double> theta = Vector<double>.Build.Dense(2000);

                [ModuleInitializer]
                internal static void PrintAtTheEnd() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine($"{loss(theta)}");
            }
            """;

        foreach (var output in Outputs(Readme.Programs[2], caller))
        {
            var lines = Lines(output);
            lines[..^1].Should().Contain(line => line.StartsWith("estimated   about the true Hessian", StringComparison.Ordinal));
            Number(lines[^1]).Should().BeNegative("the loss was 0");
        }
    }

    [Fact]
    public void The_first_of_the_curvature_page_finds_a_saddle_proves_it_of_the_loss_and_leaves_it()
    {
        Readme.Curvature.Should().HaveCount(2);
        foreach (var output in Outputs(Readme.Curvature[0]))
            output.Should().Contain("A critical point").And.Contain("Saddle in 2 dimensions")
                .And.Contain("proven      about the loss: L has a saddle within");
    }

    [Fact]
    public void The_fourth_says_of_steps_that_are_too_small_that_they_are()
    {
        foreach (var output in Outputs(Readme.Programs[3], Valley("1e-5")))
        {
            var lines = Lines(output)[..^1];
            lines[0].Should().Contain("the steps are too small");
            lines.Should().HaveCountLessThanOrEqualTo(15)
                .And.Contain(line => line.StartsWith("What helps: Multiply the learning rate by", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_guard_of_the_diagnosis_page_brings_a_training_down_that_would_explode()
    {
        foreach (var output in Outputs(Readme.Diagnosis[3], Valley("1.2")))
            Number(Lines(output)[^1]).Should().BeLessThan(0.01, "the loss was 5, and would have become infinite");
    }

    [Fact]
    public void That_of_the_diagnosis_page_finds_that_the_steps_are_too_small()
    {
        foreach (var output in Outputs(Readme.Diagnosis[0]))
            output.Should().Contain("The training fails because the steps are too small").And.Contain("What helps: Multiply the learning rate by");
    }

    [Fact]
    public void The_full_case_of_the_diagnosis_page_tells_a_last_activation_that_does_not_fit()
    {
        foreach (var output in Outputs(Readme.Diagnosis[1]))
            output.Should().Contain("The training fails because the outputs cannot reach the targets").And.Contain("Leave out the last activation");
    }

    [Fact]
    public void The_cause_of_the_diagnosis_page_is_considered_beside_those_of_the_library()
    {
        const string question = """
            monitor.RecordBatchSize(200);
            optimizer.Step(theta, Gradient(theta));
            var options = new DiagnosisOptions { Causes = [.. KnownCauses.All, new RateOfAnotherBatch(rate: 0.1, examples: 200)] };
            Console.WriteLine(string.Join(' ', Diagnosis.Of(new TrainingCase(monitor), options).Findings.Select(finding => finding.Cause.Id)));
            """;
        Readme.Diagnosis.Should().HaveCount(4);
        var program = Readme.Diagnosis[0].Replace("double Loss(", question + "\ndouble Loss(", StringComparison.Ordinal);
        foreach (var output in Outputs(program, Readme.Diagnosis[2]))
            Lines(output)[^1].Split(' ').Should().Contain("rate-of-another-batch");
    }

    [Fact]
    public void The_page_of_causes_has_a_section_for_every_cause_and_no_other()
    {
        const string program = """
            Console.WriteLine(string.Join('\n', Optimizers.Diagnostics.KnownCauses.All.Select(cause => cause.Id)));
            """;
        var sections = Readme.CausesText.Split('\n')
            .Where(line => line.StartsWith("### ", StringComparison.Ordinal)).Select(line => line[4..].Trim());
        foreach (var output in Outputs(program))
            sections.Should().BeEquivalentTo(Lines(output));
    }

    // A valley of curvatures 2 and 1 with a gradient descent of the given rate; the loss at the end is printed.
    private static string Valley(string rate) => $$"""
        global using MathNet.Numerics.LinearAlgebra;
        global using Optimizers;
        global using static Caller;
        using System.Runtime.CompilerServices;

        static class Caller
        {
            public static readonly Func<Vector<double>, double> loss = p => p[0] * p[0] + p[1] * p[1] / 2;
            public static readonly Func<Vector<double>, Vector<double>> gradient = p => Vector<double>.Build.Dense([2 * p[0], p[1]]);
            public static readonly Vector<double> theta = Vector<double>.Build.Dense([2.0, 1.5]);
            public static readonly IOptimizer optimizer = new Sgd(learningRate: {{rate}});

            [ModuleInitializer]
            internal static void PrintAtTheEnd() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine($"{loss(theta)}");
        }
        """;

    private IEnumerable<string> Outputs(string program, string? caller = null)
    {
        var project = Built(caller is null ? [("Program.cs", program)] : [("Program.cs", program), ("Caller.cs", caller)]);
        return Frameworks.Select(framework => project.Run(framework));
    }

    private ConsumerProject Built((string, string)[] sources)
    {
        var project = new ConsumerProject(library, string.Join(';', Frameworks), "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", sources);
        project.Build().Succeeded();
        return project;
    }

    // One program of several short ones, each in a scope of its own.
    private static string InTurn(IEnumerable<string> programs)
    {
        var lines = programs.Select(program => program.Split('\n').ToLookup(line => line.StartsWith("using ", StringComparison.Ordinal))).ToArray();
        return string.Join('\n', lines.SelectMany(program => program[true]).Distinct())
            + string.Concat(lines.Select(program => $"\n{{\n{string.Join('\n', program[false])}\n}}"));
    }

    // What a page shows is what was printed, line by line; "…" stands for lines that are left out.
    private static void Shows(string output, string shown)
    {
        var (printed, next) = (Lines(output), 0);
        var parts = string.Join('\n', Lines(shown)).Split('…').Select(Lines).ToArray();
        for (var k = 0; k < parts.Length; k++)
        {
            var (part, last) = (parts[k], printed.Length - parts[k].Length);
            var found = Enumerable.Range(next, Math.Max(0, last - next + 1)).Cast<int?>()
                .FirstOrDefault(at => printed.Skip(at!.Value).Take(part.Length).SequenceEqual(part));
            found.Should().NotBeNull("the page shows {0} of what was printed:\n{1}", string.Join('\n', part), output);
            if (k == 0)
                found.Should().Be(0, "nothing is left out before the first line of {0}", output);
            next = found!.Value + part.Length;
        }

        if (parts[^1].Length > 0)
            next.Should().Be(printed.Length, "nothing is left out behind the last line of {0}", output);
    }

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
