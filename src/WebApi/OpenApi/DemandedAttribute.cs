namespace CleanAuth.WebApi.OpenApi;

/// <summary>A member of a request that has to be there and may be null.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DemandedAttribute : Attribute;
