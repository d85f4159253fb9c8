using System.Buffers.Binary;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using ScottPlot;

namespace WhyItFails.Tests;

public sealed class PicturesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("why-it-fails-");

    [Fact]
    public void Each_picture_is_a_png_of_1600_by_900()
    {
        var pictures = new Pictures(_folder);
        TrainingRun[] runs = [
            new("learns", [new(0, 2.3), new(10, 0.02)], ReachedAfter: 10,
                ReachedIn: TimeSpan.Zero, Loss: 0.02, Accuracy: 0.97, Network: new(1, 1, 2)),
            new("stays", [new(0, 2.3), new(10, 2.3)], ReachedAfter: null, ReachedIn: null, Loss: 2.3, Accuracy: 0.1, Network: new(1, 1, 2))];
        var point = CriticalPoint.Classify(Matrix<double>.Build.DenseOfDiagonalArray([-1, 0, 2]), Vector<double>.Build.Dense(3));

        var objective = Objective.Create(_ => 0, v => 0 * v, (_, v) =>
            v.MapIndexed((i, entry) => i * entry, MathNet.Numerics.LinearAlgebra.Zeros.Include));
        var theta = Vector<double>.Build.Dense(30);
        var landscape = new Landscape(
            CriticalPoint.Classify(objective, theta),
            CriticalPoint.Classify(objective, theta, new CriticalPointOptions { DenseLimit = 0 }),
            SpectralDensity.Of(new HessianOperator(objective, theta.AsArray())));

        FileInfo[] files =
        [
            pictures.LossCurves(runs, runs), pictures.Schedules(),
            pictures.Eigenvalues(point, SpectralLine.Of([-1, 0, 2], 1e-9)), pictures.Spectrum(landscape),
        ];

        files.Select(file => file.Name).Should().Equal("loss-curves.png", "schedules.png", "eigenvalues.png", "spectrum.png");
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file.FullName);
            bytes.AsSpan(0, 4).ToArray().Should().Equal(0x89, (byte)'P', (byte)'N', (byte)'G');
            BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)).Should().Be(1600);
            BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20)).Should().Be(900);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_font_of_the_pictures_is_embedded_and_has_every_character_they_use(bool bold)
    {
        EmbeddedFont.Install();

        var typeface = Fonts.GetTypeface(EmbeddedFont.Name, bold, italic: false);

        Fonts.Default.Should().Be(EmbeddedFont.Name);
        typeface.FamilyName.Should().Contain("Inter");
        typeface.IsBold.Should().Be(bold);
        typeface.GetGlyphs("Azλ−²θα0123456789.,:% ").Should().NotContain((ushort)0);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
