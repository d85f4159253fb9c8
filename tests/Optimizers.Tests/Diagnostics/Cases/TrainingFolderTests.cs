using System.Buffers.Binary;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Cases;

/// <summary>Trainings that were written into a folder: facts without any function of the model.</summary>
public sealed class TrainingFolderTests : IDisposable
{
    private const int Examples = 120;
    private const int Classes = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("optimizers-").FullName;
    private readonly Random _random = new(7);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_sound_classification_is_healthy()
    {
        WriteSound();
        var folder = TrainingFolder.Read(_folder);
        var diagnosis = Diagnosis.Of(folder.Case);

        diagnosis.Verdict.Should().Be(Verdict.Healthy, diagnosis.ToString());
        folder.Remarks.Should().Contain("losses.npy: the cross-entropy from logits of outputs and targets")
            .And.Contain("inputs.npy: 120 × 2, floats").And.Contain("targets.npy: taken for classes");
        diagnosis.Examination.Losses.Chance.Should().BeApproximately(Math.Log(Classes), 1e-9);
    }

    [Fact]
    public void Every_file_may_be_missing()
    {
        string[] files = ["inputs.npy", "outputs.npy", "targets.npy", "losses.npy", "log.csv"];
        for (var present = 1; present < 1 << files.Length; present++)
        {
            WriteSound();
            for (var k = 0; k < files.Length; k++)
            {
                if ((present & (1 << k)) == 0)
                    File.Delete(Path.Combine(_folder, files[k]));
            }

            Diagnosis.Of(TrainingFolder.Read(_folder).Case).Findings.Should().NotContain(finding => finding.Grounds == Grounds.Fact);
        }
    }

    [Fact]
    public void A_label_that_no_output_stands_for_is_a_fact()
    {
        WriteSound();
        Write("targets.npy", "<i8", [Examples], Enumerable.Range(0, Examples).Select(n => (double)(n % Classes) + 1));

        First().Should().Match<Finding>(first => first.Cause.Id == "bad-labels" && first.Grounds == Grounds.Fact);
    }

    [Fact]
    public void Probabilities_in_the_place_of_logits_are_a_fact()
    {
        WriteSound();
        var p = Sound().Select(Softmax).ToArray();
        Write("outputs.npy", "<f4", [Examples, Classes], p.SelectMany(each => each));
        Write("losses.npy", "<f4", [Examples], p.Select((each, n) => CrossEntropy(each, n % Classes)));

        First().Should().Match<Finding>(first => first.Cause.Id == "softmax-twice" && first.Grounds == Grounds.Fact);
    }

    [Fact]
    public void Probabilities_that_the_loss_takes_are_no_fault()
    {
        WriteSound();
        var p = Sound().Select(Softmax).ToArray();
        Write("outputs.npy", "<f8", [Examples, Classes], p.SelectMany(each => each));
        Write("losses.npy", "<f8", [Examples], p.Select((each, n) => -Math.Log(each[n % Classes])));

        Diagnosis.Of(TrainingFolder.Read(_folder).Case).Verdict.Should().Be(Verdict.Healthy);
    }

    [Fact]
    public void Losses_that_fall_where_the_answers_get_worse_are_a_fact()
    {
        WriteSound();
        Write("losses.npy", "<f4", [Examples], Sound().Select((each, n) => -CrossEntropy(each, n % Classes)));
        File.Delete(Path.Combine(_folder, "log.csv"));

        First().Should().Match<Finding>(first => first.Cause.Id == "wrong-loss" && first.Grounds == Grounds.Fact);
    }

    [Fact]
    public void The_same_outputs_for_every_example_are_a_fact()
    {
        WriteSound();
        Write("outputs.npy", "<f4", [Examples, Classes], Enumerable.Range(0, Examples * Classes).Select(k => k % Classes * 0.01));
        File.Delete(Path.Combine(_folder, "losses.npy"));
        File.Delete(Path.Combine(_folder, "log.csv"));

        First().Should().Match<Finding>(first => first.Cause.Id == "chance-level" && first.Grounds == Grounds.Fact);
    }

    [Fact]
    public void A_row_that_is_not_finite_is_a_fact_with_its_place()
    {
        WriteSound();
        Write("inputs.npy", "<f4", [Examples, 2], Enumerable.Range(0, 2 * Examples).Select(k => k == 15 ? double.NaN : Math.Sin(k)));

        First().Should().Match<Finding>(first => first.Cause.Id == "non-finite" && first.Grounds == Grounds.Fact);
        First().Assessment.Evidence[0].Statement.Should().Contain("first feature 1 of example 7");
    }

    [Fact]
    public void Inputs_that_are_all_the_same_are_a_fact()
    {
        WriteSound();
        Write("inputs.npy", "<f4", [Examples, 2], Enumerable.Repeat(0.5, 2 * Examples));
        Write("outputs.npy", "<f4", [Examples, Classes], Enumerable.Repeat(0.5, Classes * Examples));
        File.Delete(Path.Combine(_folder, "losses.npy"));

        First().Cause.Id.Should().Be("constant-inputs");
    }

