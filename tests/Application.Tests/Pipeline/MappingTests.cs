using AutoMapper;
using CleanAuth.Application.Accounts;

namespace CleanAuth.Application.Tests.Pipeline;

/// <summary>Why the two advisories against AutoMapper 8 do not reach us (docs/adr/0005): none of our maps has the shape that they need.</summary>
public sealed class MappingTests
{
    [Test]
    public void Every_member_of_every_answer_is_mapped() => Assert.That(Ours().AssertConfigurationIsValid, Throws.Nothing);

    [Test]
    public void Every_map_is_flat()
    {
        Assert.That(Ours().GetAllTypeMaps(), Is.Not.Empty);
        Assert.That(FlatMaps.Offences(Ours()), Is.Empty);
    }

    [Test]
    public void A_forgotten_member_is_seen() =>
        Assert.That(Of(map => map.CreateMap<Empty, Node>()).AssertConfigurationIsValid, Throws.TypeOf<AutoMapperConfigurationException>());

    [Test]
    public void A_type_that_leads_back_to_itself_is_seen()
    {
        Assert.That(FlatMaps.Offences(Of(map => map.CreateMap<Node, Empty>())), Has.Some.Contains("Node leads back to itself"));
        Assert.That(FlatMaps.Offences(Of(map => map.CreateMap<Empty, Node>())), Has.Some.Contains("Node leads back to itself"));
        Assert.That(FlatMaps.Offences(Of(map => map.CreateMap<Tree, Empty>())), Has.Some.Contains("Tree leads back to itself"), "through a list");
        Assert.That(FlatMaps.Offences(Of(map => map.CreateMap<Ping, Empty>())), Has.Some.Contains("Ping leads back to itself"), "through another type");
    }

    [Test]
    public void A_polymorphic_map_is_seen_from_either_end()
    {
        Assert.That(FlatMaps.Offences(Of(map =>
        {
            map.CreateMap<Empty, Empty>().Include<EmptyToo, Empty>();
            map.CreateMap<EmptyToo, Empty>();
        })), Has.Some.Contains("polymorphic"));
        Assert.That(FlatMaps.Offences(Of(map =>
        {
            map.CreateMap<Empty, Empty>();
            map.CreateMap<EmptyToo, Empty>().IncludeBase<Empty, Empty>();
        })), Has.Some.Contains("polymorphic"));
        Assert.That(FlatMaps.Offences(Of(map =>
        {
            map.CreateMap<Empty, Empty>().As<EmptyToo>();
            map.CreateMap<Empty, EmptyToo>();
        })), Has.Some.Contains("polymorphic"));
    }

    [Test]
    public void A_member_without_a_type_of_its_own_is_seen()
    {
        Assert.That(FlatMaps.Offences(Of(map => map.CreateMap<Loose<object>, Empty>())), Has.Some.Contains("Member is untyped"));
        Assert.That(FlatMaps.Offences(Of(map => map.CreateMap<Loose<dynamic[]>, Empty>())), Has.Some.Contains("Member is untyped"));
        Assert.That(FlatMaps.Offences(Of(map => map.CreateMap<Loose<System.Dynamic.ExpandoObject>, Empty>())), Has.Some.Contains("Member is untyped"));
        Assert.That(FlatMaps.Offences(Of(map => map.CreateMap<Loose<System.Collections.Hashtable>, Empty>())), Has.Some.Contains("Member is untyped"));
        Assert.That(FlatMaps.Offences(Of(map => map.CreateMap<Empty, Loose<IReadOnlyDictionary<string, int>>>())), Has.Some.Contains("Member is untyped"));
        Assert.That(FlatMaps.Offences(Of(map => map.CreateMap<Empty, Loose<Dictionary<string, string>>>())), Has.Some.Contains("Member is untyped"));
    }

    [Test]
    public void A_flat_map_is_not_accused() => Assert.That(FlatMaps.Offences(Of(map => map.CreateMap<Loose<Flat>, Flat>())), Is.Empty);

    private static MapperConfiguration Ours() => new(map => map.AddProfiles(typeof(AccountMapping).Assembly));

    private static MapperConfiguration Of(Action<IMapperConfigurationExpression> maps) => new(maps);

    private class Empty;

    private sealed class EmptyToo : Empty;

    private sealed class Node
    {
        public Node? Next { get; init; }
    }

    private sealed class Tree
    {
        public IReadOnlyList<Tree>? Branches { get; init; }
    }

    private sealed class Ping
    {
        public Pong? Pong { get; init; }
    }

    private sealed class Pong
    {
        public Ping? Ping { get; init; }
    }

    private sealed class Flat
    {
        public string? Text { get; init; }

        public DateTimeOffset? At { get; init; }

        public IReadOnlyList<string>? Texts { get; init; }
    }

    private sealed class Loose<T>
    {
        public T? Member { get; init; }
    }
}