    [Fact]
    public void A_regression_is_read_with_its_chance_and_its_loss()
    {
        double[] y = [.. Enumerable.Range(0, Examples).Select(n => Math.Sin(n))];
        Write("inputs.npy", "<f8", [Examples, 1], Enumerable.Range(0, Examples).Select(n => (double)n / Examples));
        Write("targets.npy", "<f8", [Examples, 1], y);
        Write("outputs.npy", "<f8", [Examples, 1], y.Select((each, n) => each + (0.1 * Math.Cos(5 * n))));
        Write("losses.npy", "<f8", [Examples], Enumerable.Range(0, Examples).Select(n => 0.5 * Math.Pow(0.1 * Math.Cos(5 * n), 2)));
        var folder = TrainingFolder.Read(_folder);

        folder.Case.Loss!.Name.Should().Be("squared error");
        Diagnosis.Of(folder.Case).Verdict.Should().Be(Verdict.Healthy);
    }

    [Fact]
    public void One_output_for_three_classes_is_found_where_the_loss_is_said()
    {
        WriteSound();
        Write("outputs.npy", "<f8", [Examples, 1], Enumerable.Range(0, Examples).Select(n => Math.Sin(n)));
        File.Delete(Path.Combine(_folder, "losses.npy"));
        var diagnosis = Diagnosis.Of(TrainingFolder.Read(_folder, Losses.CrossEntropyFromLogits).Case);

        diagnosis.Findings[0].Should().Match<Finding>(first => first.Cause.Id == "bad-labels" && first.Grounds == Grounds.Fact);
        diagnosis.ToString().Should().Contain("one output for 3 classes");
    }

    [Fact]
    public void Files_of_other_examples_are_an_error_that_names_both()
    {
        WriteSound();
        Write("losses.npy", "<f4", [7], new double[7]);
        FluentActions.Invoking(() => TrainingFolder.Read(_folder)).Should().Throw<InvalidDataException>()
            .WithMessage("losses.npy has 7 examples and inputs.npy 120: *");
        Write("losses.npy", "<f4", [Examples, 1], new double[Examples]);
        FluentActions.Invoking(() => TrainingFolder.Read(_folder)).Should().Throw<InvalidDataException>()
            .WithMessage("*must be one loss an example.");
    }

    [Fact]
    public void A_folder_without_any_of_the_files_is_an_error()
    {
        FluentActions.Invoking(() => TrainingFolder.Read(_folder)).Should().Throw<InvalidDataException>().WithMessage("*holds none of inputs.npy*");
        FluentActions.Invoking(() => TrainingFolder.Read(_folder + "x")).Should().Throw<DirectoryNotFoundException>();
    }

    private Finding First() => Diagnosis.Of(TrainingFolder.Read(_folder).Case).Findings[0];

    [Fact]
    public void Files_without_an_example_are_read_as_none()
    {
        WriteSound();
        Write("test_inputs.npy", "<f8", [0, 2], []);
        var folder = TrainingFolder.Read(_folder);

        (folder.Case.TestInputs!.RowCount, folder.Case.TestInputs.ColumnCount).Should().Be((0, 0));
        folder.Remarks.Should().ContainSingle(remark => remark.StartsWith("test_inputs.npy: 0 × 2", StringComparison.Ordinal));
    }

    private void WriteSound()
    {
        var sound = Sound();
        Write("inputs.npy", "<f8", [Examples, 2], Enumerable.Range(0, Examples).SelectMany(n =>
            new[] { Math.Cos(2 * Math.PI * (n % Classes) / Classes) + Noise(), Math.Sin(2 * Math.PI * (n % Classes) / Classes) + Noise() }));
        Write("outputs.npy", "<f8", [Examples, Classes], sound.SelectMany(each => each));
        Write("targets.npy", "<i8", [Examples], Enumerable.Range(0, Examples).Select(n => (double)(n % Classes)));
        Write("losses.npy", "<f8", [Examples], sound.Select((each, n) => CrossEntropy(each, n % Classes)));
        var rows = Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{i},{0.02 + (1.1 * Math.Exp(-0.2 * i)):R}"));
        File.WriteAllText(Path.Combine(_folder, "log.csv"), Logs.Logs.Lines("epoch,loss", rows));
    }

    // Logits of a model that is right and fairly sure.
    private static double[][] Sound() =>
    [
        .. Enumerable.Range(0, Examples)
            .Select(n => Enumerable.Range(0, Classes).Select(c => (c == n % Classes ? 4.0 : 0) + Math.Sin(n + (2 * c))).ToArray()),
    ];

    private double Noise() => 0.2 * (_random.NextDouble() - 0.5);

    private static double[] Softmax(double[] z)
    {
        var sum = z.Sum(Math.Exp);
        return Array.ConvertAll(z, each => Math.Exp(each) / sum);
    }

    private static double CrossEntropy(double[] z, int label) => -Math.Log(Softmax(z)[label]);

    private void Write(string name, string type, int[] shape, IEnumerable<double> values)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({string.Join(", ", shape)},), }}\n";
        var file = new List<byte>(NpyFileTests.FileOf(header)[..^8]);
        foreach (var value in values)
        {
            var bytes = new byte[8];
            switch (type)
            {
                case "<f4": BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)value); break;
                case "<f8": BinaryPrimitives.WriteDoubleLittleEndian(bytes, value); break;
                default: BinaryPrimitives.WriteInt64LittleEndian(bytes, (long)value); break;
            }

            file.AddRange(bytes[..(type == "<f4" ? 4 : 8)]);
        }

        File.WriteAllBytes(Path.Combine(_folder, name), [.. file]);
    }
}
